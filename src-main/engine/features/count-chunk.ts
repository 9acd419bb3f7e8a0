import type { ThreadTask } from '../threads/thread-task.ts';
import { type Pause, runPaced } from '../work.ts';
import { NgramCounter } from './ngram-counter.ts';
import { NgramTable } from './ngram-table.ts';
import type { Folding } from './normalise.ts';
import { type Rows, SparseRows } from './sparse-rows.ts';
import type { TextChunk } from './text-chunks.ts';
import { resized } from './typed-memory.ts';

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
  /** Rows of the chunk's own n-gram numbers, segment after segment. */
  readonly rows: readonly Rows[];
}

/** Characters read between two pauses: some milliseconds. */
export const charactersPerPause = 10_000;
/** New n-grams that so many characters hardly ever exceed. */
const ngramsPerPause = 5 * charactersPerPause;

/** Reads a chunk with a table of its own, so that the result depends on nothing but the chunk. */
export const countChunk: ThreadTask<CountRequest, CountedChunk> = {
  name: 'count-ngrams',
  run: async ({ units, ends, folding, characterNgrams }, pause) => {
    const table = new NgramTable();
    const texts = new CountedTexts(table, folding, characterNgrams, pause);
    for (let text = 0, start = 0; text < ends.length; start = ends[text++]!) {
      await texts.add(units, start, ends[text]!);
    }
    await pause();
    table.releaseSlots();
    texts.release();
    await pause();
    return {
      kinds: resized(table.kinds, table.size),
      left: resized(table.left, table.size),
      right: resized(table.right, table.size),
      wordUnits: resized(table.wordUnits, table.wordEnd),
      frequencies: resized(texts.frequencies, table.size),
      rows: texts.takeRows(),
    };
  },
  transfer: ({ kinds, left, right, wordUnits, frequencies }) =>
    [kinds, left, right, wordUnits, frequencies].map(({ buffer }) => buffer),
};

/** Counts texts one after another with one table. */
export class CountedTexts {
  /** In how many texts each n-gram stands. */
  frequencies = new Uint32Array(1024);
  private readonly counter: NgramCounter;
  private readonly pause: Pause;
  private readonly rows = new SparseRows();
  private budget = charactersPerPause;

  get table(): NgramTable {
    return this.counter.table;
  }

  constructor(table: NgramTable, folding: Folding, characterNgrams: boolean, pause: Pause) {
    this.counter = new NgramCounter(table, { folding, characterNgrams, learn: true });
    this.pause = pause;
  }

  async add(units: Uint16Array, start: number, end: number): Promise<void> {
    const { counter } = this;
    for (counter.begin(units, start, end); !counter.work(this.budget); ) await this.rest();
    if (counter.table.size > this.frequencies.length) {
      this.frequencies = resized(this.frequencies, counter.table.size * 2);
    }
    this.rows.append(counter, this.frequencies);
    this.budget -= end - start + 10;
    if (this.budget <= 0) await this.rest();
  }

  /** Gives back the counter's memory: no text can be added any more. */
  release(): void {
    this.counter.release();
  }

  /** The rows since the last time. */
  takeRows(): Rows[] {
    return this.rows.take();
  }

  private async rest(): Promise<void> {
    this.budget = charactersPerPause;
    await runPaced(this.table.makeRoom(ngramsPerPause), this.pause);
  }
}
