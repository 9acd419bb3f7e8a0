import { describe, expect, it } from 'vitest';
import type { SparseMatrix } from '../../../features/sparse-rows.ts';
import { createRandom } from '../../../random.ts';
import { decisionValue, solveBinary, squaredRowNorms } from './dual-coordinate-descent.ts';

function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const offsets = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value === 0) return;
      indices.push(column);
      values.push(value);
    });
    offsets.push(indices.length);
  }
  return {
    rowCount: rows.length,
    columnCount: rows[0]!.length,
    offsets: Float64Array.from(offsets),
    indices: Int32Array.from(indices),
    values: Float32Array.from(values),
  };
}

const points = [
  [1, 0, 0.5, 0],
  [0, 1, 0, 0.5],
  [0.8, 0.2, 0, 0],
  [0, 0.6, 0.4, 0.1],
  [0.3, 0, 0.9, 0],
  [0, 0.1, 0.2, 1],
  [0.5, 0.5, 0, 0.3],
  [0.1, 0.9, 0.6, 0],
];
const pointSigns = [1, -1, 1, -1, 1, -1, -1, 1];

function solve(matrix: SparseMatrix, signs: readonly number[], cost: number, tolerance: number, seed = 1) {
  const weights = new Float64Array(matrix.columnCount + 1);
  const alphas = new Float64Array(matrix.rowCount);
  const rows = Int32Array.from(signs, (_, row) => row);
  const problem = {
    matrix,
    squaredNorms: squaredRowNorms(matrix),
    rows,
    signs: Int8Array.from(signs),
    cost,
    tolerance,
    maximumEpochs: 100_000,
  };
  const solver = solveBinary(problem, { weights, alphas }, createRandom(seed), 1000);
  let step = solver.next();
  while (!step.done) step = solver.next();
  return { weights, alphas, ...step.value };
}

function primal(matrix: SparseMatrix, signs: readonly number[], cost: number, weights: Float64Array): number {
  let loss = 0;
  signs.forEach((sign, row) => {
    loss += Math.max(0, 1 - sign * decisionValue(matrix, row, weights)) ** 2;
  });
  return weights.reduce((sum, weight) => sum + weight * weight, 0) / 2 + cost * loss;
}

function randomProblem(seed: number) {
  const random = createRandom(seed);
  const rows = Array.from({ length: 120 }, () =>
    Array.from({ length: 40 }, () => (random.below(5) === 0 ? (random.below(1000) + 1) / 500 : 0)),
  );
  const signs = rows.map((row) => (row[0]! + row[1]! - row[2]! + random.below(3) / 2 > 0.9 ? 1 : -1));
  return { matrix: sparse(rows), signs };
}

describe('solveBinary', () => {
  // scikit-learn 1.9.1: LinearSVC(C=cost, tol=1e-10, max_iter=1000000).fit(points, signs), coef_ and intercept_.
  it.each([
    [0.1, [0.239374627, -0.149359785, 0.214894811, -0.29023825, -0.012361386]],
    [1, [0.686843242, -0.293367466, 0.772764674, -0.91463316, -0.136205796]],
    [10, [2.279118748, 0.524464255, 1.720118659, -2.912621627, -1.209792005]],
  ])('finds the weights that LinearSVC finds, cost %d', (cost, expected) => {
    const { weights, converged } = solve(sparse(points), pointSigns, cost, 1e-10);
    expect(converged).toBe(true);
    expected.forEach((weight, index) => {
      expect(weights[index]).toBeCloseTo(weight, 5);
    });
  });

  it.each([1, 2, 3])('ends where the gradient of the primal objective vanishes, problem %d', (seed) => {
    const { matrix, signs } = randomProblem(seed);
    const { weights } = solve(matrix, signs, 1, 1e-9);
    const step = 1e-5;
    for (let index = 0; index < weights.length; index++) {
      const up = weights.slice();
      up[index]! += step;
      const down = weights.slice();
      down[index]! -= step;
      const slope = (primal(matrix, signs, 1, up) - primal(matrix, signs, 1, down)) / (2 * step);
      expect(Math.abs(slope)).toBeLessThan(1e-5);
    }
  });

  it('closes the gap between the dual and the primal objective', () => {
    const { matrix, signs } = randomProblem(4);
    const { weights, alphas } = solve(matrix, signs, 0.5, 1e-9);
    const squared = weights.reduce((sum, weight) => sum + weight * weight, 0) / 2;
    const dual = alphas.reduce((sum, alpha) => sum + alpha - (alpha * alpha) / (4 * 0.5), 0) - squared;
    expect(primal(matrix, signs, 0.5, weights)).toBeCloseTo(dual, 7);
  });

  it('keeps the weights equal to the sum of alpha · sign · row', () => {
    const { matrix, signs } = randomProblem(5);
    const { weights, alphas } = solve(matrix, signs, 1, 0.1);
    const sum = new Float64Array(weights.length);
    signs.forEach((sign, row) => {
      for (let entry = matrix.offsets[row]!; entry < matrix.offsets[row + 1]!; entry++) {
        sum[matrix.indices[entry]!]! += alphas[row]! * sign * matrix.values[entry]!;
      }
      sum[matrix.columnCount]! += alphas[row]! * sign;
    });
    sum.forEach((value, index) => {
      expect(weights[index]).toBeCloseTo(value, 10);
    });
    expect(alphas.every((alpha) => alpha >= 0)).toBe(true);
  });

  it('repeats itself bit by bit with the same seed', () => {
    const { matrix, signs } = randomProblem(6);
    const first = solve(matrix, signs, 1, 0.1, 9);
    expect(solve(matrix, signs, 1, 0.1, 9).weights).toEqual(first.weights);
    expect(solve(matrix, signs, 1, 0.1, 10).weights).not.toEqual(first.weights);
  });
});
