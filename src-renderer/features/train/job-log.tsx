import { type ReactNode, useEffect, useRef } from 'react';
import type { JobLogLine } from '../../../src-main/domain/job.ts';
import { text } from '../../i18n/index.ts';
import { formatSeconds } from '../../ui/format.ts';
import classes from './train.module.css';

const words = text.train;

/** The job's own lines, the newest in view. */
export function JobLog(props: { log: readonly JobLogLine[] }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const newest = props.log.at(-1)?.at;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line brings itself into view.
  useEffect(() => {
    // Chromium's scrollTo returns a promise, which an effect must not.
    void box.current?.scrollTo(0, box.current.scrollHeight);
  }, [newest]);
  return (
    <div
      ref={box}
      className={classes.log}
      role="log"
      aria-label={words.log}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long log must scroll by keyboard.
      tabIndex={0}
    >
      {props.log.length === 0 ? <span className={classes.hint}>{words.logEmpty}</span> : null}
      {props.log.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever appended.
        <div key={index} className={classes.logLine}>
          <span className={classes.logTime}>{formatSeconds(line.at)}</span>
          <span>{line.text}</span>
        </div>
      ))}
    </div>
  );
}
