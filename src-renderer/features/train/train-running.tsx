import { Button, Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { type Job, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { formatCount, formatSeconds, formatShare } from '../../ui/format.ts';
import { notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { JobLog } from './job-log.tsx';
import classes from './train.module.css';

const words = text.train;

function factsOf(job: Job): string {
  const { progress } = job;
  if (progress === null) return '';
  const { fraction, current, total, unit, secondsLeft } = progress;
  const counted =
    current === undefined ? [] : [formatCount(current), total === undefined ? '' : `/ ${formatCount(total)}`];
  return [
    ...(fraction === null ? [] : [formatShare(fraction, 0)]),
    ...(counted.length === 0 ? [] : [[...counted, unit ?? ''].filter((part) => part !== '').join(' ')]),
    ...(secondsLeft === undefined ? [] : [text.shell.secondsLeft(formatSeconds(secondsLeft))]),
  ].join(' · ');
}

function phaseOf({ progress }: Job): string {
  if (progress === null) return words.running;
  const { phase, message } = progress;
  return message === undefined ? phase : `${message} · ${phase}`;
}

/** A training as it goes, also one that was started elsewhere. */
export function TrainRunning(props: { job: Job }): ReactNode {
  const { job } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions({ onError: (error) => notifyError(error) }));
  const cancelling = job.state === 'cancelling';
  const stop = (): void => cancel.mutate({ projectId, jobId: job.id });
  useCommands([
    { id: 'train.cancel', title: words.commands.cancel, group: words.group, enabled: !cancelling, run: stop },
  ]);
  const phase = cancelling ? words.cancelling : phaseOf(job);
  const fraction = job.progress?.fraction ?? null;
  return (
    <Panel className={classes.running} label={job.title}>
      <div className={classes.runningHead}>
        <div>
          <h2>{job.title}</h2>
          <div role="status">{phase}</div>
        </div>
        <span className={classes.space} />
        <span className={`${classes.hint} w-figures`}>{factsOf(job)}</span>
        <Button variant="default" disabled={cancelling} onClick={stop}>
          {words.cancelTraining}
        </Button>
      </div>
      <Progress
        value={fraction === null ? 100 : fraction * 100}
        animated={fraction === null}
        size="lg"
        aria-label={job.title}
        aria-valuetext={`${phase} ${fraction === null ? '' : formatShare(fraction, 0)}`}
      />
      <p className={classes.hint}>{words.meanwhile}</p>
      <JobLog log={job.log} />
    </Panel>
  );
}
