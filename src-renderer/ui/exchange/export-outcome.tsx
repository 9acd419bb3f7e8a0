import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ExportReport } from '../../../src-main/domain/exchange/export.ts';
import { text } from '../../i18n/index.ts';
import { FileLink } from '../files/file-link.tsx';
import { plural } from '../format.ts';
import { focusOnce } from '../jobs/job-dialog.tsx';
import { EqualityPanel } from './equality-panel.tsx';
import classes from './exchange.module.css';

const words = text.exchange.export;

/** Of a dialog in which two tables stand side by side. */
export const reportSize = '880px';

/** A copy of the whole project has no more to say than its file. */
export type Written = Pick<ExportReport, 'outputPath'> & Partial<ExportReport>;

/** What was written and where, and for the formats of other services what they could not take. */
export function ExportOutcome(props: { report: Written; onClose: () => void }): ReactNode {
  const { documents, outputPath, textsFolder, warnings, equality } = props.report;
  return (
    <>
      {documents === undefined ? null : <b>{words.written(plural(documents, 'document'))}</b>}
      <dl className={classes.written}>
        <dt>{words.file}</dt>
        <dd>{outputPath}</dd>
        <dd>
          <FileLink path={outputPath} />
        </dd>
        {textsFolder ? (
          <>
            <dt>{words.texts}</dt>
            <dd>{textsFolder}</dd>
            <dd />
          </>
        ) : null}
      </dl>
      {warnings?.map((warning) => (
        <p key={warning} className={classes.warning}>
          {warning}
        </p>
      ))}
      {equality ? <EqualityPanel report={equality} direction="export" /> : null}
      <Group justify="flex-end" mt="md">
        <Button ref={focusOnce} onClick={props.onClose}>
          {words.close}
        </Button>
      </Group>
    </>
  );
}
