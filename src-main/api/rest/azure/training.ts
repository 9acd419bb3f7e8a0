import type { Project } from '../../../core/core.ts';
import type { TrainRequest } from '../../../core/learning.ts';
import { AppError, fromErrorData } from '../../../domain/errors.ts';
import { families } from '../../../domain/families.ts';
import type { JobSnapshot } from '../../../domain/job.ts';
import { defaultSeed, defaultSplit } from '../../../domain/splits.ts';
import { settledCounts } from './settled-counts.ts';

/** How a training is split, as Azure asks for it. */
export type EvaluationOptions =
  | { readonly kind: 'manual' }
  | {
      readonly kind: 'percentage';
      readonly trainingSplitPercentage: number;
      readonly testingSplitPercentage: number;
    };

export const usualEvaluation: EvaluationOptions = {
  kind: 'percentage',
  trainingSplitPercentage: 80,
  testingSplitPercentage: 20,
};

export interface TrainingRequest {
  readonly modelName: string;
  readonly family: string;
  readonly evaluation: EvaluationOptions;
}

/** Both 0 to 1. */
export interface TrainingProgress {
  readonly training: number;
  readonly evaluation: number;
}

/** Shares of the job's progress, as the core deals them out. */
const trainingShare = 0.9;
const familyPrefix = 'winnow-';
const usualFamily = 'linear';

/**
 * Azure's configuration versions are dates, which all mean the usual family; `winnow-NAME` asks for another one.
 * Undefined for a family that there is none of.
 */
export function familyOfVersion(version: string): string | undefined {
  if (!version.startsWith(familyPrefix)) return usualFamily;
  return families.find(({ id }) => id === version.slice(familyPrefix.length))?.id;
}

export const configVersions: readonly string[] = [
  '2022-05-01',
  ...families.map(({ id }) => `${familyPrefix}${id}`),
];

/**
 * Trains a model and evaluates it, after a training that is going on in the project.
 * @throws AppError what the training ends with; `cancelled`.
 */
export async function trainModel(
  project: Project,
  request: TrainingRequest,
  signal: AbortSignal,
  onProgress: (progress: TrainingProgress) => void,
): Promise<{ readonly modelId: number; readonly evaluated: boolean }> {
  const { evaluation } = request;
  await redrawWithoutTestSet(project, evaluation);
  const { jobId } = await startInTurn(project, trainRequest(request), signal);
  const stopWatching = project.jobs.onChange((jobs) => {
    const fraction = jobs.find(({ id }) => id === jobId)?.progress?.fraction;
    if (typeof fraction === 'number') onProgress(progressAt(fraction));
  });
  const cancel = () => {
    project.jobs.cancel(jobId);
  };
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return resultOf(await project.jobs.finished(jobId));
  } finally {
    signal.removeEventListener('abort', cancel);
    stopWatching();
  }
}

function trainRequest({ modelName, family, evaluation }: TrainingRequest): TrainRequest {
  const percentages =
    evaluation.kind === 'manual'
      ? defaultSplit
      : {
          train: evaluation.trainingSplitPercentage,
          validation: 0,
          test: evaluation.testingSplitPercentage,
        };
  return {
    ...{ modelName, family, percentages },
    options: {},
    encoder: null,
    seed: defaultSeed,
    split: evaluation.kind === 'manual' ? 'assigned' : 'automatic',
    // A label that exists is trained anew at Azure, too.
    overwrite: true,
  };
}

/**
 * Azure draws documents anew at every training by percentages; here they keep their places, so that models can be
 * compared. Only where nobody has made a test set (files say `Train` of every document) is there nothing to keep.
 */
async function redrawWithoutTestSet(project: Project, evaluation: EvaluationOptions): Promise<void> {
  if (evaluation.kind === 'manual' || evaluation.testingSplitPercentage === 0) return;
  const { train, validation, test } = (await settledCounts(project)).labelledIn;
  if (train === 0 || validation + test > 0) return;
  const { trainingSplitPercentage, testingSplitPercentage } = evaluation;
  await project.training.split({
    percentages: { train: trainingSplitPercentage, validation: 0, test: testingSplitPercentage },
    seed: defaultSeed,
    all: true,
  });
}

async function startInTurn(
  project: Project,
  request: TrainRequest,
  signal: AbortSignal,
): Promise<{ readonly jobId: number }> {
  for (;;) {
    try {
      return await project.training.start(request);
    } catch (error) {
      const active = project.jobs.list().find(({ kind, state }) => kind === 'train' && state === 'running');
      const mustWait = error instanceof AppError && error.code === 'training_in_progress';
      if (!mustWait || active === undefined || signal.aborted) throw error;
      await project.jobs.finished(active.id);
    }
  }
}

function progressAt(fraction: number): TrainingProgress {
  return {
    training: Math.min(1, fraction / trainingShare),
    evaluation: Math.max(0, (fraction - trainingShare) / (1 - trainingShare)),
  };
}

function resultOf({ state, result, error }: JobSnapshot): {
  readonly modelId: number;
  readonly evaluated: boolean;
} {
  if (state === 'done') return result as { readonly modelId: number; readonly evaluated: boolean };
  throw error === null ? new AppError('cancelled', 'The training was cancelled.') : fromErrorData(error);
}
