import { createRandom, shuffle } from '../random.ts';

/** Rows to learn from and rows to judge by, ascending. */
export interface Fold {
  readonly fit: Int32Array;
  readonly judge: Int32Array;
}

export interface FoldPlan {
  /** Into how many parts the rows are dealt. */
  readonly parts: number;
  /** How many of them are judged, one per fold. */
  readonly folds: number;
  /** How many of the other parts are learned from. */
  readonly fitParts: number;
}

/**
 * Seeded, stratified folds: the rows of every class are spread evenly over the parts (of several classes, a row
 * counts for its rarest).
 */
export function stratifiedFolds(
  labels: readonly (readonly number[])[],
  classCount: number,
  plan: FoldPlan,
  seed: number,
): Fold[] {
  const order = Int32Array.from({ length: labels.length }, (_, row) => row);
  shuffle(order, order.length, createRandom(seed));
  const partOf = partsOf(order, strataOf(labels, classCount), classCount, plan.parts);
  const rows = Int32Array.from(labels, (_, row) => row);
  return Array.from({ length: plan.folds }, (_, fold) => ({
    fit: rows.filter((row) => {
      const distance = (partOf[row]! - fold + plan.parts) % plan.parts;
      return distance >= 1 && distance <= plan.fitParts;
    }),
    judge: rows.filter((row) => partOf[row] === fold),
  }));
}

/** Deals the rows, stratum after stratum and in the given order within each, to one part after another. */
function partsOf(order: Int32Array, strata: Int32Array, classCount: number, parts: number): Int32Array {
  // Where the next row of each stratum stands; one of them is -1.
  const places = new Int32Array(classCount + 2);
  for (const stratum of strata) places[stratum + 2]!++;
  for (let stratum = 0; stratum <= classCount; stratum++) places[stratum + 1]! += places[stratum]!;
  const partOf = new Int32Array(order.length);
  for (const row of order) partOf[row] = places[strata[row]! + 1]!++ % parts;
  return partOf;
}

/** Every row's rarest class, or -1. */
function strataOf(labels: readonly (readonly number[])[], classCount: number): Int32Array {
  const sizes = new Int32Array(classCount);
  for (const classes of labels) for (const k of classes) sizes[k]!++;
  return Int32Array.from(labels, (classes) =>
    classes.reduce((rarest, k) => (rarest < 0 || sizes[k]! < sizes[rarest]! ? k : rarest), -1),
  );
}
