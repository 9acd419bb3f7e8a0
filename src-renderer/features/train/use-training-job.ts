import { useState } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { type Job, useJob, useJobs } from '../../api/project.tsx';

/** The training that runs in this project, whoever started it, and its end, if this screen saw it run. */
export function useTrainingJob(): { readonly job: Job | undefined; readonly forget: () => void } {
  const running = useJobs().find((job) => job.kind === 'train' && isActive(job.state));
  const [watchedId, setWatchedId] = useState<number | null>(null);
  if (running !== undefined && running.id !== watchedId) setWatchedId(running.id);
  const watched = useJob(watchedId);
  return { job: running ?? watched, forget: () => setWatchedId(null) };
}
