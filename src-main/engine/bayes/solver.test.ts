import { expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { ratioValue, solveRatios } from './solver.ts';

/** Features of 12 documents, drawn with numpy's RandomState(4). */
const rows = [
  [5],
  [1, 2, 3, 5],
  [2, 4, 5],
  [0, 2],
  [0, 1, 3, 5],
  [3, 4],
  [2, 4],
  [1, 2, 5],
  [3, 5],
  [0, 1, 3, 5],
  [1, 2],
  [1, 3],
];
const positive = [0, 1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 1];
const offsets = new Float64Array(rows.length + 1);
rows.forEach((features, row) => {
  offsets[row + 1] = offsets[row]! + features.length;
});
const data = {
  featureCount: 6,
  offsets,
  features: Int32Array.from(rows.flat()),
  scales: Float64Array.from(rows, (features) => 1 / Math.sqrt(features.length)),
};

function solve(tolerance: number): Float64Array {
  const solving = solveRatios(
    {
      data,
      rows: Int32Array.from(rows.keys()),
      signs: Int8Array.from(positive, (one) => (one === 1 ? 1 : -1)),
      featureValues: Float64Array.of(0.5, 1, 1.5, -2, 0.25, 3),
      cost: 0.5,
      tolerance,
      mostEpochs: 100_000,
    },
    createRandom(3),
  );
  let step = solving.next();
  while (!step.done) step = solving.next();
  return step.value;
}

/**
 * scikit-learn 1.9.1: LinearSVC(C=0.5, tol=1e-10, max_iter=1000000) on the rows with those values and scales; its
 * coefficients times the values, then its intercept.
 */
const golden = [
  0.27827209519473134, 1.313188709851152, 0.2538034908992115, 0.0523412502365284, -0.10171953658014915,
  -0.4405281034409353, -0.16030418787617595,
];

it("finds scikit-learn's solution", () => {
  const weights = solve(1e-9);
  golden.forEach((value, place) => {
    expect(weights[place]).toBeCloseTo(value, 5);
  });
});

it('gives a row its scaled sum of weights and the intercept', () => {
  const weights = Float64Array.of(1, 2, 3, 4, 5, 6, 0.5);
  expect(ratioValue(data, 3, weights)).toBeCloseTo((1 + 3) / Math.SQRT2 + 0.5, 12);
});

it('gives the same bytes again', () => {
  expect(solve(0.3)).toEqual(solve(0.3));
});
