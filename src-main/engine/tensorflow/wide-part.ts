import type { SparseMatrix } from '../features/sparse-rows.ts';
import { addWeighted } from '../vectors/dense.ts';

/**
 * The "wide" half of a wide-and-deep model (Cheng et al. 2016): one weight per sparse feature and class, added to the
 * network's outputs and learned together with it. Sparse updates run in plain TypeScript, where they are several
 * times as fast as in TensorFlow.js.
 */
export interface WidePart {
  readonly classCount: number;
  /** One row of `classCount` weights per feature. */
  readonly weights: Float32Array;
}

/** Adagrad (Duchi et al. 2011) with one sum of squares per feature. */
export interface WideState {
  readonly squares: Float64Array;
}

export function createWidePart(features: number, classCount: number): WidePart {
  return { classCount, weights: new Float32Array(features * classCount) };
}

export function createWideState(features: number): WideState {
  return { squares: new Float64Array(features).fill(1e-8) };
}

export function copiedWidePart({ classCount, weights }: WidePart): WidePart {
  return { classCount, weights: weights.slice() };
}

/** Adds what the entries `start` to `end` of a row say about every class to `into[at...]`. */
export function addWideOutputs(
  { classCount, weights }: WidePart,
  row: Pick<SparseMatrix, 'indices' | 'values'>,
  start: number,
  end: number,
  into: Float32Array,
  at: number,
): void {
  addWeighted(
    row,
    start,
    end,
    { rows: weights.length / classCount, columns: classCount, values: weights },
    into,
    at,
  );
}

/** Smaller gradients by an output are passed over: late in training nearly all are, and they change next to nothing. */
const leastGradient = 1e-3;

/** The classes whose gradient counts, and that gradient. Reused from document to document. */
export interface WideScratch {
  readonly classes: Int32Array;
  readonly gradients: Float64Array;
}

export function createWideScratch(classCount: number): WideScratch {
  return { classes: new Int32Array(classCount), gradients: new Float64Array(classCount) };
}

/** One step against a document's gradient by its outputs `gradient[at...]`, in place. */
export function applyWideGradient(
  { classCount, weights }: WidePart,
  { squares }: WideState,
  { classes, gradients }: WideScratch,
  row: Pick<SparseMatrix, 'indices' | 'values'>,
  start: number,
  end: number,
  gradient: Float32Array,
  at: number,
  rate: number,
): void {
  let mean = 0;
  let size = 0;
  for (let k = 0; k < classCount; k++) {
    const slope = gradient[at + k]!;
    mean += slope * slope;
    if (Math.abs(slope) < leastGradient) continue;
    classes[size] = k;
    gradients[size++] = slope;
  }
  if (size === 0) return;
  mean /= classCount;
  for (let entry = start; entry < end; entry++) {
    const feature = row.indices[entry]!;
    const value = row.values[entry]!;
    const sum = squares[feature]! + value * value * mean;
    squares[feature] = sum;
    const step = (rate * value) / Math.sqrt(sum);
    const from = feature * classCount;
    for (let index = 0; index < size; index++) weights[from + classes[index]!]! -= step * gradients[index]!;
  }
}
