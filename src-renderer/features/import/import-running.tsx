import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { type Job, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatSeconds } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states/states.tsx';
import classes from './import.module.css';

const words = text.importing;

/** The import while it runs, and the way back when it did not come through. */
export function ImportRunning(props: {
  job: Job | undefined;
  ended: boolean;
  onBack: () => void;
}): ReactNode {
  const { job } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions());
  if (props.ended && job !== undefined) {
    return (
      <EmptyState
        title={job.state === 'cancelled' ? words.cancelled : words.failed}
        actions={<Button onClick={props.onBack}>{words.more}</Button>}
      >
        {job.error?.message ?? ''}
      </EmptyState>
    );
  }
  const progress = job?.progress ?? null;
  return (
    <Panel className={classes.panel} label={words.running}>
      <h2>{progress?.phase ?? words.running}</h2>
      <Progress
        value={(progress?.fraction ?? 0) * 100}
        animated
        aria-label={words.running}
        aria-valuetext={progress?.phase ?? words.running}
      />
      <p className={classes.dim}>
        {progress?.current === undefined ? '' : `${formatCount(progress.current)} ${progress.unit ?? ''} `}
        {progress?.secondsLeft === undefined
          ? ''
          : text.shell.secondsLeft(formatSeconds(progress.secondsLeft))}
      </p>
      <Button
        variant="default"
        disabled={job === undefined || job.state === 'cancelling'}
        onClick={() => job !== undefined && cancel.mutate({ projectId, jobId: job.id })}
      >
        {words.cancel}
      </Button>
    </Panel>
  );
}
