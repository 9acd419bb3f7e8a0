import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isActive, type JobKind } from '../../../src-main/domain/job.ts';
import { useTRPC } from '../../api/client.ts';
import { type Job, useJobs } from '../../api/project.tsx';

/** The running job of this kind; when it ends, the stored results are fetched again. */
export function useHealthJob(kind: JobKind): Job | undefined {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const running = useJobs().find((job) => job.kind === kind && isActive(job.state));
  const jobId = running?.id;
  useEffect(() => {
    if (jobId === undefined) void queries.invalidateQueries(trpc.health.pathFilter());
  }, [jobId, queries, trpc]);
  return running;
}
