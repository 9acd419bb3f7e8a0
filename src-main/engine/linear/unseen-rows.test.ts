import { describe, expect, it } from 'vitest';
import { rowsAsUnseen } from './unseen-rows.ts';

/** Features 0 and 1 are words, 2 and 3 characters. Row 2 alone has feature 1; rows 0 and 1 alone have feature 3. */
const matrix = {
  rowCount: 3,
  columnCount: 4,
  offsets: Float64Array.of(0, 3, 5, 8),
  indices: Int32Array.of(0, 2, 3, 2, 3, 0, 1, 2),
  values: Float32Array.of(1, 0.6, 0.8, 0.6, 0.8, 0.6, 0.8, 1),
};
const rows = { matrix, ids: [7, 8, 9], labels: [[0], [1], [1]] };

function rowOf({ offsets, indices, values }: typeof matrix, row: number): Record<number, number> {
  const result: Record<number, number> = {};
  for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
    result[indices[entry]!] = Number(values[entry]!.toFixed(5));
  }
  return result;
}

describe('rowsAsUnseen', () => {
  it('leaves out what no row outside the fold has and makes words and characters as long as before', async () => {
    const folds = [
      { fit: Int32Array.of(0, 1), judge: Int32Array.of(2) },
      { fit: Int32Array.of(2), judge: Int32Array.of(0, 1) },
    ];
    const unseen = await rowsAsUnseen(rows, folds, 2, async () => {});
    expect(unseen.ids).toEqual([9, 7, 8]);
    expect(unseen.labels).toEqual([[1], [0], [1]]);
    const judged = unseen.matrix as typeof matrix;
    expect(rowOf(judged, 0)).toEqual({ 0: 1, 2: 1 });
    expect(rowOf(judged, 1)).toEqual({ 0: 1, 2: 1 });
    expect(rowOf(judged, 2)).toEqual({ 2: 1 });
    expect(judged.indices.length).toBe(5);
  });

  it('leaves a row empty of which nothing is known', async () => {
    const alone = { ...matrix, rowCount: 2, offsets: Float64Array.of(0, 1, 2), indices: Int32Array.of(0, 2) };
    const folds = [{ fit: Int32Array.of(0), judge: Int32Array.of(1) }];
    const unseen = await rowsAsUnseen({ ...rows, matrix: alone }, folds, 2, async () => {});
    expect(Array.from(unseen.matrix.offsets)).toEqual([0, 0]);
  });
});
