import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { type Job, useJob } from '../../api/project.tsx';
import { useAttending } from './attended-jobs.ts';
import classes from './running-job.module.css';
import { JobProgress } from './running-job.tsx';

/** For a button that appears where another one was: whoever works by keyboard goes on there. */
export function focusOnce(element: HTMLElement | null): void {
  element?.focus();
}

/** A job from its start to what came of it. It goes on when the dialog is closed. */
export function JobDialog(props: {
  jobId: number;
  title: string;
  running: string;
  /** When nothing came of it. */
  failed: string;
  back: string;
  onBack: () => void;
  onClose: () => void;
  /** False where nothing else would tell how the job ended. */
  closable?: boolean;
  size?: string;
  /** What a job that is done has to say. */
  children: (job: Job) => ReactNode;
}): ReactNode {
  const job = useJob(props.jobId);
  useAttending(props.jobId);
  const running = job === undefined || isActive(job.state);
  const closable = !running || props.closable !== false;
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={props.size ?? 'lg'}
      withCloseButton={closable}
      closeOnEscape={closable}
      closeOnClickOutside={false}
    >
      {running ? (
        <JobProgress title={props.running} job={job} />
      ) : job.state === 'done' ? (
        props.children(job)
      ) : (
        <>
          <div role="alert">
            <b>{props.failed}</b>
            <p className={classes.detail}>{job.error?.message ?? ''}</p>
          </div>
          <Group justify="flex-end" mt="md">
            <Button ref={focusOnce} onClick={props.onBack}>
              {props.back}
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
