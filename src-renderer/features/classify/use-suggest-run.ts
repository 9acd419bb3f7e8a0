import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import type { SuggestionRun } from '../../../src-main/domain/suggestion.ts';
import { type Inputs, useTRPC } from '../../api/client.ts';
import { type Job, useJob, useJobs, useProjectId } from '../../api/project.tsx';
import { notifyError } from '../../ui/notify.ts';
import type { Asked } from './asked.ts';

type Files = Inputs['classification']['startSuggestions']['files'];

export interface SuggestRun {
  /** The one under way, whoever started it, or the one that this screen saw end. */
  readonly job: Job | undefined;
  /** Started, or about to be. */
  readonly started: boolean;
  readonly starting: boolean;
  readonly result: SuggestionRun | null;
  /** @param files null: only the documents that are in the project already */
  readonly start: (files: Files) => void;
  readonly forget: () => void;
}

/** Suggestions for this project: there is one run at a time, and it goes on when the screen is left. */
export function useSuggestRun({ model, deployment }: Asked): SuggestRun {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const running = useJobs().find((job) => job.kind === 'suggest' && isActive(job.state));
  const [watchedId, setWatchedId] = useState<number | null>(null);
  if (running !== undefined && running.id !== watchedId) setWatchedId(running.id);
  const watched = useJob(watchedId);
  const job = running ?? watched;
  const start = useMutation(
    trpc.classification.startSuggestions.mutationOptions({
      onSuccess: ({ jobId }) => setWatchedId(jobId),
      onError: (error) => notifyError(error),
    }),
  );
  return {
    job,
    started: watchedId !== null,
    starting: start.isPending,
    result: job?.state === 'done' ? (job.result as SuggestionRun) : null,
    start: (files) =>
      start.mutate({
        projectId,
        modelId: model.id,
        ...(deployment === null ? {} : { deploymentId: deployment.id }),
        files,
      }),
    forget: () => setWatchedId(null),
  };
}
