import type { ThreadPool } from '../../threads/pool.ts';
import { mostLanes } from './kernel.ts';
import { type LaneMemory, type LaneRows, viewsOf } from './lane-memory.ts';
import { type Lane, type SolveLimits, strideOf, workspaceSizes } from './solve-lanes.ts';
import { type SolveResult, solveLanes, type Workspaces } from './solve-task.ts';

/** Dual variables kept for the next fit, at most: above that every fit starts from zero. */
const mostAlphas = 32_000_000;

/** Entries of the matrix times shards that one thread is done with before a second one has started. */
const littleWork = 6_000_000;

/** One class against the rest, without the rows of one fold. */
export interface LaneKey {
  readonly classIndex: number;
  readonly fold: number;
}

/** Lanes that are fitted again and again, each time from where they were before. */
export interface LaneSet {
  readonly shards: readonly LaneShard[];
  /** Fitted once: there are dual variables to go on from. */
  warm: boolean;
}

interface LaneShard {
  readonly lanes: readonly LaneKey[];
  readonly stride: number;
  /** 0 = not kept. */
  readonly alphas: number;
}

export interface FitRequest {
  readonly costs: (lane: LaneKey) => Pick<Lane, 'ownCost' | 'otherCost'>;
  readonly limits: SolveLimits;
  /** Rows to learn from. */
  readonly learned: Int32Array;
  /** Rows to judge, or null. */
  readonly judged: Int32Array | null;
  readonly wantsWeights: boolean;
  readonly onFraction?: (fraction: number) => void;
}

export interface FittedShard extends SolveResult {
  readonly lanes: readonly LaneKey[];
  readonly stride: number;
}

/**
 * Fits many binary problems over the same rows: lanes are dealt into shards of at most {@link mostLanes}, always the
 * same way, and the shards run on the threads of the pool. So the result does not depend on the number of threads.
 */
export class LaneFitter {
  readonly #pool: ThreadPool;
  readonly #seed: number;
  readonly #memory: LaneMemory;
  readonly #rows: LaneRows;
  readonly #folds: number;
  #workspaces: { readonly width: number; readonly shared: Workspaces } | undefined;

  /** @param folds the fold of every row, see {@link Lane.fold} */
  constructor(memory: LaneMemory, rows: LaneRows, folds: Uint8Array, pool: ThreadPool, seed: number) {
    this.#memory = memory;
    this.#pool = pool;
    this.#seed = seed;
    this.#rows = rows;
    this.#folds = this.#memory.take(folds.length);
    viewsOf(this.#memory.memory).bytes.set(folds, this.#folds);
  }

  /** With two threads in mind, two shards are made of few lanes. */
  laneSet(lanes: readonly LaneKey[]): LaneSet {
    const count = Math.min(lanes.length, Math.max(2, Math.ceil(lanes.length / mostLanes)));
    const each = Math.ceil(lanes.length / count);
    const keeps = lanes.length * this.#rows.rowCount <= mostAlphas;
    const shards: LaneShard[] = [];
    for (let from = 0; from < lanes.length; from += each) {
      const own = lanes.slice(from, from + each);
      const stride = strideOf(own.length);
      const alphas = keeps ? this.#memory.take(this.#rows.rowCount * stride) : 0;
      shards.push({ lanes: own, stride, alphas });
    }
    return { shards, warm: false };
  }

  /**
   * Lets the set go on from another one's dual variables, where both keep them and the other one has all classes.
   * @param sourceOf the lane of the other set for a lane of this set and a row
   */
  async startFrom(
    set: LaneSet,
    other: LaneSet,
    sourceOf: (lane: LaneKey, row: number) => LaneKey,
    pause: () => Promise<void>,
  ): Promise<void> {
    if ([...set.shards, ...other.shards].some(({ alphas }) => alphas === 0) || !other.warm) return;
    const known = new Set(other.shards.flatMap(({ lanes }) => lanes.map(({ classIndex }) => classIndex)));
    if (set.shards.some(({ lanes }) => lanes.some(({ classIndex }) => !known.has(classIndex)))) return;
    const { floats } = viewsOf(this.#memory.memory);
    const keyOf = ({ classIndex, fold }: LaneKey): number => classIndex * 256 + fold;
    const sources = new Map<number, { readonly first: number; readonly width: number }>();
    for (const { lanes, stride, alphas } of other.shards) {
      for (const [place, lane] of lanes.entries()) {
        sources.set(keyOf(lane), { first: alphas / 4 + place, width: stride / 4 });
      }
    }
    for (const { lanes, stride, alphas } of set.shards) {
      for (const [place, lane] of lanes.entries()) {
        for (let row = 0; row < this.#rows.rowCount; row++) {
          const { first, width } = sources.get(keyOf(sourceOf(lane, row)))!;
          floats[alphas / 4 + (row * stride) / 4 + place] = floats[first + row * width]!;
        }
        await pause();
      }
    }
    set.warm = true;
  }

  async fit(set: LaneSet, request: FitRequest): Promise<readonly FittedShard[]> {
    const { costs, limits, wantsWeights, onFraction } = request;
    const workspaces = this.#spacesFor(Math.max(...set.shards.map(({ stride }) => stride)));
    workspaces.taken.fill(0);
    const learned = shared(request.learned);
    const judged = request.judged && shared(request.judged);
    const inputs = set.shards.map(({ lanes, stride, alphas }) => ({
      problem: {
        rows: this.#rows,
        lanes: lanes.map((lane) => ({ ...lane, ...costs(lane) })),
        stride,
        folds: this.#folds,
        alphas,
        learned,
      },
      workspaces,
      warm: set.warm && alphas !== 0,
      ...{ limits, seed: this.#seed, judged, wantsWeights },
    }));
    const results = await this.#pool.run(solveLanes, inputs, {
      little: this.#rows.entryCount * inputs.length < littleWork,
      onResult: (_place, _result, done) => onFraction?.(done / inputs.length),
    });
    set.warm = true;
    return results.map((result, place) => {
      const { lanes, stride } = set.shards[place]!;
      return { ...result, lanes, stride };
    });
  }

  /** A workspace for every thread, wide enough for the stride. */
  #spacesFor(stride: number): Workspaces {
    if (this.#workspaces === undefined || this.#workspaces.width < stride) {
      const { task, lanes, order, products, weights } = workspaceSizes(this.#rows, stride);
      const spaces = Array.from({ length: this.#pool.size }, () => ({
        task: this.#memory.take(task),
        lanes: this.#memory.take(lanes),
        order: this.#memory.take(order),
        products: this.#memory.take(products),
        weights: this.#memory.take(weights),
        alphas: this.#memory.take(this.#rows.rowCount * stride),
      }));
      const taken = new Int32Array(new SharedArrayBuffer(spaces.length * 4));
      this.#workspaces = { width: stride, shared: { spaces, taken } };
    }
    return this.#workspaces.shared;
  }
}

function shared(rows: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(rows.byteLength));
  copy.set(rows);
  return copy;
}
