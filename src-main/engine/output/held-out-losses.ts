import type { ProjectKind } from '../../domain/project.ts';
import { inStretches, type Work } from '../work.ts';
import { fitSigmoid, fitSoftmaxScale } from './calibration.ts';
import { documentsPerStep, type HeldOut, truthTable } from './held-out.ts';

/**
 * Every document's cross-entropy in nats, after the simplest calibration that suits the decision values: one
 * temperature (single-label), or one sigmoid for all classes (multi-label, the mean over the classes). Fewer documents
 * tell two learners apart by it than by accuracy. Classes that were not learned, which no calibration helps, add 0.
 */
export function heldOutLosses(kind: ProjectKind, heldOut: HeldOut): Work<Float64Array> {
  return kind === 'single' ? softmaxLosses(heldOut) : sigmoidLosses(heldOut);
}

function* softmaxLosses({ values, classCount, documentCount, truths }: HeldOut): Work<Float64Array> {
  const classes = Int32Array.from(truths, ([k]) => k!);
  const scale = yield* fitSoftmaxScale(values, classCount, classes);
  const losses = new Float64Array(documentCount);
  yield* inStretches(documentCount, documentsPerStep(classCount), (from, to) => {
    for (let document = from; document < to; document++) {
      const start = document * classCount;
      const own = values[start + classes[document]!]!;
      if (own === -Infinity) continue;
      let total = 0;
      for (let k = 0; k < classCount; k++) total += Math.exp(scale * (values[start + k]! - own));
      losses[document] = Math.log(total);
    }
  });
  return losses;
}

function* sigmoidLosses(heldOut: HeldOut): Work<Float64Array> {
  const { values, classCount, documentCount } = heldOut;
  const truth = truthTable(heldOut);
  const learned = Int32Array.from(values.keys()).filter((cell) => values[cell] !== -Infinity);
  const { slope, offset } = yield* fitSigmoid(
    Float64Array.from(learned, (cell) => values[cell]!),
    Uint8Array.from(learned, (cell) => truth[cell]!),
  );
  const losses = new Float64Array(documentCount);
  yield* inStretches(documentCount, documentsPerStep(classCount), (from, to) => {
    for (let cell = from * classCount; cell < to * classCount; cell++) {
      if (values[cell] === -Infinity) continue;
      const logit = slope * values[cell]! + offset;
      const loss = Math.log1p(Math.exp(-Math.abs(logit))) + Math.max(logit, 0) - truth[cell]! * logit;
      losses[Math.floor(cell / classCount)]! += loss / classCount;
    }
  });
  return losses;
}

/**
 * Are the losses of the same documents smaller by more than so many standard errors of the mean difference?
 */
export function areSmaller(losses: Float64Array, others: Float64Array, standardErrors: number): boolean {
  const count = losses.length;
  if (count < 2) return false;
  let sum = 0;
  for (let document = 0; document < count; document++) sum += others[document]! - losses[document]!;
  const mean = sum / count;
  let squares = 0;
  for (let document = 0; document < count; document++) {
    squares += (others[document]! - losses[document]! - mean) ** 2;
  }
  return mean > standardErrors * Math.sqrt(squares / (count - 1) / count);
}
