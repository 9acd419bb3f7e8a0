import type { SparseMatrix } from '../features/sparse-rows.ts';
import type { HeldOut } from '../output/held-out.ts';
import type { HeldOutPlan } from '../output/held-out-plan.ts';
import { inStretches, type Pause, runPaced, type Work } from '../work.ts';
import { decideByRatios } from './class-ratios.ts';
import { type Taught, type Texts, teach } from './teaching.ts';

/** Documents judged in one step. */
const documentsPerStep = 100;

/** Decision values of rows from `first` on; unlearned classes keep their -Infinity. */
function* judgeRows(
  taught: Taught,
  matrix: SparseMatrix,
  rows: Int32Array,
  into: HeldOut,
  first: number,
): Work {
  const values = new Float64Array(taught.learned.length);
  yield* inStretches(rows.length, documentsPerStep, (from, to) => {
    for (let place = from; place < to; place++) {
      values.fill(0);
      decideByRatios(taught.weights, values.length, matrix, rows[place]!, values);
      for (const [at, classIndex] of taught.learned.entries()) {
        into.values[(first + place) * into.classCount + classIndex] = values[at]!;
      }
    }
  });
}

const emptyHeldOut = (truths: readonly (readonly number[])[], classCount: number): HeldOut => ({
  classCount,
  documentCount: truths.length,
  values: new Float32Array(truths.length * classCount).fill(-Infinity),
  truths,
});

/** Labelled rows by models that learned neither from their labels nor from their texts, fold after fold. */
export async function judgeByFolds(
  texts: Texts,
  { folds }: Extract<HeldOutPlan, { by: 'cross-validation' }>,
  classCount: number,
  seed: number,
  pause: Pause,
  onFold: (done: number) => void,
): Promise<{ readonly rows: Int32Array; readonly heldOut: HeldOut }> {
  const rows = Int32Array.from(folds.flatMap(({ judge }) => Array.from(judge)));
  const heldOut = emptyHeldOut(
    Array.from(rows, (row) => [texts.classes[row]!]),
    classCount,
  );
  let first = 0;
  for (const [done, { fit, judge }] of folds.entries()) {
    const taught = await runPaced(teach(texts, fit, seed), pause);
    await runPaced(judgeRows(taught, texts.labelled, judge, heldOut, first), pause);
    first += judge.length;
    onFold((done + 1) / folds.length);
    await pause();
  }
  return { rows, heldOut };
}

/** Further labelled rows by the final model. */
export function* judgeBy(
  taught: Taught,
  matrix: SparseMatrix,
  truths: readonly (readonly number[])[],
  classCount: number,
): Work<HeldOut> {
  const heldOut = emptyHeldOut(truths, classCount);
  yield* judgeRows(taught, matrix, Int32Array.from(truths.keys()), heldOut, 0);
  return heldOut;
}
