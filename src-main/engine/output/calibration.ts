import { inStretches, type Work } from '../work.ts';

/** Probability = 1 / (1 + exp(-(slope · value + offset))). */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

export function sigmoid(value: number): number {
  return value >= 0 ? 1 / (1 + Math.exp(-value)) : 1 - 1 / (1 + Math.exp(value));
}

/** A class's decision values without any evidence about their scale: a steepness that fits most text. */
const usualSlope = 3;
const smallestSlope = 0.05;
const largestSlope = 60;

/** Numbers whose exponentials are taken in one step. */
const valuesPerStep = 100_000;

/**
 * The factor `a` for which softmax(a · decision values) has the least cross-entropy ("temperature scaling", Guo
 * et al. 2017, with a = 1 / temperature), by Newton's method. The true class gets a target of (n + 1) / (n + 2)
 * and the others share the rest, so that a few documents, all told right, do not make the model certain.
 *
 * @param values one row of `classCount` decision values per document; -Infinity = a class that cannot be meant
 * @param truths the true class per document
 */
export function* fitSoftmaxScale(values: Float32Array, classCount: number, truths: Int32Array): Work<number> {
  const count = truths.length;
  if (count === 0) return usualSlope;
  let low = smallestSlope;
  let high = largestSlope;
  let scale = usualSlope;
  for (let round = 0; round < 60; round++) {
    const { gradient, curvature } = yield* softmaxDerivatives(values, classCount, truths, scale);
    if (gradient > 0) high = scale;
    else low = scale;
    const step = curvature > 0 ? scale - gradient / curvature : Number.NaN;
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - scale) < 1e-7 * scale) return next;
    scale = next;
  }
  return scale;
}

interface ScaleDerivatives {
  gradient: number;
  curvature: number;
}

function* softmaxDerivatives(
  values: Float32Array,
  classCount: number,
  truths: Int32Array,
  scale: number,
): Work<ScaleDerivatives> {
  const sums = { gradient: 0, curvature: 0 };
  yield* inStretches(truths.length, Math.max(1, Math.floor(valuesPerStep / classCount)), (from, to) => {
    addSoftmaxDerivatives(values, classCount, truths, scale, from, to, sums);
  });
  return sums;
}

/** Of the documents `from` to `to`. */
function addSoftmaxDerivatives(
  values: Float32Array,
  classCount: number,
  truths: Int32Array,
  scale: number,
  from: number,
  to: number,
  sums: ScaleDerivatives,
): void {
  const spared = 1 / (truths.length + 2);
  let { gradient, curvature } = sums;
  for (let document = from; document < to; document++) {
    const start = document * classCount;
    // Of a class that was not learned: whatever the scale, the document is misjudged.
    if (values[start + truths[document]!]! === -Infinity) continue;
    let top = -Infinity;
    for (let k = 0; k < classCount; k++) top = Math.max(top, values[start + k]!);
    let total = 0;
    let first = 0;
    let second = 0;
    let sum = 0;
    let finite = 0;
    for (let k = 0; k < classCount; k++) {
      const value = values[start + k]!;
      if (value === -Infinity) continue;
      const share = Math.exp(scale * (value - top));
      total += share;
      first += share * value;
      second += share * value * value;
      sum += value;
      finite++;
    }
    const mean = first / total;
    const truth = values[start + truths[document]!]!;
    const others = finite > 1 ? (sum - truth) / (finite - 1) : truth;
    gradient += mean - ((1 - spared) * truth + spared * others);
    curvature += second / total - mean * mean;
  }
  sums.gradient = gradient;
  sums.curvature = curvature;
}

/**
 * Platt's sigmoid by Newton's method with backtracking and his smoothed targets (Lin, Lin, Weng, "A note on
 * Platt's probabilistic outputs for support vector machines", 2007).
 *
 * @param values decision values; `positive[i]` is 1 where the class is true, else 0
 */
export function* fitSigmoid(values: Float64Array, positive: Uint8Array): Work<Sigmoid> {
  const count = values.length;
  let positives = 0;
  for (let index = 0; index < count; index++) positives += positive[index]!;
  if (count === 0) return { slope: usualSlope, offset: 0 };
  const examples = {
    values,
    positive,
    highTarget: (positives + 1) / (positives + 2),
    lowTarget: 1 / (count - positives + 2),
  };
  let slope = 0;
  let offset = Math.log((positives + 1) / (count - positives + 1));
  let loss = yield* sigmoidLoss(examples, slope, offset);
  for (let round = 0; round < 100; round++) {
    const d = yield* sigmoidDerivatives(examples, slope, offset);
    if (Math.abs(d.slope) < 1e-6 && Math.abs(d.offset) < 1e-6) break;
    const determinant = d.slopeSlope * d.offsetOffset - d.slopeOffset * d.slopeOffset;
    const slopeStep = -(d.offsetOffset * d.slope - d.slopeOffset * d.offset) / determinant;
    const offsetStep = -(d.slopeSlope * d.offset - d.slopeOffset * d.slope) / determinant;
    const descent = d.slope * slopeStep + d.offset * offsetStep;
    let step = 1;
    for (; step > 1e-10; step /= 2) {
      const tried = yield* sigmoidLoss(examples, slope + step * slopeStep, offset + step * offsetStep);
      if (tried < loss + 1e-4 * step * descent) {
        slope += step * slopeStep;
        offset += step * offsetStep;
        loss = tried;
        break;
      }
    }
    if (step <= 1e-10) break;
  }
  return { slope, offset };
}

/** Decision values with Platt's targets for those that are positive and for the others. */
interface Examples {
  readonly values: Float64Array;
  readonly positive: Uint8Array;
  readonly highTarget: number;
  readonly lowTarget: number;
}

function* sigmoidLoss(
  { values, positive, highTarget, lowTarget }: Examples,
  slope: number,
  offset: number,
): Work<number> {
  let loss = 0;
  yield* inStretches(values.length, valuesPerStep, (from, to) => {
    let sum = loss;
    for (let index = from; index < to; index++) {
      const target = positive[index] === 1 ? highTarget : lowTarget;
      const value = slope * values[index]! + offset;
      sum += Math.log1p(Math.exp(-Math.abs(value))) + Math.max(value, 0) - target * value;
    }
    loss = sum;
  });
  return loss;
}

interface SigmoidDerivatives {
  slope: number;
  offset: number;
  slopeSlope: number;
  slopeOffset: number;
  offsetOffset: number;
}

function* sigmoidDerivatives(examples: Examples, slope: number, offset: number): Work<SigmoidDerivatives> {
  const sums = { slope: 0, offset: 0, slopeSlope: 1e-12, slopeOffset: 0, offsetOffset: 1e-12 };
  yield* inStretches(examples.values.length, valuesPerStep, (from, to) => {
    addSigmoidDerivatives(examples, slope, offset, from, to, sums);
  });
  return sums;
}

/** Of the values `from` to `to`. */
function addSigmoidDerivatives(
  { values, positive, highTarget, lowTarget }: Examples,
  slope: number,
  offset: number,
  from: number,
  to: number,
  sums: SigmoidDerivatives,
): void {
  for (let index = from; index < to; index++) {
    const target = positive[index] === 1 ? highTarget : lowTarget;
    const value = values[index]!;
    const probability = sigmoid(slope * value + offset);
    const error = probability - target;
    const spread = probability * (1 - probability);
    sums.slope += error * value;
    sums.offset += error;
    sums.slopeSlope += spread * value * value;
    sums.slopeOffset += spread * value;
    sums.offsetOffset += spread;
  }
}
