import { AppError } from '../errors.ts';
import type { ProjectKind } from '../project.ts';
import { byFigure, type Counts, emptyCounts, newFigures, writeFigures } from './figures.ts';
import type { ClassMetrics, EvaluationItem, EvaluationMetrics } from './types.ts';

const actualBit = 1;
const predictedBit = 2;

interface Tally extends Counts {
  readonly matrix: number[][] | null;
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
  const figures = newFigures();
  const averagedClasses = writeFigures(kind, tally, figures);
  const overall = byFigure((index) => figures[index]!);
  const wrongDecisions = classes.reduce((sum, { fp, fn }) => sum + fp + fn, 0);
  return {
    kind,
    documents,
    ...overall,
    exactMatch: overall.accuracy,
    hammingLoss:
      kind === 'single'
        ? (documents - tally.exact) / documents
        : (ratio(wrongDecisions, documents * classNames.length) ?? 0),
    averagedClasses,
    classes,
    confusionMatrix: tally.matrix,
  };
}

function count(kind: ProjectKind, classCount: number, items: Iterable<EvaluationItem>): Tally {
  const tally: Tally = {
    ...emptyCounts(classCount),
    matrix:
      kind === 'single'
        ? Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0))
        : null,
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

function ratio(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
