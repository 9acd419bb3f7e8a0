import type { ThreadPool } from '../../threads/pool.ts';
import type { Pause } from '../../work.ts';
import { mostLanes } from './kernel.ts';
import { type LaneMemory, type LaneRows, viewsOf } from './lane-memory.ts';
import { type Lane, noFold, type SolveLimits, strideOf, workspaceSizes } from './solve-lanes.ts';
import { type SolveResult, solveLanes, type Workspaces } from './solve-task.ts';

/** Dual variables copied between two pauses: a few milliseconds. */
const numbersPerPause = 200_000;

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
  /** The one fold of all its lanes, whose rows it passes by; or {@link noFold}. */
  readonly fold: number;
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
  /** The rows that {@link SolveResult.values} are of: with lanes of one fold alone, those of the request in that fold. */
  readonly judged: Int32Array | null;
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

  laneSet(lanes: readonly LaneKey[]): LaneSet {
    const keeps = lanes.length * this.#rows.rowCount <= mostAlphas;
    const shards = dealt(lanes).map((own): LaneShard => {
      const stride = strideOf(own.length);
      const { fold } = own[0]!;
      return {
        lanes: own,
        fold: own.every((lane) => lane.fold === fold) ? fold : noFold,
        stride,
        alphas: keeps ? this.#memory.take(this.#rows.rowCount * stride) : 0,
      };
    });
    return { shards, warm: false };
  }

  /**
   * Lets the set go on from another one's dual variables, where both keep them and the other one has all classes.
   * @param sourceOf the lane of the other set for a lane of this set and the rows of a fold
   */
  async startFrom(
    set: LaneSet,
    other: LaneSet,
    sourceOf: (lane: LaneKey, rowFold: number) => LaneKey,
    pause: Pause,
  ): Promise<void> {
    if ([...set.shards, ...other.shards].some(({ alphas }) => alphas === 0) || !other.warm) return;
    const known = new Set(other.shards.flatMap(({ lanes }) => lanes.map(({ classIndex }) => classIndex)));
    if (set.shards.some(({ lanes }) => lanes.some(({ classIndex }) => !known.has(classIndex)))) return;
    const { bytes, floats } = viewsOf(this.#memory.memory);
    const folds = bytes.subarray(this.#folds, this.#folds + this.#rows.rowCount);
    const foldsInUse = new Set(folds);
    const keyOf = ({ classIndex, fold }: LaneKey): number => classIndex * 256 + fold;
    const sources = new Map<number, { readonly first: number; readonly width: number }>();
    for (const { lanes, stride, alphas } of other.shards) {
      for (const [place, lane] of lanes.entries()) {
        sources.set(keyOf(lane), { first: alphas / 4 + place, width: stride / 4 });
      }
    }
    // Of the rows of each fold, where the source's numbers begin and how far they are apart.
    let untilPause = numbersPerPause;
    const firsts = new Float64Array(256);
    const widths = new Int32Array(256);
    for (const { lanes, stride, alphas } of set.shards) {
      for (const [place, lane] of lanes.entries()) {
        for (const fold of foldsInUse) {
          const { first, width } = sources.get(keyOf(sourceOf(lane, fold)))!;
          firsts[fold] = first;
          widths[fold] = width;
        }
        const own = alphas / 4 + place;
        for (let row = 0; row < folds.length; row++) {
          const fold = folds[row]!;
          floats[own + (row * stride) / 4] = floats[firsts[fold]! + row * widths[fold]!]!;
        }
        untilPause -= folds.length;
        if (untilPause > 0) continue;
        untilPause = numbersPerPause;
        await pause();
      }
    }
    set.warm = true;
  }

  async fit(set: LaneSet, request: FitRequest): Promise<readonly FittedShard[]> {
    const { costs, limits, wantsWeights, onFraction } = request;
    const workspaces = this.#spacesFor(Math.max(...set.shards.map(({ stride }) => stride)));
    workspaces.taken.fill(0);
    const rowsOf = this.#rowsByFold(request);
    const inputs = set.shards.map(({ lanes, fold, stride, alphas }) => ({
      problem: {
        rows: this.#rows,
        lanes: lanes.map((lane) => ({ ...lane, ...costs(lane) })),
        stride,
        folds: this.#folds,
        alphas,
        learned: rowsOf(fold).learned,
      },
      workspaces,
      warm: set.warm && alphas !== 0,
      ...{ limits, seed: this.#seed, judged: rowsOf(fold).judged, wantsWeights },
    }));
    const results = await this.#pool.run(solveLanes, inputs, {
      little: this.#rows.entryCount * inputs.length < littleWork,
      onResult: (_place, _result, done) => onFraction?.(done / inputs.length),
    });
    set.warm = true;
    return results.map((result, place) => {
      const { lanes, stride } = set.shards[place]!;
      return { ...result, lanes, stride, judged: inputs[place]!.judged };
    });
  }

  /** What the shards of a fold learn from and judge, in memory that threads share. */
  #rowsByFold({ learned, judged }: FitRequest) {
    const folds = viewsOf(this.#memory.memory).bytes.subarray(this.#folds);
    const made = new Map<number, { readonly learned: Int32Array; readonly judged: Int32Array | null }>();
    return (fold: number) => {
      const known = made.get(fold);
      if (known) return known;
      const all = fold === noFold;
      const rows = {
        learned: shared(all ? learned : learned.filter((row) => folds[row] !== fold)),
        judged: judged && shared(all ? judged : judged.filter((row) => folds[row] === fold)),
      };
      made.set(fold, rows);
      return rows;
    };
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

/**
 * Into shards as equal as can be. Lanes of one fold alone need not pass over the rows that the fold judges, but mixed
 * they may fill fewer shards. With two threads in mind, two shards are made of few lanes.
 */
function dealt(lanes: readonly LaneKey[]): readonly (readonly LaneKey[])[] {
  const byFold = [...Map.groupBy(lanes, ({ fold }) => fold).values()];
  const shardsFor = (count: number): number => Math.ceil(count / mostLanes);
  const apart = byFold.reduce((sum, own) => sum + shardsFor(own.length), 0);
  const rowShare = 1 - 1 / byFold.length;
  if (byFold.length > 1 && apart * rowShare < shardsFor(lanes.length)) {
    return byFold.flatMap((own) => inEqualParts(own, shardsFor(own.length)));
  }
  return inEqualParts(lanes, Math.min(lanes.length, Math.max(2, shardsFor(lanes.length))));
}

function inEqualParts<Item>(items: readonly Item[], count: number): readonly (readonly Item[])[] {
  const each = Math.ceil(items.length / count);
  return Array.from({ length: Math.ceil(items.length / each) }, (_, part) =>
    items.slice(part * each, (part + 1) * each),
  );
}

function shared(rows: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(rows.byteLength));
  copy.set(rows);
  return copy;
}
