import type { LabelledRows } from '../features/corpus.ts';
import type { Entries, SparseMatrix } from '../features/sparse-rows.ts';
import type { Fold } from '../output/folds.ts';
import type { Pause } from '../work.ts';

/** Entries between two pauses: some milliseconds. */
const entriesPerPause = 500_000;

/**
 * The judged rows of all folds, in their order, as the vectoriser would make them had it not read their texts: without
 * the features that no row outside the fold has, and scaled to length 1 again. New texts lose those features; a row
 * that kept them would be smaller than new texts' rows, the calibration steeper than it should be, and the model too
 * sure of itself (by 5 to 8 points of accuracy with 10 documents a class).
 * @param firstCharacters words and pairs before this feature, characters from it on: each part has length 1
 * @param room for as many entries as {@link judgedEntries} says; by default its own
 */
export async function rowsAsUnseen(
  { matrix, ids, labels }: LabelledRows,
  folds: readonly Fold[],
  firstCharacters: number,
  pause: Pause,
  room?: Entries,
): Promise<LabelledRows> {
  const rows = folds.flatMap(({ judge }) => Array.from(judge));
  const sizes = await frequencies(
    matrix,
    Int32Array.from({ length: matrix.rowCount }, (_, row) => row),
    pause,
  );
  const entries = judgedEntries(folds, matrix.offsets);
  const result = {
    rowCount: rows.length,
    columnCount: matrix.columnCount,
    offsets: new Float64Array(rows.length + 1),
    indices: room?.indices ?? new Int32Array(entries),
    values: room?.values ?? new Float32Array(entries),
  };
  let place = 0;
  let pending = 0;
  for (const { judge } of folds) {
    const own = await frequencies(matrix, judge, pause);
    const isKnown = (feature: number): boolean => sizes[feature]! > own[feature]!;
    for (const row of judge) {
      copyKnown(matrix, row, isKnown, firstCharacters, result, place++);
      pending += matrix.offsets[row + 1]! - matrix.offsets[row]!;
      if (pending < entriesPerPause) continue;
      pending = 0;
      await pause();
    }
    await pause();
  }
  const size = result.offsets[rows.length]!;
  return {
    matrix: { ...result, indices: result.indices.subarray(0, size), values: result.values.subarray(0, size) },
    ids: rows.map((row) => ids[row]!),
    labels: rows.map((row) => labels[row]!),
  };
}

/** How many entries the rows that the folds judge have at most. @param offsets the rows' own */
export function judgedEntries(folds: readonly Fold[], offsets: Float64Array): number {
  let entries = 0;
  for (const { judge } of folds) for (const row of judge) entries += offsets[row + 1]! - offsets[row]!;
  return entries;
}

/** In how many of the rows each feature stands. */
async function frequencies(
  { columnCount, offsets, indices }: SparseMatrix,
  rows: Int32Array,
  pause: Pause,
): Promise<Uint32Array> {
  const result = new Uint32Array(columnCount);
  let pending = 0;
  for (const row of rows) {
    const end = offsets[row + 1]!;
    for (let entry = offsets[row]!; entry < end; entry++) result[indices[entry]!]!++;
    pending += end - offsets[row]!;
    if (pending < entriesPerPause) continue;
    pending = 0;
    await pause();
  }
  return result;
}

function copyKnown(
  { offsets, indices, values }: SparseMatrix,
  row: number,
  isKnown: (feature: number) => boolean,
  firstCharacters: number,
  into: SparseMatrix,
  place: number,
): void {
  const start = into.offsets[place]!;
  let at = start;
  let ofWords = 0;
  let ofCharacters = 0;
  for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
    const feature = indices[entry]!;
    if (!isKnown(feature)) continue;
    const value = values[entry]!;
    if (feature < firstCharacters) ofWords += value * value;
    else ofCharacters += value * value;
    into.indices[at] = feature;
    into.values[at++] = value;
  }
  into.offsets[place + 1] = at;
  const scaleOfWords = 1 / Math.sqrt(ofWords);
  const scaleOfCharacters = 1 / Math.sqrt(ofCharacters);
  for (let entry = start; entry < at; entry++) {
    into.values[entry]! *= into.indices[entry]! < firstCharacters ? scaleOfWords : scaleOfCharacters;
  }
}
