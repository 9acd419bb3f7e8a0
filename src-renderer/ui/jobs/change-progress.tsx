import { type ReactNode, useEffect, useRef } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { useJobs } from '../../api/project.tsx';
import classes from './running-job.module.css';
import { JobProgress } from './running-job.tsx';

/** In the place of a dialog's buttons, while what it has asked for takes long: how far it is, and the way to cancel it. */
export function ChangeProgress(props: { busy: boolean; children: ReactNode }): ReactNode {
  const change = useJobs().find(({ kind, state }) => kind === 'change' && isActive(state));
  const shown = props.busy && change !== undefined;
  const place = useRef<HTMLElement>(null);
  // The button that had the focus is gone, and a second press of Enter should not cancel.
  useEffect(() => {
    if (shown) place.current?.focus();
  }, [shown]);
  if (!shown) return props.children;
  return (
    <section ref={place} tabIndex={-1} aria-label={change.title} className={classes.change}>
      <JobProgress title={change.title} job={change} />
    </section>
  );
}
