import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { type Job, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatSeconds } from '../format.ts';
import { notifyError } from '../notify.ts';
import { Panel } from '../panel.tsx';
import classes from './running-job.module.css';

/** A job while it runs: what it does, how far it is, how long it takes yet, and the way to cancel it. */
export function RunningJob(props: { title: string; job: Job | undefined }): ReactNode {
  return (
    <Panel className={classes.panel} label={props.title}>
      <h2>{props.title}</h2>
      <JobProgress {...props} />
    </Panel>
  );
}

/** The same without a panel of its own, for dialogs. */
export function JobProgress(props: { title: string; job: Job | undefined }): ReactNode {
  const { job, title } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions({ onError: (error) => notifyError(error) }));
  const progress = job?.progress ?? null;
  return (
    <>
      <Progress
        value={(progress?.fraction ?? 0) * 100}
        animated
        aria-label={title}
        aria-valuetext={progress?.phase ?? title}
      />
      <p className={classes.detail} role="status">
        {[
          progress?.phase,
          progress?.current === undefined
            ? undefined
            : `${formatCount(progress.current)} ${progress.unit ?? ''}`,
          progress?.rate === undefined ? undefined : text.shell.rate(formatCount(Math.round(progress.rate))),
          progress?.secondsLeft === undefined
            ? undefined
            : text.shell.secondsLeft(formatSeconds(progress.secondsLeft)),
        ]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </p>
      <Button
        variant="default"
        disabled={job === undefined || job.state === 'cancelling'}
        onClick={() => job !== undefined && cancel.mutate({ projectId, jobId: job.id })}
      >
        {job?.state === 'cancelling' ? text.shell.cancelling : text.shell.cancelJob}
      </Button>
    </>
  );
}
