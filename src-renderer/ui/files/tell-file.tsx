import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { notify } from '../notify.ts';
import { FileLink } from './file-link.tsx';

/** Long enough to reach for it. */
const noticeMilliseconds = 15_000;

/** Says that a file was written, with the way to it that the host has, and what else there is to say or do. */
export function tellFile(path: string, more?: ReactNode): void {
  notify(
    <>
      {text.report.done(path)} <FileLink path={path} /> {more}
    </>,
    noticeMilliseconds,
  );
}
