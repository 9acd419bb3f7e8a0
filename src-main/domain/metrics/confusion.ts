import type { EvaluationMetrics } from './types.ts';

/** Counts of a confusion matrix with the sums that shares are taken of; rows are actual classes. */
export interface Confusion {
  readonly counts: readonly (readonly number[])[];
  readonly rowSums: readonly number[];
  readonly columnSums: readonly number[];
}

export function createConfusion(counts: Confusion['counts']): Confusion {
  const columnSums = new Array<number>(counts.length).fill(0);
  const rowSums = counts.map((row) => {
    let sum = 0;
    for (let column = 0; column < row.length; column++) {
      const count = row[column]!;
      sum += count;
      columnSums[column]! += count;
    }
    return sum;
  });
  return { counts, rowSums, columnSums };
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

/** Indexes of the classes that some document is labelled with or was predicted as. */
export function usedClasses({ classes }: Pick<EvaluationMetrics, 'classes'>): readonly number[] {
  return classes.flatMap((each, index) => (each.support > 0 || each.predictedCount > 0 ? [index] : []));
}

export interface ConfusedPair {
  readonly actual: number;
  readonly predicted: number;
  readonly count: number;
  /** Of the actual class's documents. */
  readonly share: number;
}

/** The cells beside the diagonal with the most documents; of equal ones that with the larger share first. */
export function mostConfused(confusion: Confusion, limit: number): readonly ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  for (const [actual, row] of confusion.counts.entries()) {
    for (let predicted = 0; predicted < row.length; predicted++) {
      const count = row[predicted]!;
      if (count === 0 || actual === predicted) continue;
      pairs.push({ actual, predicted, count, share: count / (confusion.rowSums[actual] ?? count) });
    }
  }
  return pairs
    .sort((first, second) => second.count - first.count || second.share - first.share)
    .slice(0, limit);
}

/** Documents that are not right as a whole. */
export function mistakesIn(metrics: Pick<EvaluationMetrics, 'documents' | 'exactMatch'>): number {
  return Math.round(metrics.documents * (1 - metrics.exactMatch));
}
