import { useMutation } from '@tanstack/react-query';
import { isActive } from '../../../src-main/domain/job.ts';
import { useTRPC } from '../../api/client.ts';
import { type Job, useJobs, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { notifyError } from '../../ui/notify.ts';
import type { EvaluatedDataset } from './use-evaluate-place.ts';

export interface StartEvaluation {
  readonly start: () => void;
  /** The evaluation that runs in this project, of whatever model. */
  readonly running: Job | undefined;
  readonly possible: boolean;
}

/** Starts an evaluation; its figures arrive through the change stream. */
export function useStartEvaluation(modelId: number, dataset: EvaluatedDataset): StartEvaluation {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const running = useJobs().find((job) => job.kind === 'evaluate' && isActive(job.state));
  const mutation = useMutation(
    trpc.evaluations.start.mutationOptions({ onError: (error) => notifyError(error) }),
  );
  return {
    start: () => mutation.mutate({ projectId, modelId, dataset }),
    running,
    possible: !readOnly && running === undefined && !mutation.isPending,
  };
}
