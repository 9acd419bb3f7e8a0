import { createRandom, shuffle } from '../../random.ts';
import { inStretches, type Pause, type Work } from '../../work.ts';
import { type LaneKernel, laneLayout, mostLanes, taskLayout } from './kernel.ts';
import { type LaneRows, type LaneViews, viewsOf } from './lane-memory.ts';

/** No row has this fold: a lane of it learns from all rows. */
export const noFold = 254;
/** The fold of rows that every lane learns from. */
export const everyFold = 255;

/** One class against the rest. */
export interface Lane {
  readonly classIndex: number;
  /** Rows of this fold are not learned from. */
  readonly fold: number;
  /** Weight of the loss of the class's own rows and of the others against the regulariser. */
  readonly ownCost: number;
  readonly otherCost: number;
}

export interface SolveLimits {
  /** Largest spread of a lane's projected gradient at which its solution counts as found. */
  readonly tolerance: number;
  /** A row's gradient no further from zero changes nothing; less than half of the tolerance. */
  readonly least: number;
  readonly maximumEpochs: number;
}

/** Addresses that a solver may write to. */
export interface Workspace {
  readonly task: number;
  readonly lanes: number;
  readonly order: number;
  readonly products: number;
  readonly weights: number;
}

/** Bytes that {@link Workspace} needs of each. */
export function workspaceSizes(rows: LaneRows, stride: number): Record<keyof Workspace, number> {
  return {
    task: taskLayout.size,
    lanes: laneLayout.size,
    order: rows.rowCount * 4,
    products: rowsJudgedAtOnce * stride,
    weights: (rows.columnCount + 1) * stride,
  };
}

export interface LaneProblem {
  readonly rows: LaneRows;
  readonly lanes: readonly Lane[];
  /** Bytes of one row of lanes: see {@link strideOf}. */
  readonly stride: number;
  /** Address of every row's fold, one byte each. */
  readonly folds: number;
  /** Address of the dual variables, `stride` bytes a row. */
  readonly alphas: number;
  /** The rows to learn from. */
  readonly learned: Int32Array;
}

/** Bytes of a row of so many lanes, at most {@link mostLanes}. */
export const strideOf = (laneCount: number): number => (laneCount <= 4 ? 16 : laneCount <= 8 ? 32 : 64);

const rowsJudgedAtOnce = 256;
/** Multiplications between two pauses: some milliseconds. */
const workPerStretch = 4_000_000;
/** Numbers written between two pauses. */
const numbersPerStretch = 1_000_000;
/** Rows whose dual variables are cleared between two pauses. */
const rowsPerStretch = 50_000;
/** A pass over all rows is followed by passes over those that changed, until what is left is this share of it... */
const shareBetween = 0.25;
/** ... or at most so often. */
const passesBetween = 6;

/** A task in memory, ready for the kernel. */
export class LaneSolver {
  readonly #kernel: LaneKernel;
  readonly #problem: LaneProblem;
  readonly #space: Workspace;
  readonly #views: LaneViews;
  readonly #stretch: number;
  /** Rows until the next pause. */
  #untilPause: number;

  constructor(kernel: LaneKernel, problem: LaneProblem, space: Workspace) {
    const { rows, stride } = problem;
    this.#kernel = kernel;
    this.#problem = problem;
    this.#space = space;
    this.#views = viewsOf(rows.memory);
    const rowLength = Math.max(1, rows.entryCount / Math.max(1, rows.rowCount));
    this.#stretch = Math.max(1, Math.floor((workPerStretch * 4) / (rowLength * stride)));
    this.#untilPause = this.#stretch;
    this.#writeTask();
    this.#writeLanes();
  }

  /** Sets every dual variable to zero; its sign bit says that the row's class is another than the lane's. */
  *clearAlphas(): Work {
    const { rows, lanes } = this.#problem;
    const places = new Map<number, number[]>();
    for (const [place, { classIndex }] of lanes.entries()) {
      places.set(classIndex, [...(places.get(classIndex) ?? []), place]);
    }
    yield* inStretches(rows.rowCount, rowsPerStretch, (from, to) => {
      this.#clearRows(from, to, places);
    });
  }

  #clearRows(from: number, to: number, places: ReadonlyMap<number, readonly number[]>): void {
    const { rows, stride, alphas } = this.#problem;
    const { floats, integers } = this.#views;
    const width = stride / 4;
    const first = alphas / 4;
    floats.fill(-0, first + from * width, first + to * width);
    const labelOffsets = rows.labelOffsets / 4;
    for (let row = from; row < to; row++) {
      const end = integers[labelOffsets + row + 1]!;
      for (let label = integers[labelOffsets + row]!; label < end; label++) {
        for (const place of places.get(integers[rows.labels / 4 + label]!) ?? []) {
          floats[first + row * width + place] = 0;
        }
      }
    }
  }

  /** Makes the weights what the dual variables stand for. */
  async restoreWeights(pause: Pause): Promise<void> {
    const { learned, rows, stride } = this.#problem;
    const { task, weights } = this.#space;
    const first = weights / 4;
    const end = first + ((rows.columnCount + 1) * stride) / 4;
    for (let from = first; from < end; from += numbersPerStretch) {
      // Few numbers take no time.
      if (from > first) await pause();
      this.#views.floats.fill(0, from, Math.min(end, from + numbersPerStretch));
    }
    this.#order(learned);
    await this.#stretches(learned.length, pause, (from, to) => this.#kernel.restore(task, from, to));
  }

  /**
   * Minimises ½|w|² + Σ cost · max(0, 1 - y·(w·x))² (squared hinge; the intercept is regularised like any weight) for
   * every lane by dual coordinate descent: Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate Descent Method
   * for Large-scale Linear SVM", ICML 2008, algorithm 1. Passes over all rows alternate with passes over the rows in
   * which some lane still moves (in the place of its shrinking, which sets aside rows for one problem alone). The
   * weights must be what the dual variables stand for.
   */
  async solve(limits: SolveLimits, seed: number, pause: Pause): Promise<boolean> {
    const { task, order: orderAt } = this.#space;
    const { learned } = this.#problem;
    const order = this.#views.integers.subarray(orderAt / 4, orderAt / 4 + learned.length);
    const random = createRandom(seed);
    this.#views.floats[(task + taskLayout.least) / 4] = limits.least;
    let active = 0;
    let between = 0;
    let enough = 0;
    for (let epoch = 0; epoch < limits.maximumEpochs; epoch++) {
      const whole = between === 0;
      if (whole) {
        order.set(learned);
        active = learned.length;
      }
      shuffle(order, active, random);
      const spread = await this.#pass(active, pause, (kept) => {
        active = kept;
      });
      if (whole && spread <= limits.tolerance) return true;
      if (whole) enough = Math.max(spread, limits.tolerance) * shareBetween;
      between = active === 0 || between >= passesBetween || (!whole && spread <= enough) ? 0 : between + 1;
    }
    return false;
  }

  /** The products of rows with the weights: one row of `stride / 4` numbers each. */
  async judge(judged: Int32Array, pause: Pause): Promise<Float32Array<ArrayBuffer>> {
    const width = this.#problem.stride / 4;
    const { task, products } = this.#space;
    const values = new Float32Array(judged.length * width);
    for (let first = 0; first < judged.length; first += rowsJudgedAtOnce) {
      const rows = judged.subarray(first, first + rowsJudgedAtOnce);
      this.#order(rows);
      await this.#stretches(rows.length, pause, (from, to) =>
        this.#kernel.judge(task, from, to, products + from * this.#problem.stride),
      );
      const start = products / 4;
      values.set(this.#views.floats.subarray(start, start + rows.length * width), first * width);
    }
    return values;
  }

  /** The weights feature after feature, the intercepts last: `stride / 4` numbers each. */
  *weights(): Work<Float32Array<ArrayBuffer>> {
    const { rows, stride } = this.#problem;
    const start = this.#space.weights / 4;
    const weights = new Float32Array(((rows.columnCount + 1) * stride) / 4);
    yield* inStretches(weights.length, numbersPerStretch, (from, to) => {
      weights.set(this.#views.floats.subarray(start + from, start + to), from);
    });
    return weights;
  }

  /** One pass over the first `active` rows of the order: the largest spread of any lane's projected gradient. */
  async #pass(active: number, pause: Pause, take: (kept: number) => void): Promise<number> {
    const { task } = this.#space;
    const largest = this.#numbers(laneLayout.largest).fill(-Infinity);
    const smallest = this.#numbers(laneLayout.smallest).fill(Infinity);
    let kept = 0;
    await this.#stretches(active, pause, (from, to) => {
      kept = this.#kernel.visit(task, from, to, kept);
    });
    take(kept);
    let spread = 0;
    for (let lane = 0; lane < this.#problem.lanes.length; lane++) {
      spread = Math.max(spread, largest[lane]! - smallest[lane]!);
    }
    return spread;
  }

  async #stretches(count: number, pause: Pause, work: (from: number, to: number) => void): Promise<void> {
    for (let from = 0; from < count; ) {
      const to = Math.min(count, from + this.#untilPause);
      work(from, to);
      this.#untilPause -= to - from;
      from = to;
      if (this.#untilPause > 0) continue;
      this.#untilPause = this.#stretch;
      await pause();
    }
  }

  #order(rows: Int32Array): void {
    this.#views.integers.set(rows, this.#space.order / 4);
  }

  #numbers(offset: number): Float32Array {
    const start = (this.#space.lanes + offset) / 4;
    return this.#views.floats.subarray(start, start + mostLanes);
  }

  #writeTask(): void {
    const { rows, stride, folds, alphas } = this.#problem;
    const { task, lanes, order, weights } = this.#space;
    const words = {
      ...{ offsets: rows.offsets, indices: rows.indices, values: rows.values, norms: rows.norms },
      ...{ folds, weights, bias: weights + rows.columnCount * stride, alphas, order, stride, lanes },
    };
    for (const [name, value] of Object.entries(words)) {
      this.#views.integers[(task + taskLayout[name as keyof typeof words]) / 4] = value;
    }
  }

  /** Lanes beyond the last one have a diagonal of NaN, with which nothing compares: they never move. */
  #writeLanes(): void {
    const { lanes } = this.#problem;
    const own = this.#numbers(laneLayout.ownDiagonal).fill(Number.NaN);
    const other = this.#numbers(laneLayout.otherDiagonal).fill(Number.NaN);
    const start = (this.#space.lanes + laneLayout.fold) / 4;
    const folds = this.#views.integers.subarray(start, start + mostLanes).fill(noFold);
    for (const [place, lane] of lanes.entries()) {
      own[place] = 0.5 / lane.ownCost;
      other[place] = 0.5 / lane.otherCost;
      folds[place] = lane.fold;
    }
  }
}
