import { inStretches, type Pause, runPaced, type Work } from '../work.ts';
import type { CountedChunk } from './count-chunk.ts';
import { NgramTable, ngramKinds } from './ngram-table.ts';
import type { Rows } from './sparse-rows.ts';
import { release, resized } from './typed-memory.ts';

/** N-grams handled between two pauses: some milliseconds. */
const ngramsPerPause = 20_000;
/** N-grams looked at in one step. */
const ngramsPerStep = 500_000;

/** An n-gram that was dropped, in a map of numbers. */
export const dropped = -1;

/** A chunk's rows, and the number that each of its own n-grams has in the whole. */
export interface ChunkRows extends Rows {
  /** Own number to number in the whole, or {@link dropped}; in memory that threads share. */
  readonly map: Int32Array;
}

/** The n-grams of all chunks, numbered in order of arrival in the texts, however they were cut into chunks. */
export class MergedNgrams {
  table = new NgramTable();
  /** In how many texts each n-gram stands. */
  frequencies = new Uint32Array(1024);
  /** A chunk without a map has the whole's numbers. */
  readonly chunks: (Rows & { map: Int32Array | undefined })[] = [];

  /** Takes a chunk, whose n-grams' memory is given back. Chunks must come in the order of their texts. */
  async add(chunk: CountedChunk, pause: Pause): Promise<void> {
    const { table } = this;
    const map = new Int32Array(new SharedArrayBuffer(chunk.kinds.length * 4));
    for (let from = 0; from < map.length; from += ngramsPerPause) {
      await runPaced(table.makeRoom(ngramsPerPause), pause);
      const end = Math.min(map.length, from + ngramsPerPause);
      for (let id = from; id < end; id++) {
        const merged = addMapped(table, chunk, id, map);
        map[id] = merged;
        this.count(merged, chunk.frequencies[id]!);
      }
    }
    release(chunk.kinds, chunk.left, chunk.right, chunk.wordUnits, chunk.frequencies);
    for (const rows of chunk.rows) this.chunks.push({ ...rows, map });
  }

  /**
   * Drops the n-grams that stand in fewer texts than `least` says for their kind. The others are numbered anew:
   * words, then pairs, then characters, each in order of arrival.
   * @param count how many stay, see {@link counts}
   */
  async keep(least: readonly number[], count: number, pause: Pause): Promise<void> {
    const { table: before, frequencies } = this;
    const table = new NgramTable(count);
    const map = new Int32Array(new SharedArrayBuffer(before.size * 4)).fill(dropped);
    const kept = new Uint32Array(Math.max(1024, before.size));
    for (const kind of [ngramKinds.word, ngramKinds.pair, ngramKinds.characters]) {
      for (let id = 0; id < before.size; id++) {
        if (id % ngramsPerPause === ngramsPerPause - 1) await pause();
        if (before.kinds[id] !== kind || frequencies[id]! < least[kind]!) continue;
        const merged = addMapped(table, before, id, map);
        map[id] = merged;
        kept[merged] = frequencies[id]!;
      }
    }
    before.releaseSlots();
    release(before.kinds, before.left, before.right, before.wordUnits, frequencies);
    this.table = table;
    this.frequencies = kept;
    // Chunks that were counted with the whole's numbers share their map.
    for (const own of new Set(this.chunks.map((chunk) => chunk.map))) {
      if (own === undefined) continue;
      const renumbering = inStretches(own.length, ngramsPerStep, (from, to) => {
        for (let id = from; id < to; id++) if (own[id] !== dropped) own[id] = map[own[id]!]!;
      });
      await runPaced(renumbering, pause);
    }
    for (const chunk of this.chunks) chunk.map ??= map;
  }

  /** How many n-grams stand in how many texts. */
  *counts(): Work<NgramCounts> {
    const { table, frequencies } = this;
    let highest = 0;
    yield* inStretches(table.size, ngramsPerStep, (from, to) => {
      for (let id = from; id < to; id++) highest = Math.max(highest, frequencies[id]!);
    });
    const byKind = Object.values(ngramKinds).map(() => new Uint32Array(highest + 1));
    yield* inStretches(table.size, ngramsPerStep, (from, to) => {
      for (let id = from; id < to; id++) byKind[table.kinds[id]!]![frequencies[id]!]!++;
    });
    for (const counts of byKind) {
      for (let texts = highest; texts > 0; texts--) counts[texts - 1]! += counts[texts]!;
    }
    return { atLeast: (least) => byKind.reduce((sum, counts, kind) => sum + (counts[least[kind]!] ?? 0), 0) };
  }

  private count(id: number, texts: number): void {
    if (id >= this.frequencies.length) {
      this.frequencies = resized(this.frequencies, this.frequencies.length * 2);
    }
    this.frequencies[id]! += texts;
  }
}

export interface NgramCounts {
  /** How many n-grams stand in at least as many texts as `least` says for their kind. */
  readonly atLeast: (least: readonly number[]) => number;
}

/** N-grams by their parts, see {@link NgramTable}. */
type NgramParts = Pick<NgramTable, 'kinds' | 'left' | 'right' | 'wordUnits'>;

/** Adds an n-gram whose parts have the numbers that `map` says. */
function addMapped(table: NgramTable, parts: NgramParts, id: number, map: Int32Array): number {
  const kind = parts.kinds[id]!;
  const left = parts.left[id]!;
  const right = parts.right[id]!;
  if (kind === ngramKinds.word) return table.word(parts.wordUnits, left, right, true);
  if (kind === ngramKinds.pair) return table.findOrAdd(map[left]!, map[right]!, kind);
  return table.findOrAdd(left < 0 ? left : map[left]!, right, kind);
}
