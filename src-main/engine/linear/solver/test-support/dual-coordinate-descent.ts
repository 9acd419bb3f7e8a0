import type { SparseMatrix } from '../../../features/sparse-rows.ts';
import { type Random, shuffle } from '../../../random.ts';

export interface BinaryProblem {
  readonly matrix: SparseMatrix;
  /** Squared length of every row of the matrix, the constant feature for the intercept included. */
  readonly squaredNorms: Float64Array;
  /** The rows to learn from. */
  readonly rows: Int32Array;
  /** +1 or -1 per row of the matrix. */
  readonly signs: Int8Array;
  /** Weight of the loss against the regulariser. */
  readonly cost: number;
  /** Largest spread of the projected gradient at which the solution counts as found. */
  readonly tolerance: number;
  readonly maximumEpochs: number;
}

/** The solution so far; `weights` ends with the intercept. */
export interface BinarySolution {
  readonly weights: Float64Array;
  /** The dual variable of every row of the matrix, all >= 0. */
  readonly alphas: Float32Array | Float64Array;
}

/** Squared length of every row plus 1 for the constant feature. */
export function squaredRowNorms(matrix: SparseMatrix): Float64Array {
  const { offsets, values, rowCount } = matrix;
  const result = new Float64Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    let sum = 1;
    for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++)
      sum += values[entry]! * values[entry]!;
    result[row] = sum;
  }
  return result;
}

/** The row's product with the weights, plus the intercept. */
export function decisionValue(matrix: SparseMatrix, row: number, weights: Float64Array): number {
  const { indices, values, offsets } = matrix;
  const product = dot(indices, values, weights, offsets[row]!, offsets[row + 1]!);
  return product + weights[weights.length - 1]!;
}

/** Adds `factor` times the row (and the constant feature) to the weights. */
export function addRow(matrix: SparseMatrix, row: number, factor: number, weights: Float64Array): void {
  const { indices, values, offsets } = matrix;
  addScaled(indices, values, weights, offsets[row]!, offsets[row + 1]!, factor);
  weights[weights.length - 1]! += factor;
}

/** Four sums at a time, because each addition waits for the one before. */
function dot(
  indices: Int32Array,
  values: Float32Array,
  weights: Float64Array,
  from: number,
  to: number,
): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let entry = from | 0;
  const end = to | 0;
  for (; entry < end - 3; entry += 4) {
    a += weights[indices[entry]!]! * values[entry]!;
    b += weights[indices[entry + 1]!]! * values[entry + 1]!;
    c += weights[indices[entry + 2]!]! * values[entry + 2]!;
    d += weights[indices[entry + 3]!]! * values[entry + 3]!;
  }
  for (; entry < end; entry++) a += weights[indices[entry]!]! * values[entry]!;
  return a + b + (c + d);
}

function addScaled(
  indices: Int32Array,
  values: Float32Array,
  weights: Float64Array,
  from: number,
  to: number,
  factor: number,
): void {
  const end = to | 0;
  for (let entry = from | 0; entry < end; entry++) {
    const index = indices[entry]!;
    weights[index] = weights[index]! + factor * values[entry]!;
  }
}

/**
 * Minimises ½|w|² + cost · Σ max(0, 1 - y·(w·x))² (squared hinge; the intercept is regularised like any weight)
 * by dual coordinate descent with shrinking: Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate
 * Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 3.
 *
 * Starts from `solution`, whose weights must be the sum of alpha · y · x, and improves it in place. Yields the
 * number of matrix entries looked at after every stretch of about `slice` of them, so that the caller can breathe.
 */
export function* solveBinary(
  problem: BinaryProblem,
  solution: BinarySolution,
  random: Random,
  slice: number,
): Generator<number, { readonly epochs: number; readonly converged: boolean }> {
  const { matrix, rows } = problem;
  const active = Int32Array.from(rows);
  const state: EpochState = { activeCount: active.length, shrinkAbove: Infinity, largest: 0, smallest: 0 };
  const rowLength = Math.max(1, matrix.indices.length / Math.max(1, matrix.rowCount));
  const stretch = Math.max(1, Math.floor(slice / rowLength));
  for (let epoch = 1; epoch <= problem.maximumEpochs; epoch++) {
    shuffle(active, state.activeCount, random);
    state.largest = -Infinity;
    state.smallest = Infinity;
    let kept = 0;
    const end = state.activeCount;
    for (let from = 0; from < end; from += stretch) {
      const to = Math.min(from + stretch, end);
      kept = visitRows(problem, solution, active, from, to, kept, state);
      yield (to - from) * rowLength;
    }
    state.activeCount = kept;
    const found = kept === 0 || state.largest - state.smallest <= problem.tolerance;
    if (found && state.activeCount === active.length) return { epochs: epoch, converged: true };
    if (found) {
      // Shrinking may have hidden a row too early: look at all of them once more.
      active.set(rows);
      state.activeCount = active.length;
      state.shrinkAbove = Infinity;
    } else {
      state.shrinkAbove = state.largest > 0 ? state.largest : Infinity;
    }
  }
  return { epochs: problem.maximumEpochs, converged: false };
}

interface EpochState {
  activeCount: number;
  /** A row with alpha 0 whose gradient lies above is set aside. */
  shrinkAbove: number;
  largest: number;
  smallest: number;
}

/** Optimises the rows `active[from, to)` one by one; moves those that stay active to the front, from `kept` on. */
function visitRows(
  problem: BinaryProblem,
  solution: BinarySolution,
  active: Int32Array,
  from: number,
  to: number,
  kept: number,
  state: EpochState,
): number {
  const { matrix, signs, squaredNorms } = problem;
  const { weights, alphas } = solution;
  const diagonal = 0.5 / problem.cost;
  const { shrinkAbove } = state;
  let { largest, smallest } = state;
  let next = kept;
  for (let place = from; place < to; place++) {
    const row = active[place]!;
    const sign = signs[row]!;
    const alpha = alphas[row]!;
    const gradient = sign * decisionValue(matrix, row, weights) - 1 + alpha * diagonal;
    if (alpha === 0 && gradient > shrinkAbove) continue;
    active[next++] = row;
    const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
    if (projected > largest) largest = projected;
    if (projected < smallest) smallest = projected;
    if (projected > -1e-12 && projected < 1e-12) continue;
    alphas[row] = Math.max(alpha - gradient / (squaredNorms[row]! + diagonal), 0);
    const change = alphas[row]! - alpha;
    if (change !== 0) addRow(matrix, row, change * sign, weights);
  }
  state.largest = largest;
  state.smallest = smallest;
  return next;
}
