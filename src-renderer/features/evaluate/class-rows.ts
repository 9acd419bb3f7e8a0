import type { ClassMetrics } from '../../../src-main/domain/metrics/types.ts';
import type { Model, ModelClass } from '../../../src-main/domain/model.ts';

/** One class of an evaluation; `index` is its place there, which the review screen filters by. */
export interface ClassRow extends ClassMetrics {
  readonly index: number;
  /** Training labels when the model was trained; null for a class that the model does not know. */
  readonly training: number | null;
}

export const numericColumns = [
  'precision',
  'recall',
  'f1',
  'support',
  'predictedCount',
  'tp',
  'fp',
  'fn',
  'tn',
  'training',
] as const;
export type ClassColumn = 'name' | (typeof numericColumns)[number];

export interface ClassSort {
  readonly by: ClassColumn;
  readonly descending: boolean;
}

/** Joins the figures of an evaluation with the model's training labels, by the project's class id. */
export function classRows(
  metrics: readonly ClassMetrics[],
  evaluated: readonly ModelClass[],
  model: Pick<Model, 'classes' | 'receipt'>,
): readonly ClassRow[] {
  const training = new Map(
    model.classes.map(({ classId }, index) => [classId, model.receipt.classCounts[index]?.train ?? null]),
  );
  return metrics.map((each, index) => ({
    ...each,
    index,
    training: training.get(evaluated[index]?.classId ?? -1) ?? null,
  }));
}

/** Undefined figures (0/0) stay last in both directions; equal ones keep the order of the classes. */
export function sortedRows(rows: readonly ClassRow[], sort: ClassSort): readonly ClassRow[] {
  const sign = sort.descending ? -1 : 1;
  const { by } = sort;
  if (by === 'name') return rows.toSorted((first, second) => sign * first.name.localeCompare(second.name));
  return rows.toSorted((first, second) => {
    const [one, other] = [first[by], second[by]];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * (one - other);
  });
}

/** The order that a click on a column's head asks for: names from A, figures from the largest, then the reverse. */
export function nextSort(sort: ClassSort, by: ClassColumn): ClassSort {
  return sort.by === by ? { by, descending: !sort.descending } : { by, descending: by !== 'name' };
}
