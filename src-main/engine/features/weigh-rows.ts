import type { ThreadTask } from '../threads/thread-task.ts';
import { type ChunkRows, dropped } from './merge-chunks.ts';
import type { NgramCounter } from './ngram-counter.ts';

/** Entries handled between two pauses: some milliseconds. */
const entriesPerPause = 200_000;

/** How many entries each row keeps. */
export const countKept: ThreadTask<Pick<ChunkRows, 'offsets' | 'ids' | 'map'>, Uint32Array<ArrayBuffer>> = {
  name: 'count-kept-entries',
  run: async ({ offsets, ids, map }, pause) => {
    const sizes = new Uint32Array(offsets.length - 1);
    let pending = 0;
    for (let row = 0; row < sizes.length; row++) {
      let size = 0;
      for (let entry = offsets[row]!; entry < offsets[row + 1]!; entry++) {
        if (map[ids[entry]!] !== dropped) size++;
      }
      sizes[row] = size;
      pending += offsets[row + 1]! - offsets[row]!;
      if (pending < entriesPerPause) continue;
      pending = 0;
      await pause();
    }
    return sizes;
  },
  transfer: (sizes) => [sizes.buffer],
};

/** How n-grams are weighed. */
export interface Weighting {
  /** Per feature its inverse document frequency. */
  readonly idf: Float64Array;
  /** Features from this one on are characters. */
  readonly firstCharacters: number;
}

export interface WeighRequest extends ChunkRows, Weighting {
  /** The matrix to write into, and the place of the chunk's first entry. */
  readonly indices: Int32Array;
  readonly values: Float32Array;
  readonly firstEntry: number;
}

/** 1 + ln count: a word that comes twice says less than twice as much. */
const mostCounted = 65535;
const sublinear = Float64Array.from({ length: mostCounted + 1 }, (_, count) =>
  count === 0 ? 0 : 1 + Math.log(count),
);

/** Writes a chunk's rows into the matrix: TF-IDF, see {@link RowWeigher}. */
export const weighRows: ThreadTask<WeighRequest, null> = {
  name: 'weigh-rows',
  run: async (request, pause) => {
    const { offsets, indices, values } = request;
    const weigher = new RowWeigher(request);
    let at = request.firstEntry;
    let pending = 0;
    for (let row = 0; row + 1 < offsets.length; row++) {
      const size = weigher.gather(request, offsets[row]!, offsets[row + 1]!);
      weigher.write(indices, values, at);
      at += size;
      pending += size;
      if (pending < entriesPerPause) continue;
      pending = 0;
      await pause();
    }
    return null;
  },
};

/**
 * Makes counts into weights: (1 + ln count) times the inverse document frequency, words and pairs together and
 * characters scaled to length 1 each.
 */
export class RowWeigher {
  private readonly weighting: Weighting;
  private size = 0;
  private features = new Int32Array(1024);
  private products = new Float64Array(1024);
  private scaleOfWords = 0;
  private scaleOfCharacters = 0;

  constructor(weighting: Weighting) {
    this.weighting = weighting;
  }

  /** Takes the entries `from` to `to` of a chunk. @returns how many weights there are */
  gather({ ids, counts, map }: ChunkRows, from: number, to: number): number {
    this.begin(to - from);
    const { features, products } = this;
    const { idf, firstCharacters } = this.weighting;
    let ofWords = 0;
    let ofCharacters = 0;
    let size = 0;
    for (let entry = from; entry < to; entry++) {
      const feature = map[ids[entry]!]!;
      if (feature < 0) continue;
      const product = sublinear[counts[entry]!]! * idf[feature]!;
      const square = product * product;
      if (feature < firstCharacters) ofWords += square;
      else ofCharacters += square;
      features[size] = feature;
      products[size++] = product;
    }
    this.end(size, ofWords, ofCharacters);
    return size;
  }

  /** Takes the text that was counted, whose n-grams' numbers are the features'. @returns how many weights there are */
  gatherFrom({ ids, size, countOf }: NgramCounter): number {
    this.begin(size);
    const { features, products } = this;
    const { idf, firstCharacters } = this.weighting;
    let ofWords = 0;
    let ofCharacters = 0;
    for (let index = 0; index < size; index++) {
      const feature = ids[index]!;
      const count = countOf[feature]!;
      const product = (count < mostCounted ? sublinear[count]! : sublinear[mostCounted]!) * idf[feature]!;
      const square = product * product;
      if (feature < firstCharacters) ofWords += square;
      else ofCharacters += square;
      features[index] = feature;
      products[index] = product;
    }
    this.end(size, ofWords, ofCharacters);
    return size;
  }

  private begin(size: number): void {
    if (size <= this.features.length) return;
    this.features = new Int32Array(size * 2);
    this.products = new Float64Array(size * 2);
  }

  private end(size: number, ofWords: number, ofCharacters: number): void {
    this.size = size;
    this.scaleOfWords = ofWords > 0 ? 1 / Math.sqrt(ofWords) : 0;
    this.scaleOfCharacters = ofCharacters > 0 ? 1 / Math.sqrt(ofCharacters) : 0;
  }

  /** Writes what was gathered to the places from `at` on. */
  write(indices: Int32Array, values: Float32Array, at: number): void {
    const { features, products, size, scaleOfWords, scaleOfCharacters } = this;
    const { firstCharacters } = this.weighting;
    for (let index = 0; index < size; index++) {
      const feature = features[index]!;
      indices[at + index] = feature;
      values[at + index] = products[index]! * (feature < firstCharacters ? scaleOfWords : scaleOfCharacters);
    }
  }
}
