import { createRandom, mix, shuffle } from '../random.ts';
import type { Work } from '../work.ts';

/** Document vectors of length 1 (or all zero), one after another. */
export interface LatentRows {
  readonly vectors: Float32Array;
  readonly dimensions: number;
}

/** One class after another: `dimensions` weights and the intercept. */
export interface LatentWeights {
  readonly classes: readonly number[];
  readonly dimensions: number;
  readonly weights: Float64Array;
}

const cost = 1;
const tolerance = 0.1;
const mostEpochs = 60;
/** Multiplications between two chances to breathe. */
const workPerStretch = 3_000_000;

/**
 * One support vector machine per class against the rest (squared hinge, intercept regularised like a weight) on dense
 * vectors, by dual coordinate descent with shrinking: Hsieh et al., "A Dual Coordinate Descent Method for Large-scale
 * Linear SVM", ICML 2008.
 * @param rows the rows to learn from
 * @param labels the class of every row
 */
export function* fitLatent(
  data: LatentRows,
  rows: Int32Array,
  labels: ArrayLike<number>,
  classes: readonly number[],
  seed: number,
): Work<LatentWeights> {
  const { dimensions } = data;
  const weights = new Float64Array(classes.length * (dimensions + 1));
  let pending = 0;
  for (const [place, classIndex] of classes.entries()) {
    const own = weights.subarray(place * (dimensions + 1), (place + 1) * (dimensions + 1));
    const machine = new Machine(data, rows, (row) => (labels[row] === classIndex ? 1 : -1), own);
    const random = createRandom(mix(seed) ^ mix(classIndex + 1));
    for (let epoch = 0; epoch < mostEpochs && !machine.found; epoch++) {
      shuffle(machine.order, machine.active, random);
      pending += machine.active * dimensions;
      machine.pass();
      if (pending < workPerStretch) continue;
      pending = 0;
      yield;
    }
  }
  return { classes, dimensions, weights };
}

class Machine {
  readonly order: Int32Array;
  active: number;
  found = false;
  private readonly data: LatentRows;
  private readonly rows: Int32Array;
  private readonly signOf: (row: number) => number;
  private readonly weights: Float64Array;
  private readonly alphas: Float64Array;
  private shrinkAbove = Infinity;

  constructor(data: LatentRows, rows: Int32Array, signOf: (row: number) => number, weights: Float64Array) {
    this.data = data;
    this.rows = rows;
    this.signOf = signOf;
    this.weights = weights;
    this.order = Int32Array.from(rows.keys());
    this.active = rows.length;
    this.alphas = new Float64Array(rows.length);
  }

  /** Optimises the active rows one by one; sets those aside that are told right by far. */
  pass(): void {
    const diagonal = 0.5 / cost;
    let kept = 0;
    let largest = -Infinity;
    let smallest = 0;
    for (let place = 0; place < this.active; place++) {
      const index = this.order[place]!;
      const row = this.rows[index]!;
      const sign = this.signOf(row);
      const alpha = this.alphas[index]!;
      const gradient = sign * decision(this.data, row, this.weights, 0) - 1 + alpha * diagonal;
      if (alpha === 0 && gradient > this.shrinkAbove) continue;
      this.order[kept++] = index;
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
      if (projected > largest) largest = projected;
      if (projected < smallest) smallest = projected;
      // A vector of length 1 and the intercept's 1.
      const next = Math.max(alpha - gradient / (2 + diagonal), 0);
      this.alphas[index] = next;
      if (next !== alpha) this.add(row, (next - alpha) * sign);
    }
    const settled = kept === 0 || largest - smallest <= tolerance;
    const all = this.active === this.rows.length;
    this.active = kept;
    this.shrinkAbove = largest > 0 ? largest : Infinity;
    if (!settled) return;
    this.found = all;
    for (let index = 0; index < this.order.length; index++) this.order[index] = index;
    this.active = this.rows.length;
    this.shrinkAbove = Infinity;
  }

  private add(row: number, factor: number): void {
    const { vectors, dimensions } = this.data;
    const at = row * dimensions;
    for (let k = 0; k < dimensions; k++) this.weights[k] = this.weights[k]! + factor * vectors[at + k]!;
    this.weights[dimensions] = this.weights[dimensions]! + factor;
  }
}

function decision(
  { vectors, dimensions }: LatentRows,
  row: number,
  weights: Float64Array,
  at: number,
): number {
  const from = row * dimensions;
  let sum = weights[at + dimensions]!;
  for (let k = 0; k < dimensions; k++) sum += weights[at + k]! * vectors[from + k]!;
  return sum;
}

/** Decision values of a row for the learned classes, in their order, into `into`. */
export function decideLatent(model: LatentWeights, data: LatentRows, row: number, into: Float64Array): void {
  const step = model.dimensions + 1;
  for (let place = 0; place < model.classes.length; place++) {
    into[place] = decision(data, row, model.weights, place * step);
  }
}
