import { NgramDictionary } from './dictionary.ts';
import { forEachCharacterNgram, forEachWordNgram } from './ngrams.ts';
import { SparseRows } from './sparse-rows.ts';
import type { Tokens } from './tokens.ts';

export type BlockKind = 'words' | 'characters';

export const blockVisitors = { words: forEachWordNgram, characters: forEachCharacterNgram } as const;

/** How often each known n-gram stands in one text; reused from text to text. */
export class NgramCounts {
  dictionary: NgramDictionary;
  /** The numbers of the n-grams found, in order of their first place; the first `size` are valid. */
  ids = new Int32Array(1024);
  size = 0;
  /** Count per n-gram number. */
  countOf: Uint32Array<ArrayBuffer>;
  private readonly kind: BlockKind;

  constructor(kind: BlockKind, dictionary: NgramDictionary) {
    this.kind = kind;
    this.dictionary = dictionary;
    this.countOf = new Uint32Array(Math.max(1024, dictionary.size));
  }

  /** Counts the n-grams of a text; with `learn`, unknown ones enter the dictionary, else they are passed over. */
  count(tokens: Tokens, learn: boolean): void {
    this.clear();
    const { dictionary } = this;
    blockVisitors[this.kind](tokens, (units, start, end, hash) => {
      const id = learn
        ? dictionary.findOrAdd(units, start, end, hash)
        : dictionary.find(units, start, end, hash);
      if (id >= 0) this.add(id);
    });
  }

  private add(id: number): void {
    if (id >= this.countOf.length) {
      const larger = new Uint32Array(this.countOf.length * 2);
      larger.set(this.countOf);
      this.countOf = larger;
    }
    if (this.countOf[id]!++ !== 0) return;
    if (this.size === this.ids.length) {
      const larger = new Int32Array(this.size * 2);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[this.size++] = id;
  }

  clear(): void {
    for (let index = 0; index < this.size; index++) this.countOf[this.ids[index]!] = 0;
    this.size = 0;
  }
}

/** Collects the dictionary, the document frequencies and the rows of counts of one kind of n-gram. */
export class BlockBuilder {
  readonly rows = new SparseRows();
  readonly counts: NgramCounts;
  /** In how many documents each n-gram stands. */
  documentFrequencies = new Uint32Array(1024);
  private readonly largestDictionary: number;

  /** @param largestDictionary as soon as more n-grams are known, those of the fewest documents are forgotten */
  constructor(kind: BlockKind, largestDictionary: number) {
    this.counts = new NgramCounts(kind, new NgramDictionary());
    this.largestDictionary = largestDictionary;
  }

  add(tokens: Tokens): void {
    const { counts } = this;
    counts.count(tokens, true);
    if (counts.dictionary.size > this.documentFrequencies.length) {
      const larger = new Uint32Array(counts.dictionary.size * 2);
      larger.set(this.documentFrequencies);
      this.documentFrequencies = larger;
    }
    for (let index = 0; index < counts.size; index++) this.documentFrequencies[counts.ids[index]!]!++;
    this.rows.append(counts.ids, counts.size, counts.countOf);
    if (counts.dictionary.size <= this.largestDictionary) return;
    // Down to two thirds, so that the next documents do not each do the same work again.
    for (let least = 2; counts.dictionary.size * 3 > this.largestDictionary * 2; least++) this.prune(least);
  }

  /** Forgets the n-grams that stand in fewer than `least` documents. */
  prune(least: number): void {
    const { counts, documentFrequencies: frequencies } = this;
    const size = counts.dictionary.size;
    const map = new Int32Array(size);
    let kept = 0;
    for (let id = 0; id < size; id++) map[id] = frequencies[id]! >= least ? kept++ : -1;
    if (kept === size) return;
    for (let id = 0; id < size; id++) if (map[id]! >= 0) frequencies[map[id]!] = frequencies[id]!;
    frequencies.fill(0, kept, size);
    counts.clear();
    counts.dictionary = counts.dictionary.filtered(map);
    this.rows.renumber(map);
  }

  /** How many n-grams stand in at least `least` documents. */
  countAtLeast(least: number): number {
    let result = 0;
    for (let id = 0; id < this.counts.dictionary.size; id++) {
      if (this.documentFrequencies[id]! >= least) result++;
    }
    return result;
  }
}
