import { NgramCounter } from './ngram-counter.ts';
import type { NgramTable } from './ngram-table.ts';
import { ngramKinds } from './ngram-table.ts';
import type { Folding } from './normalise.ts';
import { RowWeigher, type Weighting } from './weigh-rows.ts';

/** Everything that turns a text into a vector. */
export interface VectoriserModel {
  readonly folding: Folding;
  /** An n-gram's number is its feature's: words, then pairs of words, then characters. */
  readonly table: NgramTable;
  /** In how many texts each n-gram stands, of {@link documentCount} texts. */
  readonly documentFrequencies: Uint32Array;
  readonly documentCount: number;
  readonly characterNgrams: boolean;
}

export function featureCount(model: VectoriserModel): number {
  return model.table.size;
}

/** The number of the first feature that is characters: words and pairs come before. */
export function firstCharacters({ table }: VectoriserModel): number {
  return table.count(ngramKinds.word) + table.count(ngramKinds.pair);
}

/** With ln((1 + n) / (1 + df)) + 1: scikit-learn's smooth inverse document frequency. */
export function weightingOf(model: VectoriserModel): Weighting {
  const { table, documentCount, documentFrequencies } = model;
  const idf = new Float64Array(new SharedArrayBuffer(table.size * 8));
  for (let id = 0; id < idf.length; id++) {
    idf[id] = Math.log((1 + documentCount) / (1 + documentFrequencies[id]!)) + 1;
  }
  return { idf, firstCharacters: firstCharacters(model) };
}

/** Turns texts into vectors; the result is overwritten by the next text. */
export class Vectoriser {
  readonly model: VectoriserModel;
  /** The vector: `indices[i]` has `values[i]`, for i below `size`. */
  indices = new Int32Array(1024);
  values = new Float32Array(1024);
  size = 0;
  private readonly weigher: RowWeigher;
  private readonly counter: NgramCounter;
  private units = new Uint16Array(1024);

  constructor(model: VectoriserModel) {
    this.model = model;
    this.weigher = new RowWeigher(weightingOf(model));
    const { table, folding, characterNgrams } = model;
    this.counter = new NgramCounter(table, { folding, characterNgrams, learn: false });
  }

  /** How often an n-gram stands in the text that was read. */
  countOf(feature: number): number {
    return this.counter.countOf[feature]!;
  }

  read(text: string): void {
    this.begin(text);
    while (!this.work(Infinity));
  }

  /** Begins to read a text; {@link work} goes on. */
  begin(text: string): void {
    if (text.length > this.units.length) this.units = new Uint16Array(text.length * 2);
    Buffer.from(this.units.buffer).write(text, 'utf16le');
    this.counter.begin(this.units, 0, text.length);
    this.size = 0;
  }

  /** Reads on, through about `budget` characters; true when the vector is there. */
  work(budget: number): boolean {
    if (!this.counter.work(budget)) return false;
    const { counter, weigher } = this;
    if (counter.size > this.indices.length) {
      this.indices = new Int32Array(counter.size * 2);
      this.values = new Float32Array(counter.size * 2);
    }
    this.size = weigher.gatherFrom(counter);
    weigher.write(this.indices, this.values, 0);
    return true;
  }
}
