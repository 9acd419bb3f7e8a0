import type { EvaluationMetrics } from '../../../src-main/domain/metrics/types.ts';

export type MatrixUnit = 'counts' | 'actual' | 'predicted';
export type MatrixShown = 'all' | 'errors' | 'matches';
type Matrix = readonly (readonly number[])[];

/** Counts of a confusion matrix with the sums that shares are taken of. */
export interface Confusion {
  readonly counts: Matrix;
  readonly rowSums: readonly number[];
  readonly columnSums: readonly number[];
}

export function createConfusion(counts: Matrix): Confusion {
  return {
    counts,
    rowSums: counts.map((row) => row.reduce((sum, count) => sum + count, 0)),
    columnSums: counts.map((_, column) => counts.reduce((sum, row) => sum + (row[column] ?? 0), 0)),
  };
}

export function countAt(confusion: Confusion, row: number, column: number): number {
  return confusion.counts[row]?.[column] ?? 0;
}

/** Share of the row (`actual`) or of the column (`predicted`); null where that is 0/0. */
export function shareAt(
  confusion: Confusion,
  row: number,
  column: number,
  of: 'actual' | 'predicted',
): number | null {
  const sum = (of === 'actual' ? confusion.rowSums[row] : confusion.columnSums[column]) ?? 0;
  return sum === 0 ? null : countAt(confusion, row, column) / sum;
}

export function isShown(shown: MatrixShown, row: number, column: number): boolean {
  return shown === 'all' || (shown === 'matches') === (row === column);
}

/**
 * How strongly a cell is tinted, 0 to 1: by its share of the row, or of the column where that is on show.
 * Errors are small shares, so theirs are spread out: one in seven is full.
 */
export function tintAt(confusion: Confusion, row: number, column: number, unit: MatrixUnit): number {
  const share = shareAt(confusion, row, column, unit === 'predicted' ? 'predicted' : 'actual') ?? 0;
  return row === column ? share : Math.min(1, share * 7);
}

/** Indexes of the classes that some document is labelled with or was predicted as. */
export function usedClasses(metrics: EvaluationMetrics): readonly number[] {
  return metrics.classes.flatMap((each, index) =>
    each.support > 0 || each.predictedCount > 0 ? [index] : [],
  );
}

export interface ConfusedPair {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
  readonly share: number;
}

/** The cells beside the diagonal with the most documents; of equal ones that with the larger share first. */
export function mostConfused(confusion: Confusion, limit: number): readonly ConfusedPair[] {
  const pairs = confusion.counts.flatMap((row, actual) =>
    row.flatMap((count, predicted) =>
      count === 0 || actual === predicted
        ? []
        : [{ actual, predicted, count, share: count / (confusion.rowSums[actual] ?? count) }],
    ),
  );
  return pairs
    .sort((first, second) => second.count - first.count || second.share - first.share)
    .slice(0, limit);
}

/** Documents that are not right as a whole. */
export function mistakesIn(metrics: EvaluationMetrics): number {
  return Math.round(metrics.documents * (1 - metrics.exactMatch));
}
