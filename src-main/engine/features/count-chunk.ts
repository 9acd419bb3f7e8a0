import type { ThreadTask } from '../threads/thread-task.ts';
import { NgramCounter } from './ngram-counter.ts';
import { NgramTable } from './ngram-table.ts';
import type { Folding } from './normalise.ts';
import { SparseRows } from './sparse-rows.ts';
import type { TextChunk } from './text-chunks.ts';

export interface CountRequest extends TextChunk {
  readonly folding: Folding;
  readonly characterNgrams: boolean;
}

/** A chunk's n-grams and how often each stands in each text. */
export interface CountedChunk {
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly left: Int32Array<ArrayBuffer>;
  readonly right: Int32Array<ArrayBuffer>;
  readonly wordUnits: Uint16Array<ArrayBuffer>;
  /** In how many texts each n-gram stands. */
  readonly frequencies: Uint32Array<ArrayBuffer>;
  /** Rows of the chunk's own n-gram numbers, in memory that threads share. */
  readonly offsets: Uint32Array;
  readonly ids: Int32Array;
  readonly counts: Uint16Array;
}

/** Characters read between two pauses: some milliseconds. */
export const charactersPerPause = 20_000;

/** Reads a chunk with a table of its own, so that the result depends on nothing but the chunk. */
export const countChunk: ThreadTask<CountRequest, CountedChunk> = {
  name: 'count-ngrams',
  run: async ({ units, ends, folding, characterNgrams }, pause) => {
    const table = new NgramTable();
    const counter = new NgramCounter(table, { folding, characterNgrams, learn: true });
    const rows = new SparseRows(Math.ceil(units.length * (characterNgrams ? 2 : 0.5)));
    let frequencies = new Uint32Array(1024);
    let budget = charactersPerPause;
    for (let text = 0, start = 0; text < ends.length; text++) {
      const end = ends[text]!;
      for (counter.begin(units, start, end); !counter.work(budget); budget = charactersPerPause)
        await pause();
      if (table.size > frequencies.length) {
        const larger = new Uint32Array(table.size * 2);
        larger.set(frequencies);
        frequencies = larger;
      }
      rows.append(counter, frequencies);
      budget -= end - start + 10;
      start = end;
      if (budget > 0) continue;
      budget = charactersPerPause;
      await pause();
    }
    return {
      kinds: table.kinds.slice(0, table.size),
      left: table.left.slice(0, table.size),
      right: table.right.slice(0, table.size),
      wordUnits: table.wordUnits.slice(0, table.wordEnd),
      frequencies: frequencies.slice(0, table.size),
      ...rows.shared(),
    };
  },
  transfer: ({ kinds, left, right, wordUnits, frequencies }) =>
    [kinds, left, right, wordUnits, frequencies].map(({ buffer }) => buffer),
};
