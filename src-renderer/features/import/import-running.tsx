import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import type { Job } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { EmptyState } from '../../ui/states/states.tsx';

const words = text.importing;

/** The import while it runs, and the way back when it did not come through. */
export function ImportRunning(props: {
  job: Job | undefined;
  /** Where it is not one of many into a project. */
  words?: Readonly<Record<'running' | 'cancelled' | 'failed' | 'more', string>>;
  onBack: () => void;
}): ReactNode {
  const { job } = props;
  const said = props.words ?? words;
  if (job === undefined || isActive(job.state)) return <RunningJob title={said.running} job={job} />;
  return (
    <EmptyState
      title={job.state === 'cancelled' ? said.cancelled : said.failed}
      actions={<Button onClick={props.onBack}>{said.more}</Button>}
    >
      {job.error?.message ?? ''}
    </EmptyState>
  );
}
