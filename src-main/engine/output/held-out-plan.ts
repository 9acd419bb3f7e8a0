import type { TrainingData, TrainingDocument } from '../types.ts';
import { isUsable } from '../usable.ts';
import { type Fold, stratifiedFolds } from './folds.ts';

/** Labelled documents needed to choose anything by; with fewer, nothing is chosen. */
export const leastHeldOut = 10;
/** So many validation documents tell learners apart by themselves: accuracy is known to some 3 points. */
const enoughValidation = 300;
/** Validation documents looked at, at most: they are taken evenly spread. */
const mostValidation = 20_000;
/** Training documents judged, at most, where only one part of them is held out. */
const mostJudged = 4_000;

export type HeldOutPlan =
  /** The validation documents are judged, see {@link judgedValidation}. */
  | { readonly by: 'validation' }
  /** Training documents are judged, fold after fold, by models that learned from the `fit` rows alone. */
  | { readonly by: 'cross-validation'; readonly folds: readonly Fold[] }
  | { readonly by: 'none' };

/**
 * Which labelled documents are held out to choose options, calibration and thresholds by: the same for every
 * family with the same data and seed. The smaller the data, the more folds; all rows outside a fold are its `fit`.
 * A few dozen validation documents beside many training documents would choose by chance: then folds decide.
 * @param labels the classes of every usable training document, in order
 */
export function planHeldOut(
  data: Pick<TrainingData, 'kind' | 'classes' | 'validationSize'>,
  labels: readonly (readonly number[])[],
  seed: number,
): HeldOutPlan {
  const documents = labels.length;
  if (validationDecides(data.validationSize, documents)) return { by: 'validation' };
  if (documents < leastHeldOut) return { by: 'none' };
  const classCount = data.classes.length;
  if (documents <= 6000) return planFolds(labels, classCount, documents <= 1500 ? 5 : 3, seed);
  const parts = Math.max(5, Math.ceil(documents / mostJudged));
  return {
    by: 'cross-validation',
    folds: stratifiedFolds(labels, classCount, { parts, folds: 1, fitParts: parts - 1 }, seed),
  };
}

/** Every document is judged, by models that learned from all documents of the other folds. */
export function planFolds(
  labels: readonly (readonly number[])[],
  classCount: number,
  folds: number,
  seed: number,
): Extract<HeldOutPlan, { readonly by: 'cross-validation' }> {
  const plan = { parts: folds, folds, fitParts: folds - 1 };
  return { by: 'cross-validation', folds: stratifiedFolds(labels, classCount, plan, seed) };
}

/** Are the validation documents enough to choose by, or at least not few beside the training documents? */
export function validationDecides(validation: number, documents: number): boolean {
  return validation >= leastHeldOut && (validation >= enoughValidation || 2 * validation >= documents);
}

/** The validation documents that every family judges. */
export function* judgedValidation(
  data: Pick<TrainingData, 'kind' | 'validation' | 'validationSize'>,
): Generator<TrainingDocument, void, void> {
  const every = Math.max(1, Math.ceil(data.validationSize / mostValidation));
  let seen = 0;
  for (const document of data.validation()) {
    if (isUsable(data.kind, document) && seen++ % every === 0) yield document;
  }
}
