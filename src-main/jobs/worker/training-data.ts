import type { ModelClass } from '../../domain/model.ts';
import type { Dataset, ProjectKind } from '../../domain/project.ts';
import type {
  TrainingContext,
  TrainingData,
  TrainingProgress,
  UnlabelledDocument,
} from '../../engine/types.ts';
import type { ReadOnlyProject } from '../../store/read-only.ts';
import type { TaskContext } from './task-context.ts';
import { threadSettings } from './thread-settings.ts';
import { selectTrainingDocuments, selectUnlabelledDocuments } from './training-documents.ts';

/** UTF-16 units: some 100 to 200 MB. */
const memoryLimit = 100_000_000;

export interface DataRequest {
  readonly kind: ProjectKind;
  readonly language: string;
  /** In index order. */
  readonly classes: readonly ModelClass[];
  /** Datasets to learn from and to choose by; `null`: documents without a place. */
  readonly training: readonly (Dataset | null)[];
  readonly validation: readonly (Dataset | null)[];
  /** Read texts without labels too. */
  readonly unlabelled: boolean;
}

/** The documents of a project as the engine reads them, the same ones in every pass. */
export async function trainingData(
  request: DataRequest,
  project: ReadOnlyProject,
  { checkCancelled, breathe }: Pick<TaskContext, 'checkCancelled' | 'breathe'>,
): Promise<TrainingData> {
  const { kind, language, classes } = request;
  const selection = {
    kind,
    classIds: classes.map(({ classId }) => classId),
    memoryLimit,
    checkCancelled,
    breathe,
  };
  const training = await selectTrainingDocuments(project, { ...selection, datasets: request.training });
  const validation = await selectTrainingDocuments(project, { ...selection, datasets: request.validation });
  const unlabelled = request.unlabelled
    ? await selectUnlabelledDocuments(project, selection)
    : { size: 0, iterate: (): Iterable<UnlabelledDocument> => [] };
  return {
    kind,
    language,
    classes: classes.map(({ name }) => name),
    training: training.iterate,
    validation: validation.iterate,
    unlabelled: unlabelled.iterate,
    trainingSize: training.size,
    validationSize: validation.size,
    unlabelledSize: unlabelled.size,
  };
}

/** What the engine needs besides documents to do work that makes no model. @param share of the bar that it takes */
export function trainingContext(
  seed: number,
  phaseNames: Readonly<Record<TrainingProgress['phase'], string>>,
  { progress, checkCancelled, breathe }: Pick<TaskContext, 'progress' | 'checkCancelled' | 'breathe'>,
  share = 1,
): TrainingContext {
  return {
    ...{ seed, checkCancelled, breathe },
    options: {},
    encoder: null,
    threads: threadSettings(),
    vectors: null,
    onProgress: ({ phase, fraction, ...rest }) =>
      progress({ ...rest, phase: phaseNames[phase], fraction: share * fraction }),
  };
}
