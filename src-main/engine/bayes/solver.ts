import { type Random, shuffle } from '../random.ts';
import type { Work } from '../work.ts';
import type { BinaryRows } from './binary-rows.ts';

/** One class against the rest, on rows whose features have values. */
export interface RatioProblem {
  readonly data: BinaryRows;
  /** The rows to learn from. */
  readonly rows: Int32Array;
  /** +1 or -1 per row. */
  readonly signs: Int8Array;
  /** Per feature its value, before the row's scale: here inverse document frequency times log-ratio. */
  readonly featureValues: Float64Array;
  readonly cost: number;
  /** Largest spread of the projected gradient at which the solution counts as found. */
  readonly tolerance: number;
  readonly mostEpochs: number;
}

/** Features looked at between two yields: some milliseconds. */
const featuresPerSlice = 200_000;

/**
 * Minimises ½|v|² + cost · Σ max(0, 1 - y · (v · x))² over rows x with x_f = value_f · the row's scale and a
 * constant 1, by dual coordinate descent with shrinking (Hsieh et al., ICML 2008, algorithm 3). It works on
 * w_f = v_f · value_f, so that rows stay lists of features.
 * @returns the weights w, the intercept last
 */
export function* solveRatios(problem: RatioProblem, random: Random): Work<Float64Array> {
  const { data, rows } = problem;
  const weights = new Float64Array(data.featureCount + 1);
  const state: State = {
    weights,
    squares: problem.featureValues.map((value) => value * value),
    norms: new Float64Array(data.offsets.length - 1),
    alphas: new Float64Array(data.offsets.length - 1),
    shrinkAbove: Infinity,
    largest: 0,
    smallest: 0,
  };
  yield;
  yield* fillNorms(problem, state);
  const active = rows.slice();
  let activeCount = active.length;
  const rowLength = Math.max(1, data.features.length / state.norms.length);
  const stretch = Math.max(1, Math.floor(featuresPerSlice / rowLength));
  for (let epoch = 0; epoch < problem.mostEpochs; epoch++) {
    shuffle(active, activeCount, random);
    state.largest = -Infinity;
    state.smallest = Infinity;
    let kept = 0;
    for (let from = 0; from < activeCount; from += stretch) {
      kept = visit(problem, state, active, from, Math.min(activeCount, from + stretch), kept);
      yield;
    }
    const found = kept === 0 || state.largest - state.smallest <= problem.tolerance;
    activeCount = kept;
    if (found && kept === active.length) break;
    if (found) {
      // Shrinking may have hidden a row too early: look at all of them once more.
      active.set(rows);
      activeCount = active.length;
      state.shrinkAbove = Infinity;
    } else {
      state.shrinkAbove = state.largest > 0 ? state.largest : Infinity;
    }
  }
  return weights;
}

interface State {
  readonly weights: Float64Array;
  /** Squared values of the features. */
  readonly squares: Float64Array;
  /** Squared lengths of the scaled rows with their constant. */
  readonly norms: Float64Array;
  readonly alphas: Float64Array;
  shrinkAbove: number;
  largest: number;
  smallest: number;
}

function* fillNorms({ data, rows }: RatioProblem, { norms, squares }: State): Work {
  let pending = 0;
  for (const row of rows) {
    const start = data.offsets[row]!;
    const end = data.offsets[row + 1]!;
    let sum = 0;
    for (let entry = start; entry < end; entry++) sum += squares[data.features[entry]!]!;
    norms[row] = sum * data.scales[row]! * data.scales[row]! + 1;
    pending += end - start;
    if (pending < featuresPerSlice) continue;
    pending = 0;
    yield;
  }
}

/** The row's product with the weights, plus the intercept. */
export function ratioValue(
  { features, offsets, scales }: BinaryRows,
  row: number,
  weights: Float64Array,
): number {
  const start = offsets[row]!;
  const end = offsets[row + 1]!;
  let sum = 0;
  for (let entry = start; entry < end; entry++) sum += weights[features[entry]!]!;
  return sum * scales[row]! + weights[weights.length - 1]!;
}

/** Improves the rows `active[from, to)` one by one; moves those that stay active to the front, from `kept` on. */
function visit(
  { data, signs, cost }: RatioProblem,
  state: State,
  active: Int32Array,
  from: number,
  to: number,
  kept: number,
): number {
  const { weights, squares, norms, alphas, shrinkAbove } = state;
  const { offsets, features, scales } = data;
  const diagonal = 0.5 / cost;
  const intercept = weights.length - 1;
  for (let place = from; place < to; place++) {
    const row = active[place]!;
    const sign = signs[row]!;
    const alpha = alphas[row]!;
    const gradient = sign * ratioValue(data, row, weights) - 1 + alpha * diagonal;
    if (alpha === 0 && gradient > shrinkAbove) continue;
    active[kept++] = row;
    const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
    if (projected > state.largest) state.largest = projected;
    if (projected < state.smallest) state.smallest = projected;
    if (projected > -1e-12 && projected < 1e-12) continue;
    const next = Math.max(alpha - gradient / (norms[row]! + diagonal), 0);
    const change = (next - alpha) * sign;
    if (change === 0) continue;
    alphas[row] = next;
    const end = offsets[row + 1]!;
    const factor = change * scales[row]!;
    for (let entry = offsets[row]!; entry < end; entry++) {
      const feature = features[entry]!;
      weights[feature] = weights[feature]! + factor * squares[feature]!;
    }
    weights[intercept] = weights[intercept]! + change;
  }
  return kept;
}
