import { Anchor, CloseButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { useTRPC } from '../../api/client.ts';
import { type Job, useJobs, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useOpenProject } from '../../ui/exchange/clone-dialog.tsx';
import { tellFile } from '../../ui/files/tell-file.tsx';
import { formatSeconds, formatShare } from '../../ui/format.ts';
import { isAttended } from '../../ui/jobs/attended-jobs.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import classes from './frame.module.css';
import { showDialog } from './shown-dialog.ts';

/** "Training “a” · 62 % · 4 s left". */
function summaryOf(job: Job): string {
  if (job.state === 'cancelling') return `${job.title} · ${text.shell.cancelling}`;
  const { progress } = job;
  const share = progress?.fraction ?? null;
  return [
    job.title,
    ...(share === null ? [] : [formatShare(share, 0)]),
    ...(progress?.secondsLeft === undefined
      ? []
      : [text.shell.secondsLeft(formatSeconds(progress.secondsLeft))]),
  ].join(' · ');
}

interface WrittenFiles {
  readonly outputPath: string;
  /** Of a model written as ONNX. */
  readonly vocabularyPath?: string | null;
  /** Of an export in the format of another service. */
  readonly equality?: { readonly equal: boolean } | null;
}

function tellEnd(job: Job, openProject: (path: string) => void): void {
  // Who asked for a change gets its answer.
  if (isAttended(job.id) || job.kind === 'change') return;
  if (job.state === 'failed') {
    notifyError(new Error(job.error?.message ?? ''), text.shell.jobFailed(job.title));
  } else if (job.state === 'cancelled') {
    notify(text.shell.jobCancelled(job.title));
  } else if (job.state === 'done' && writers.has(job.kind)) {
    const { outputPath, vocabularyPath, equality } = job.result as WrittenFiles;
    tellFile(outputPath, <More job={job} unequal={equality?.equal === false} openProject={openProject} />);
    if (vocabularyPath) tellFile(vocabularyPath);
  }
}

const writers: ReadonlySet<Job['kind']> = new Set(['report', 'export', 'export-model', 'clone']);

/** What can be done with what was written, beside having the file. */
function More(props: { job: Job; unequal: boolean; openProject: (path: string) => void }): ReactNode {
  const { job } = props;
  if (job.kind === 'clone') {
    const { outputPath } = job.result as WrittenFiles;
    return (
      <Anchor component="button" type="button" size="sm" onClick={() => props.openProject(outputPath)}>
        {text.exchange.clone.open}
      </Anchor>
    );
  }
  if (!props.unequal) return null;
  return (
    <div>
      {text.exchange.equality.export.different}.{' '}
      <Anchor component="button" type="button" size="sm" onClick={() => showDialog(job)}>
        {text.exchange.export.report}
      </Anchor>
    </div>
  );
}

/** Says how a job ended, once, wherever the person is by then. */
function useEndings(jobs: readonly Job[]): void {
  const running = useRef(new Set<number>());
  const { open } = useOpenProject();
  useEffect(() => {
    for (const job of jobs) {
      if (isActive(job.state)) running.current.add(job.id);
      else if (running.current.delete(job.id)) tellEnd(job, open);
    }
  }, [jobs, open]);
}

/** The running job with its progress and a way to cancel it; the newest where several run. */
export function JobPill(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const jobs = useJobs();
  const cancel = useMutation(trpc.jobs.cancel.mutationOptions({ onError: (error) => notifyError(error) }));
  useEndings(jobs);
  const job = jobs.find((each) => isActive(each.state));
  if (job === undefined) return null;
  return (
    <span className={classes.pill} role="status" data-testid="job-pill">
      {summaryOf(job)}
      <CloseButton
        size="xs"
        aria-label={`${text.shell.cancelJob}: ${job.title}`}
        disabled={job.state === 'cancelling'}
        onClick={() => cancel.mutate({ projectId, jobId: job.id })}
      />
    </span>
  );
}
