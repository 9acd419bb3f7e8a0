import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SparseMatrix } from '../../features/sparse-rows.ts';
import { runAtOnce } from '../../work.ts';
import { instantiateKernel, type LaneKernel } from './kernel.ts';
import { LaneMemory, placeRows, viewsOf } from './lane-memory.ts';
import { everyFold, type Lane, LaneSolver, noFold, strideOf, workspaceSizes } from './solve-lanes.ts';
import { referenceKernel } from './test-support/reference-kernel.ts';
import type { SharedMemory } from './web-assembly.ts';

interface Golden {
  readonly rows: readonly (readonly number[])[];
  readonly labels: readonly number[];
  readonly solutions: readonly {
    readonly classIndex: number;
    readonly cost: number;
    readonly ownCost: number;
    readonly weights: readonly number[];
  }[];
}

const fixtures = path.join(import.meta.dirname, '../../../../tests/fixtures/linear-svc');
const golden = JSON.parse(readFileSync(path.join(fixtures, 'golden.json'), 'utf8')) as Golden;
const rowCount = golden.rows.length;
const pause = (): Promise<void> => Promise.resolve();
const exact = { tolerance: 4e-5, least: 1e-5, maximumEpochs: 20_000 };

function sparse(rows: readonly (readonly number[])[]): SparseMatrix {
  const entries = rows.flatMap((row) =>
    row.map((value, column) => ({ value, column })).filter(({ value }) => value !== 0),
  );
  const offsets = [0];
  for (const row of rows) offsets.push(offsets.at(-1)! + row.filter((value) => value !== 0).length);
  return {
    rowCount: rows.length,
    columnCount: rows[0]!.length,
    offsets: Float64Array.from(offsets),
    indices: Int32Array.from(entries, ({ column }) => column),
    values: Float32Array.from(entries, ({ value }) => value),
  };
}

async function solverFor(
  lanes: readonly Lane[],
  kernelOf: (memory: SharedMemory) => LaneKernel = instantiateKernel,
  folds = new Uint8Array(rowCount).fill(everyFold),
) {
  const memory = new LaneMemory();
  const rows = await placeRows(
    memory,
    [{ matrix: sparse(golden.rows), labels: golden.labels.map((label) => [label]) }],
    async () => {},
  );
  const stride = strideOf(lanes.length);
  const sizes = workspaceSizes(rows, stride);
  const problem = {
    rows,
    lanes,
    stride,
    folds: memory.take(folds.length),
    alphas: memory.take(rows.rowCount * stride),
    learned: Int32Array.from(golden.rows.keys()),
  };
  const space = {
    task: memory.take(sizes.task),
    lanes: memory.take(sizes.lanes),
    order: memory.take(sizes.order),
    products: memory.take(sizes.products),
    weights: memory.take(sizes.weights),
  };
  viewsOf(memory.memory).bytes.set(folds, problem.folds);
  const solver = new LaneSolver(kernelOf(memory.memory), problem, space);
  runAtOnce(solver.clearAlphas());
  const columns = (at: number): number[] => {
    const width = stride / 4;
    return Array.from(runAtOnce(solver.weights())).filter((_, place) => place % width === at);
  };
  return { solver, columns };
}

const lane = (classIndex: number, ownCost: number, otherCost = ownCost, fold = noFold): Lane => ({
  classIndex,
  fold,
  ownCost,
  otherCost,
});

/** ½|w|² + Σ cost · max(0, 1 - y·(w·x))² over the rows that the lane learns from. */
function objective(
  { classIndex, ownCost, otherCost, fold }: Lane,
  folds: Uint8Array,
  weights: readonly number[],
) {
  const loss = golden.rows.reduce((sum, row, at) => {
    if (folds[at] === fold) return sum;
    const value = row.reduce((total, x, column) => total + x * weights[column]!, weights.at(-1)!);
    const own = golden.labels[at] === classIndex;
    return sum + (own ? ownCost : otherCost) * Math.max(0, 1 - (own ? value : -value)) ** 2;
  }, 0);
  return weights.reduce((sum, weight) => sum + weight * weight, 0) / 2 + loss;
}

function expectFlat(each: Lane, folds: Uint8Array, weights: readonly number[]): void {
  const moved = (column: number, step: number): number =>
    objective(
      each,
      folds,
      weights.map((weight, other) => (other === column ? weight + step : weight)),
    );
  for (const column of weights.keys()) {
    const slope = (moved(column, 1e-3) - moved(column, -1e-3)) / 2e-3;
    expect(Math.abs(slope), `column ${column}`).toBeLessThan(3e-3);
    // Where weights are wrong it is not flat.
    expect(Math.abs(moved(column, 0.101) - moved(column, 0.099)) / 2e-3).toBeGreaterThan(0.05);
  }
}

describe('the solver of lanes', () => {
  it("finds what scikit-learn's LinearSVC finds, costs and class weights side by side", async () => {
    const lanes = golden.solutions.map(({ classIndex, ownCost, cost }) => lane(classIndex, ownCost, cost));
    for (const from of [0, 9]) {
      const { solver, columns } = await solverFor(lanes.slice(from, from + 9));
      await solver.restoreWeights(pause);
      expect(await solver.solve(exact, 1, pause)).toBe(true);
      for (let at = 0; at < 9; at++) {
        const expected = golden.solutions[from + at]!.weights;
        const differences = columns(at).map((weight, column) => Math.abs(weight - expected[column]!));
        expect(Math.max(...differences), `solution ${from + at}`).toBeLessThan(3e-4);
      }
    }
  });

  it('ends where the objective is flat, of the rows outside of the own fold', async () => {
    const folds = Uint8Array.from(golden.rows, (_, row) => row % 3);
    const lanes = [lane(0, 1), lane(1, 3, 0.5), lane(1, 1, 1, 0), lane(2, 1, 1, 2)];
    const { solver, columns } = await solverFor(lanes, instantiateKernel, folds);
    await solver.restoreWeights(pause);
    await solver.solve(exact, 1, pause);
    for (const [at, each] of lanes.entries()) expectFlat(each, folds, columns(at));
  });

  it('goes on from its dual variables: at the optimum one pass is enough, whatever the order', async () => {
    const { solver, columns } = await solverFor([lane(0, 0.3), lane(2, 1)]);
    await solver.restoreWeights(pause);
    expect(await solver.solve({ ...exact, maximumEpochs: 1 }, 1, pause)).toBe(false);
    await solver.solve(exact, 1, pause);
    const before = columns(0);
    await solver.restoreWeights(pause);
    expect(await solver.solve({ ...exact, tolerance: 2e-4, maximumEpochs: 1 }, 5, pause)).toBe(true);
    columns(0).forEach((weight, column) => {
      expect(Math.abs(weight - before[column]!)).toBeLessThan(1e-4);
    });
  });

  it.each([1, 4, 7, 13])('computes the same bits as plain TypeScript with %i lanes', async (count) => {
    const folds = Uint8Array.from(golden.rows, (_, row) => (row % 5 === 0 ? 0 : everyFold));
    const lanes = Array.from({ length: count }, (_, at) => lane(at % 3, 1 + at, 1, at % 2 ? 0 : noFold));
    const bits: number[][] = [];
    for (const kernelOf of [instantiateKernel, referenceKernel]) {
      const { solver } = await solverFor(lanes, kernelOf, folds);
      await solver.restoreWeights(pause);
      await solver.solve({ tolerance: 0.01, least: 0.002, maximumEpochs: 30 }, 3, pause);
      await solver.restoreWeights(pause);
      const values = await solver.judge(Int32Array.of(3, 1, 80, 41), pause);
      const inUse = (numbers: Float32Array<ArrayBuffer>): number[] =>
        Array.from(new Uint32Array(numbers.buffer)).filter((_, at) => at % (strideOf(count) / 4) < count);
      bits.push([...inUse(values), ...inUse(runAtOnce(solver.weights()))]);
    }
    expect(bits[0]).toEqual(bits[1]);
    expect(new Set(bits[0]).size).toBeGreaterThan(20);
  });
});
