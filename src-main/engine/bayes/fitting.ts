import { createRandom, mix } from '../random.ts';
import { type Pause, runPaced, type Work } from '../work.ts';
import type { BinaryRows } from './binary-rows.ts';
import { logRatios } from './log-ratios.ts';
import { solveRatios } from './solver.ts';

/** How closely the training labels are followed: of 0.3, 0.5, 1 and 3 no value was better on held-out documents. */
const cost = 0.5;

/** A finer solution takes longer and is right no more often. */
const limits = { tolerance: 0.3, mostEpochs: 20 } as const;

/** Documents as rows, with their classes. */
export interface LabelledBinaryRows {
  readonly data: BinaryRows;
  /** Inverse document frequency per feature. */
  readonly inverse: Float64Array;
  readonly labels: readonly (readonly number[])[];
}

/**
 * Learns each of the classes against the rest, on `rows` alone, and hands its weights (intercept last) to `take`, class
 * after class. Every class has its own random sequence, drawn from the seed.
 */
export async function fitClasses(
  { data, labels, inverse }: LabelledBinaryRows,
  rows: Int32Array,
  learned: readonly number[],
  seed: number,
  pause: Pause,
  take: (classIndex: number, weights: Float64Array) => Work,
): Promise<void> {
  const positive = new Uint8Array(labels.length);
  for (const k of learned) {
    for (const row of rows) positive[row] = labels[row]!.includes(k) ? 1 : 0;
    const ratios = await runPaced(logRatios(data, rows, positive), pause);
    const featureValues = ratios.map((ratio, feature) => ratio * inverse[feature]!);
    const signs = Int8Array.from(positive, (one) => (one === 1 ? 1 : -1));
    const problem = { data, rows, signs, featureValues, cost, ...limits };
    const weights = await runPaced(solveRatios(problem, createRandom(mix(seed) ^ mix(k + 1))), pause);
    await runPaced(take(k, weights), pause);
  }
}
