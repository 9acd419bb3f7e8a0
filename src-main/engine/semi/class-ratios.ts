import type { SparseMatrix } from '../features/sparse-rows.ts';
import { inStretches, type Work } from '../work.ts';
import type { Guesses } from './guesses.ts';

/** How much of every feature the documents of every class hold; feature by feature, one number per learned class. */
export interface ClassCounts {
  readonly classCount: number;
  readonly counts: Float32Array;
}

export const emptyCounts = (featureCount: number, classCount: number): ClassCounts => ({
  classCount,
  counts: new Float32Array(featureCount * classCount),
});

/** What a document without a label adds, beside one with a label. */
const guessedWeight = 0.5;
/**
 * Every class is taken to have seen this much of the text of an average class beforehand, with the features as
 * frequent as in all texts: a feature that hardly any text holds then proves little.
 */
const priorText = 0.3;
/** Keeps decision values near the size of a support vector machine's. */
const scale = 0.1;
/** Logarithms taken between two chances to breathe. */
const logarithmsPerStretch = 200_000;
/** Entries between two chances to breathe. */
const workPerStretch = 1_000_000;

/** Adds the labelled rows, each to its class. */
export function* addLabelled(
  into: ClassCounts,
  matrix: SparseMatrix,
  rows: Int32Array,
  placeOf: (row: number) => number,
): Work {
  let pending = 0;
  for (const row of rows) {
    addRow(into, matrix, row, placeOf(row), 1);
    pending += matrix.offsets[row + 1]! - matrix.offsets[row]!;
    if (pending < workPerStretch) continue;
    pending = 0;
    yield;
  }
}

/** Adds all rows, each to the classes it may be of. */
export function* addGuessed(into: ClassCounts, matrix: SparseMatrix, guesses: Guesses): Work {
  const { offsets, places, shares } = guesses;
  let pending = 0;
  for (let row = 0; row < matrix.rowCount; row++) {
    const size = matrix.offsets[row + 1]! - matrix.offsets[row]!;
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
      addRow(into, matrix, row, places[entry]!, guessedWeight * shares[entry]!);
      pending += size;
    }
    if (pending < workPerStretch) continue;
    pending = 0;
    yield;
  }
}

function addRow(into: ClassCounts, matrix: SparseMatrix, row: number, place: number, factor: number): void {
  const { counts, classCount } = into;
  const end = matrix.offsets[row + 1]!;
  for (let entry = matrix.offsets[row]!; entry < end; entry++) {
    const cell = matrix.indices[entry]! * classCount + place;
    counts[cell] = counts[cell]! + factor * matrix.values[entry]!;
  }
}

/** The share of every feature in all that the rows of the matrices hold; they sum to 1. */
export function* backgroundOf(matrices: readonly SparseMatrix[]): Work<Float64Array> {
  const background = new Float64Array(matrices[0]?.columnCount ?? 0);
  let total = 0;
  for (const { indices, values } of matrices) {
    yield* inStretches(indices.length, workPerStretch, (from, to) => {
      let sum = total;
      for (let entry = from; entry < to; entry++) {
        background[indices[entry]!] = background[indices[entry]!]! + values[entry]!;
        sum += values[entry]!;
      }
      total = sum;
    });
  }
  if (total > 0) for (let feature = 0; feature < background.length; feature++) background[feature]! /= total;
  return background;
}

/**
 * Naive Bayes weights: the logarithm of how much likelier a class makes a feature than no text of the class at all
 * would, ln(1 + share in the class / (prior · share in all texts)), where both are shares of as much text for every
 * class: a class with more text, labelled or guessed, is not preferred for that (compare Rennie et al., "Tackling the
 * poor assumptions of naive Bayes", ICML 2003). Laid out like the counts; never negative; 0 where the class lacks it.
 */
export function* logRatios(
  { counts, classCount }: ClassCounts,
  background: Float64Array,
): Work<Float32Array> {
  const totals = new Float64Array(classCount);
  yield* inStretches(counts.length, workPerStretch, (from, to) => {
    for (let cell = from; cell < to; cell++) totals[cell % classCount]! += counts[cell]!;
  });
  const ratios = new Float32Array(counts.length);
  for (let feature = 0; feature < background.length; feature++) {
    const prior = priorText * background[feature]!;
    for (let place = 0; place < classCount; place++) {
      const count = counts[feature * classCount + place]!;
      if (count === 0) continue;
      ratios[feature * classCount + place] = scale * Math.log1p(count / (totals[place]! * prior));
    }
    if ((feature * classCount) % logarithmsPerStretch < classCount) yield;
  }
  return ratios;
}

/** Decision values of a row, added to `into`. */
export function decideByRatios(
  ratios: Float32Array,
  classCount: number,
  matrix: SparseMatrix,
  row: number,
  into: Float64Array,
): void {
  const end = matrix.offsets[row + 1]!;
  for (let entry = matrix.offsets[row]!; entry < end; entry++) {
    const value = matrix.values[entry]!;
    const at = matrix.indices[entry]! * classCount;
    for (let place = 0; place < classCount; place++) into[place]! += value * ratios[at + place]!;
  }
}
