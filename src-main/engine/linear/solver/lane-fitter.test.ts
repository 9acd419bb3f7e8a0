import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createRandom } from '../../random.ts';
import { createThreadPool, type ThreadPool } from '../../threads/pool.ts';
import { type FitRequest, LaneFitter, type LaneKey } from './lane-fitter.ts';
import { LaneMemory, placeRows } from './lane-memory.ts';
import { everyFold, noFold } from './solve-lanes.ts';

// Threads take their time to start on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const entry = path.join(import.meta.dirname, '../../threads/main.ts');
const context = {
  breathe: (): Promise<void> => new Promise((resolve) => setImmediate(resolve)),
  checkCancelled: () => {},
};

/** A pool that leaves nothing to the caller's own thread, however little it is. */
function threadsAlone(count: number): ThreadPool {
  const pool = createThreadPool({ count, entry }, context);
  onTestFinished(() => pool.close());
  return {
    ...pool,
    run: (task, inputs, options) => pool.run(task, inputs, { ...options, little: false, onlyThreads: true }),
  };
}

const rowCount = 200;
const columnCount = 60;
const classCount = 21;

function randomRows() {
  const random = createRandom(4);
  const offsets = Float64Array.from({ length: rowCount + 1 }, (_, row) => row * 9);
  const indices = Int32Array.from({ length: rowCount * 9 }, () => random.below(columnCount));
  const values = Float32Array.from(indices, () => random.below(100) / 150);
  const matrix = { rowCount, columnCount, offsets, indices, values };
  const labels = Array.from({ length: rowCount }, () => [random.below(classCount)]);
  return { matrix, labels };
}

/** A search on two folds, then the final fit from there. */
async function fitAll(pool: ThreadPool) {
  const folds = Uint8Array.from({ length: rowCount }, (_, row) => (row % 4 < 2 ? row % 4 : everyFold));
  const memory = new LaneMemory();
  const rows = await placeRows(memory, [randomRows()], context.breathe);
  const fitter = new LaneFitter(memory, rows, folds, pool, 11);
  const request: FitRequest = {
    costs: ({ classIndex }: LaneKey) => ({ ownCost: 1 + classIndex / 10, otherCost: 1 }),
    limits: { tolerance: 0.05, least: 0.01, maximumEpochs: 50 },
    learned: Int32Array.from({ length: rowCount }, (_, row) => row),
    judged: Int32Array.of(0, 5, 8, 12),
    wantsWeights: true,
  };
  const classes = Array.from({ length: classCount }, (_, classIndex) => classIndex);
  const search = fitter.laneSet(
    classes.flatMap((classIndex) => [0, 1].map((fold) => ({ classIndex, fold }))),
  );
  const searched = await fitter.fit(search, request);
  const final = fitter.laneSet(classes.map((classIndex) => ({ classIndex, fold: noFold })));
  const sourceOf = ({ classIndex }: LaneKey, rowFold: number) => ({
    classIndex,
    fold: rowFold === 0 ? 1 : 0,
  });
  await fitter.startFrom(final, search, sourceOf, async () => {});
  return [...searched, ...(await fitter.fit(final, { ...request, judged: null }))];
}

it('computes the same bits on the own thread and on others, whatever their number', async () => {
  const own = await fitAll(createThreadPool({ count: 1, entry: null }, context));
  // Two for each of the folds, which pass by the rows of their own, then two for all rows.
  expect(own).toHaveLength(6);
  expect(own.map(({ judged }) => judged?.length)).toEqual([3, 3, 1, 1, undefined, undefined]);
  expect(own.every(({ converged }) => converged)).toBe(true);
  for (const count of [2, 3]) expect(await fitAll(threadsAlone(count))).toEqual(own);
});

it('ends from the dual variables of the folds where it ends from zero', async () => {
  const pool = createThreadPool({ count: 1, entry: null }, context);
  const all = await fitAll(pool);
  const { matrix, labels } = randomRows();
  const memory = new LaneMemory();
  const rows = await placeRows(memory, [{ matrix, labels }], context.breathe);
  const cold = new LaneFitter(memory, rows, new Uint8Array(rowCount).fill(everyFold), pool, 11);
  const [shard] = await cold.fit(cold.laneSet([{ classIndex: 0, fold: noFold }]), {
    costs: () => ({ ownCost: 1, otherCost: 1 }),
    limits: { tolerance: 1e-4, least: 2e-5, maximumEpochs: 5000 },
    learned: Int32Array.from({ length: rowCount }, (_, row) => row),
    judged: null,
    wantsWeights: true,
  });
  const ofFirstLane = ({ weights, stride }: (typeof all)[number]) =>
    weights!.filter((_, place) => place % (stride / 4) === 0);
  const [warm, exact] = [ofFirstLane(all[4]!), ofFirstLane(shard!)];
  const furthest = Math.max(...warm.map((weight, at) => Math.abs(weight - exact[at]!)));
  expect(furthest).toBeLessThan(0.03);
});
