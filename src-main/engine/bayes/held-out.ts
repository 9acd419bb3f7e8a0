import type { HeldOut } from '../output/held-out.ts';
import type { Output } from '../output/output-types.ts';
import { predictionFrom } from '../output/prediction.ts';
import type { HeldOutPredictions } from '../types.ts';

/** Decision values of held-out documents by models that did not learn from them. */
export interface Judged {
  readonly ids: Int32Array;
  readonly values: HeldOut;
}

export function heldOutPredictions({ ids, values }: Judged, output: Output): HeldOutPredictions {
  const { classCount, truths } = values;
  const probabilities = new Float32Array(values.values.length);
  for (let start = 0; start < probabilities.length; start += classCount) {
    const row = Float64Array.from(values.values.subarray(start, start + classCount));
    probabilities.set(predictionFrom(row, output).scores, start);
  }
  return { ids, truths, probabilities };
}

export const rowsBetween = (from: number, to: number): Int32Array =>
  Int32Array.from({ length: to - from }, (_, place) => from + place);
