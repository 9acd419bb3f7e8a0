import { AppError } from '../errors.ts';
import type { ProjectKind } from '../project.ts';
import type { ClassMetrics, EvaluationItem, EvaluationMetrics } from './types.ts';

const actualBit = 1;
const predictedBit = 2;

interface Tally {
  readonly tp: Float64Array;
  readonly fp: Float64Array;
  readonly fn: Float64Array;
  readonly matrix: number[][] | null;
  documents: number;
  exact: number;
}

/**
 * Compares predicted with actual classes. The definitions are scikit-learn's (`precision_recall_fscore_support`
 * with `zero_division=0`, `accuracy_score`, `hamming_loss`):
 * - micro sums tp, fp and fn over the classes;
 * - macro is the plain mean over the classes labelled or predicted at least once (single-label) or over all
 *   classes given (multi-label); macro F1 is the mean of the classes' F1;
 * - weighted is the mean weighted by support.
 *
 * `classNames` must hold every class that occurs, classes added after the training included; the same class
 * twice in one document counts once. The order of the items does not matter.
 *
 * @throws AppError `no_documents` without items; `bad_request` for an unknown class index or, in a single-label
 *   project, an item without exactly one class on each side.
 */
export function evaluate(
  kind: ProjectKind,
  classNames: readonly string[],
  items: Iterable<EvaluationItem>,
): EvaluationMetrics {
  const tally = count(kind, classNames.length, items);
  const { documents } = tally;
  if (documents === 0) {
    throw new AppError(
      'no_documents',
      'There is no labelled document to evaluate. Label some, or choose another dataset.',
    );
  }
  const classes = classNames.map((name, index) => classMetrics(name, index, tally));
  const averaged = kind === 'multi' ? classes : classes.filter((one) => one.support + one.predictedCount > 0);
  const tp = sum(tally.tp);
  const fp = sum(tally.fp);
  const fn = sum(tally.fn);
  const exactMatch = tally.exact / documents;
  const decisions = documents * classNames.length;
  return {
    kind,
    documents,
    accuracy: exactMatch,
    exactMatch,
    hammingLoss: kind === 'single' ? (documents - tally.exact) / documents : (ratio(fp + fn, decisions) ?? 0),
    microPrecision: ratio(tp, tp + fp) ?? 0,
    microRecall: ratio(tp, tp + fn) ?? 0,
    microF1: ratio(2 * tp, 2 * tp + fp + fn) ?? 0,
    macroPrecision: mean(averaged, 'precision'),
    macroRecall: mean(averaged, 'recall'),
    macroF1: mean(averaged, 'f1'),
    weightedPrecision: weightedMean(classes, 'precision'),
    weightedRecall: weightedMean(classes, 'recall'),
    weightedF1: weightedMean(classes, 'f1'),
    averagedClasses: averaged.length,
    classes,
    confusionMatrix: tally.matrix,
  };
}

function count(kind: ProjectKind, classCount: number, items: Iterable<EvaluationItem>): Tally {
  const tally: Tally = {
    tp: new Float64Array(classCount),
    fp: new Float64Array(classCount),
    fn: new Float64Array(classCount),
    matrix:
      kind === 'single'
        ? Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0))
        : null,
    documents: 0,
    exact: 0,
  };
  const marks = new Uint8Array(classCount);
  for (const item of items) {
    mark(marks, item.actual, actualBit);
    mark(marks, item.predicted, predictedBit);
    if (tally.matrix !== null) {
      countPair(tally.matrix, item);
    }
    const wrong = collect(tally, marks, item.actual) + collect(tally, marks, item.predicted);
    tally.documents++;
    tally.exact += wrong === 0 ? 1 : 0;
  }
  return tally;
}

function mark(marks: Uint8Array, classes: readonly number[], bit: number): void {
  for (const index of classes) {
    if (!(Number.isInteger(index) && index >= 0 && index < marks.length)) {
      throw new AppError('bad_request', `Class index ${index} is outside the ${marks.length} classes given.`);
    }
    marks[index]! |= bit;
  }
}

function countPair(matrix: number[][], item: EvaluationItem): void {
  if (item.actual.length !== 1 || item.predicted.length !== 1) {
    throw new AppError(
      'bad_request',
      'A single-label evaluation needs exactly one actual and one predicted class.',
    );
  }
  matrix[item.actual[0]!]![item.predicted[0]!]!++;
}

/** Counts and clears the marked classes; returns how many of them were wrong decisions. */
function collect(tally: Tally, marks: Uint8Array, classes: readonly number[]): number {
  let wrong = 0;
  for (const index of classes) {
    const bits = marks[index]!;
    marks[index] = 0;
    if (bits === (actualBit | predictedBit)) {
      tally.tp[index]!++;
    } else if (bits === actualBit) {
      tally.fn[index]!++;
      wrong++;
    } else if (bits === predictedBit) {
      tally.fp[index]!++;
      wrong++;
    }
  }
  return wrong;
}

function classMetrics(name: string, index: number, tally: Tally): ClassMetrics {
  const tp = tally.tp[index]!;
  const fp = tally.fp[index]!;
  const fn = tally.fn[index]!;
  return {
    name,
    tp,
    fp,
    fn,
    tn: tally.documents - tp - fp - fn,
    precision: ratio(tp, tp + fp),
    recall: ratio(tp, tp + fn),
    f1: ratio(2 * tp, 2 * tp + fp + fn),
    support: tp + fn,
    predictedCount: tp + fp,
  };
}

type Rate = 'precision' | 'recall' | 'f1';

function mean(classes: readonly ClassMetrics[], rate: Rate): number {
  const total = classes.reduce((subtotal, one) => subtotal + (one[rate] ?? 0), 0);
  return ratio(total, classes.length) ?? 0;
}

function weightedMean(classes: readonly ClassMetrics[], rate: Rate): number {
  const total = classes.reduce((subtotal, one) => subtotal + (one[rate] ?? 0) * one.support, 0);
  const support = classes.reduce((subtotal, one) => subtotal + one.support, 0);
  return ratio(total, support) ?? 0;
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}

function sum(values: Float64Array): number {
  return values.reduce((subtotal, value) => subtotal + value, 0);
}
