import type { HeldOutPredictions } from '../types.ts';
import { inStretches, type Work } from '../work.ts';
import { documentsPerStep, type HeldOut } from './held-out.ts';
import type { Output } from './output-types.ts';
import { predictionFrom } from './prediction.ts';

/** Held-out documents with the decision values of models that did not learn from them. */
export interface Judged {
  readonly ids: Int32Array;
  readonly values: HeldOut;
}

/** Their calibrated probabilities. */
export function* heldOutPredictions(
  { ids, values: judged }: Judged,
  output: Output,
): Work<HeldOutPredictions> {
  const { classCount, documentCount, truths, values } = judged;
  const probabilities = new Float32Array(values.length);
  const row = new Float64Array(classCount);
  yield* inStretches(documentCount, documentsPerStep(classCount), (from, to) => {
    for (let start = from * classCount; start < to * classCount; start += classCount) {
      row.set(values.subarray(start, start + classCount));
      probabilities.set(predictionFrom(row, output).scores, start);
    }
  });
  return { ids, truths, probabilities };
}
