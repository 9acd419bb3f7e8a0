import type { ClassifierPrediction } from '../types.ts';
import { sigmoid } from './calibration.ts';
import { bestClass } from './held-out.ts';
import type { Output } from './output-types.ts';
import { passingClasses } from './thresholds.ts';

/** Calibrated probabilities and the classes to give, from one document's decision values (-Infinity: not learned). */
export function predictionFrom(values: Float64Array, output: Output): ClassifierPrediction {
  const scores = new Float32Array(values.length);
  if (output.kind === 'single') {
    const best = bestClass(values, 0, values.length);
    let total = 0;
    for (let k = 0; k < values.length; k++) {
      const share = Math.exp(output.scale * (values[k]! - values[best]!));
      scores[k] = share;
      total += share;
    }
    for (let k = 0; k < values.length; k++) scores[k] = scores[k]! / total;
    return { scores, predicted: [best] };
  }
  for (let k = 0; k < values.length; k++) {
    scores[k] = sigmoid(output.slopes[k]! * values[k]! + output.offsets[k]!);
  }
  return { scores, predicted: passingClasses(scores, 0, output.thresholds, output.bestIfNone) };
}
