import { inStretches, type Work } from '../work.ts';
import type { BinaryRows } from './binary-rows.ts';

/** As if every feature had stood in one more document with and one more without the class. */
const smoothing = 1;
/** Features counted, or whose logarithms are taken, in one step. */
const featuresPerStep = 200_000;

/**
 * Per feature ln P(feature | class) - ln P(feature | not class), the Bernoulli naive Bayes weights of the features
 * that a document has, from document counts smoothed by one.
 * @param positive 1 per row with the class
 */
export function* logRatios(data: BinaryRows, rows: Int32Array, positive: Uint8Array): Work<Float64Array> {
  const { featureCount, offsets, features } = data;
  const within = new Uint32Array(featureCount);
  const without = new Uint32Array(featureCount);
  let positives = 0;
  let pending = 0;
  for (const row of rows) {
    const counts = positive[row] === 1 ? within : without;
    positives += positive[row]!;
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) counts[features[entry]!]!++;
    pending += offsets[row + 1]! - offsets[row]!;
    if (pending < featuresPerStep) continue;
    pending = 0;
    yield;
  }
  const bias = Math.log(rows.length - positives + 2 * smoothing) - Math.log(positives + 2 * smoothing);
  const ratios = new Float64Array(featureCount);
  yield* inStretches(featureCount, featuresPerStep, (from, to) => {
    for (let feature = from; feature < to; feature++) {
      ratios[feature] =
        Math.log(within[feature]! + smoothing) - Math.log(without[feature]! + smoothing) + bias;
    }
  });
  return ratios;
}
