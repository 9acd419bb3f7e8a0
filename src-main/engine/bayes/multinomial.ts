import type { SparseMatrix } from '../features/sparse-rows.ts';
import { inStretches, type Pause, runPaced } from '../work.ts';

/** What every feature is taken to weigh in every class beside what was seen; scikit-learn's `alpha`. */
export const smoothing = 0.01;

/** Per feature and class the summed weight of the feature in the class's documents. */
export interface ClassSums {
  readonly classCount: number;
  /** Row by row: one row of `classCount` sums per feature. */
  readonly sums: Float32Array;
  /** Documents per class. */
  readonly documents: Float64Array;
}

const entriesPerPause = 500_000;
const sumsPerPause = 1_000_000;

/** Sums over `rows`, whose documents have one class each. */
export async function classSums(
  { columnCount, offsets, indices, values }: SparseMatrix,
  labels: readonly (readonly number[])[],
  rows: Int32Array,
  classCount: number,
  pause: Pause,
): Promise<ClassSums> {
  const sums = new Float32Array(columnCount * classCount);
  const documents = new Float64Array(classCount);
  let pending = 0;
  for (const row of rows) {
    const k = labels[row]![0]!;
    documents[k]!++;
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
      sums[indices[entry]! * classCount + k]! += values[entry]!;
    }
    pending += offsets[row + 1]! - offsets[row]!;
    if (pending < entriesPerPause) continue;
    pending = 0;
    await pause();
  }
  return { classCount, sums, documents };
}

/**
 * Multinomial naive Bayes (Lewis 1998; on TF-IDF weights as Rennie et al. 2003 have it) as the weights of a linear model:
 * ln P(feature | class), less the feature's mean over the learned classes, which no comparison of classes sees.
 */
export interface MultinomialWeights {
  /** Row by row: one row of `classCount` weights per feature; 0 for classes without documents. */
  readonly weights: Float32Array;
  /** ln P(class); NaN for classes without documents. */
  readonly intercepts: Float64Array;
}

/** Overwrites the sums with the weights. */
export async function multinomialWeights(
  { classCount, sums, documents }: ClassSums,
  pause: Pause,
): Promise<MultinomialWeights> {
  const featureCount = sums.length / classCount;
  const totals = new Float64Array(classCount).fill(smoothing * featureCount);
  const totalling = inStretches(sums.length, sumsPerPause, (from, to) => {
    for (let cell = from; cell < to; cell++) totals[cell % classCount]! += sums[cell]!;
  });
  await runPaced(totalling, pause);
  const all = documents.reduce((sum, count) => sum + count, 0);
  const learned = Int32Array.from(documents.keys()).filter((k) => documents[k]! > 0);
  const intercepts = documents.map((count) => (count > 0 ? Math.log(count / all) : Number.NaN));
  const logTotals = totals.map(Math.log);
  for (let feature = 0; feature < featureCount; feature++) {
    const start = feature * classCount;
    let mean = 0;
    for (const k of learned) mean += Math.log(sums[start + k]! + smoothing) - logTotals[k]!;
    mean /= learned.length;
    for (const k of learned) {
      sums[start + k] = Math.log(sums[start + k]! + smoothing) - logTotals[k]! - mean;
    }
    if (((feature + 1) * classCount) % 200_000 < classCount) await pause();
  }
  return { weights: sums, intercepts };
}

/** Per class ln P(class) + Σ value · weight of a row into `into[at...]`; -Infinity for classes without documents. */
export function multinomialValues(
  { offsets, indices, values }: SparseMatrix,
  row: number,
  { weights, intercepts }: MultinomialWeights,
  into: Float32Array,
  at: number,
): void {
  const classCount = intercepts.length;
  const sums = intercepts.slice();
  for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
    const start = indices[entry]! * classCount;
    const value = values[entry]!;
    for (let k = 0; k < classCount; k++) sums[k]! += value * weights[start + k]!;
  }
  for (let k = 0; k < classCount; k++) into[at + k] = Number.isNaN(sums[k]!) ? -Infinity : sums[k]!;
}
