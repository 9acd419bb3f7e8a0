import { expect, it } from 'vitest';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import { classSums, multinomialValues, multinomialWeights } from './multinomial.ts';

function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const offsets = new Float64Array(rows.length + 1);
  const indices: number[] = [];
  const values: number[] = [];
  rows.forEach((row, place) => {
    row.forEach((value, column) => {
      if (value === 0) return;
      indices.push(column);
      values.push(value);
    });
    offsets[place + 1] = indices.length;
  });
  return {
    rowCount: rows.length,
    columnCount: rows[0]!.length,
    offsets,
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
}

const training = sparse([
  [0.57, 0, 0.49, 0],
  [0.51, 0, 0, 0],
  [0, 0.87, 0.35, 0.19],
  [0.47, 0, 0.62, 0],
  [0.26, 0.41, 0, 0],
  [0.98, 0.62, 0, 0.73],
  [0.68, 0, 0.35, 0],
  [0, 0.12, 0.76, 0.79],
]);
const labels = [[0], [0], [2], [2], [2], [0], [2], [0]];
const queries = sparse([
  [0.3, 0, 0.7, 0.1],
  [0, 0.5, 0.5, 0],
]);
/** scikit-learn 1.9.1: MultinomialNB(alpha=0.01).predict_proba of the queries, for classes 0 and 2. */
const golden = [
  [0.4926767325507783, 0.5073232674492218],
  [0.35935074491594765, 0.6406492550840523],
];
const pause = async (): Promise<void> => {};

it("tells classes with scikit-learn's probabilities; a class without documents is impossible", async () => {
  const sums = await classSums(training, labels, Int32Array.from(labels.keys()), 3, pause);
  const model = await multinomialWeights(sums, pause);
  for (const [row, expected] of golden.entries()) {
    const values = new Float32Array(4);
    multinomialValues(queries, row, model, values, 1);
    expect(values[2]).toBe(-Infinity);
    const odds = Math.exp(values[1]! - values[3]!);
    expect(odds / (1 + odds)).toBeCloseTo(expected[0]!, 5);
  }
});
