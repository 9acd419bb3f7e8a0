import type { Project } from '../../../core/core.ts';
import type { TrainRequest } from '../../../core/learning.ts';
import { families } from '../../../domain/families.ts';
import { defaultSeed, defaultSplit } from '../../../domain/splits.ts';
import { runJob } from '../run-job.ts';
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
  const result = await runJob(
    project,
    () => project.training.start(trainRequest(request)),
    signal,
    (fraction) => onProgress(progressAt(fraction)),
  );
  return result as { readonly modelId: number; readonly evaluated: boolean };
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

function progressAt(fraction: number): TrainingProgress {
  return {
    training: Math.min(1, fraction / trainingShare),
    evaluation: Math.max(0, (fraction - trainingShare) / (1 - trainingShare)),
  };
}
