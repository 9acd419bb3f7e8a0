import type { ProjectKind } from '../../src-main/domain/project.ts';
import type {
  Classifier,
  ClassifierPrediction,
  TrainingContext,
  TrainingData,
  TrainingDocument,
  UnlabelledDocument,
} from '../../src-main/engine/types.ts';

interface Given {
  readonly kind?: ProjectKind;
  readonly classes: readonly string[];
  readonly training: readonly TrainingDocument[];
  readonly validation?: readonly TrainingDocument[];
  readonly unlabelled?: readonly UnlabelledDocument[];
}

/** What a trainer reads, from arrays; single-label unless said otherwise. */
export function trainingData({ kind = 'single', classes, training, ...more }: Given): TrainingData {
  const { validation = [], unlabelled = [] } = more;
  return {
    kind,
    language: 'en',
    classes,
    training: () => training,
    validation: () => validation,
    unlabelled: () => unlabelled,
    trainingSize: training.length,
    validationSize: validation.length,
    unlabelledSize: unlabelled.length,
  };
}

/** Seed 7, default options, one thread, nobody watching, never cancelled. */
export function trainingContext(changes: Partial<TrainingContext> = {}): TrainingContext {
  return {
    seed: 7,
    options: {},
    encoder: null,
    threads: { count: 1, entry: null },
    vectors: null,
    onProgress: () => {},
    checkCancelled: () => {},
    breathe: async () => {},
    ...changes,
  };
}

/** The prediction for one text. */
export async function predictOne(classifier: Classifier, text: string): Promise<ClassifierPrediction> {
  const [prediction] = await classifier.predict([text]);
  return prediction!;
}
