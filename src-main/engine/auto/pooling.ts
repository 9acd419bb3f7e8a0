import type { ProjectKind } from '../../domain/project.ts';
import { sigmoid } from '../output/calibration.ts';
import type { Pause } from '../work.ts';

/**
 * What several models say of the same documents, as evidence: the logarithm of every probability (single-label) or
 * its log-odds (multi-label), one row per document and one column per class; -Infinity = the class was not learned.
 */
export interface Pool {
  readonly kind: ProjectKind;
  readonly classCount: number;
  readonly truths: readonly (readonly number[])[];
  readonly members: readonly Float32Array[];
}

/** A probability nearer to 0 or 1 says no more than this: one member must not overrule all others. */
const leastProbability = 1e-6;

/** A probability as evidence that can be weighed and added. */
export function evidence(kind: ProjectKind, probability: number): number {
  const held = Math.min(1 - leastProbability, Math.max(leastProbability, probability));
  return kind === 'single' ? Math.log(held) : Math.log(held / (1 - held));
}

/** As if so many documents spoke for equal weights: a handful of documents says little about who is to be trusted. */
const priorDocuments = 5;
const mostRounds = 25;
const smallestStep = 1e-4;
/** Probabilities looked at between two pauses: some milliseconds. */
const cellsPerPause = 100_000;

/**
 * The weights, none negative, for which the softmax (single-label) or sigmoid (multi-label) of the members' weighted
 * sum has the least log-loss on `documents`: a logarithmic opinion pool (Hinton, "Training products of experts", 2002;
 * Heskes, "Selecting weighting factors in logarithmic opinion pools", 1998). Convex; by Newton's method.
 */
export async function poolingWeights(pool: Pool, documents: Int32Array, pause: Pause): Promise<Float64Array> {
  const count = pool.members.length;
  const prior = 1 / count;
  let weights = new Float64Array(count).fill(prior);
  let state = await derivatives(pool, documents, weights, prior, pause);
  for (let round = 0; round < mostRounds; round++) {
    const step = boundedStep(state, weights);
    let size = 0;
    for (const part of step) size = Math.max(size, Math.abs(part));
    if (size < smallestStep) break;
    let share = 1;
    let next = state;
    let moved = weights;
    for (; share > 1e-3; share /= 2) {
      moved = weights.map((weight, m) => Math.max(0, weight + share * step[m]!));
      next = await derivatives(pool, documents, moved, prior, pause);
      if (next.loss <= state.loss) break;
    }
    if (next.loss > state.loss) break;
    weights = moved;
    state = next;
  }
  return weights;
}

interface Derivatives {
  readonly loss: number;
  readonly gradient: Float64Array;
  /** Square, row by row. */
  readonly curvature: Float64Array;
}

async function derivatives(
  pool: Pool,
  documents: Int32Array,
  weights: Float64Array,
  prior: number,
  pause: Pause,
): Promise<Derivatives> {
  const count = weights.length;
  const sums = { loss: 0, gradient: new Float64Array(count), curvature: new Float64Array(count * count) };
  const add = pool.kind === 'single' ? addSoftmax : addSigmoids;
  const scratch = new Float64Array(Math.max(pool.classCount, count));
  const means = new Float64Array(count);
  const stretch = Math.max(1, Math.floor(cellsPerPause / (pool.classCount * count)));
  for (let place = 0; place < documents.length; place++) {
    sums.loss += add(pool, documents[place]!, weights, sums, scratch, means);
    if (place % stretch === stretch - 1) await pause();
  }
  for (let m = 0; m < count; m++) {
    const distance = weights[m]! - prior;
    sums.loss += (priorDocuments / 2) * distance * distance;
    sums.gradient[m]! += priorDocuments * distance;
    sums.curvature[m * count + m]! += priorDocuments;
  }
  return sums;
}

type Sums = Pick<Derivatives, 'gradient' | 'curvature'>;

function addSoftmax(
  pool: Pool,
  document: number,
  weights: Float64Array,
  sums: Sums,
  shares: Float64Array,
  means: Float64Array,
): number {
  const { classCount, members } = pool;
  const start = document * classCount;
  const count = members.length;
  const total = softmaxInto(pool, document, weights, shares);
  means.fill(0);
  for (let k = 0; k < classCount; k++) {
    const share = shares[k]!;
    if (share < 1e-9) continue;
    for (let m = 0; m < count; m++) means[m]! += share * members[m]![start + k]!;
  }
  for (let k = 0; k < classCount; k++) {
    const share = shares[k]!;
    if (share < 1e-5) continue;
    for (let m = 0; m < count; m++) {
      const own = share * (members[m]![start + k]! - means[m]!);
      for (let n = 0; n <= m; n++) {
        sums.curvature[m * count + n]! += own * (members[n]![start + k]! - means[n]!);
      }
    }
  }
  const truth = start + pool.truths[document]![0]!;
  let value = 0;
  for (let m = 0; m < count; m++) {
    const said = members[m]![truth]!;
    value += weights[m]! * said;
    sums.gradient[m]! += means[m]! - said;
    for (let n = 0; n < m; n++) sums.curvature[n * count + m] = sums.curvature[m * count + n]!;
  }
  return total - value;
}

/** Writes the pooled probabilities of a document; returns the logarithm of the softmax's denominator. */
export function softmaxInto(
  pool: Pool,
  document: number,
  weights: Float64Array,
  shares: Float64Array,
): number {
  const { classCount, members } = pool;
  const start = document * classCount;
  let top = -Infinity;
  for (let k = 0; k < classCount; k++) {
    let value = 0;
    for (let m = 0; m < weights.length; m++) {
      const said = members[m]![start + k]!;
      value = said === -Infinity ? -Infinity : value + weights[m]! * said;
    }
    shares[k] = value;
    if (value > top) top = value;
  }
  let total = 0;
  for (let k = 0; k < classCount; k++) {
    shares[k] = Math.exp(shares[k]! - top);
    total += shares[k]!;
  }
  for (let k = 0; k < classCount; k++) shares[k] = shares[k]! / total;
  return top + Math.log(total);
}

function addSigmoids(
  pool: Pool,
  document: number,
  weights: Float64Array,
  sums: Sums,
  said: Float64Array,
): number {
  const { classCount, members } = pool;
  const start = document * classCount;
  const count = members.length;
  const truth = pool.truths[document]!;
  let loss = 0;
  for (let k = 0; k < classCount; k++) {
    if (members[0]![start + k] === -Infinity) continue;
    let value = 0;
    for (let m = 0; m < count; m++) {
      said[m] = members[m]![start + k]!;
      value += weights[m]! * said[m]!;
    }
    const target = truth.includes(k) ? 1 : 0;
    const probability = sigmoid(value);
    loss += Math.log1p(Math.exp(-Math.abs(value))) + Math.max(value, 0) - target * value;
    const error = probability - target;
    const spread = probability * (1 - probability);
    for (let m = 0; m < count; m++) {
      sums.gradient[m]! += error * said[m]!;
      for (let n = 0; n < count; n++) sums.curvature[m * count + n]! += spread * said[m]! * said[n]!;
    }
  }
  return loss;
}

/** The step to the least value of the quadratic model with no weight below 0, by coordinate descent. */
function boundedStep({ gradient, curvature }: Derivatives, weights: Float64Array): Float64Array {
  const count = weights.length;
  const step = new Float64Array(count);
  for (let sweep = 0; sweep < 200; sweep++) {
    let largest = 0;
    for (let m = 0; m < count; m++) {
      let slope = gradient[m]!;
      for (let n = 0; n < count; n++) slope += curvature[m * count + n]! * step[n]!;
      const next = Math.max(-weights[m]!, step[m]! - slope / curvature[m * count + m]!);
      largest = Math.max(largest, Math.abs(next - step[m]!));
      step[m] = next;
    }
    if (largest < 1e-9) break;
  }
  return step;
}
