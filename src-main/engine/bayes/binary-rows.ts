import { inStretches, type Pause, type Work } from '../work.ts';
import { bucketCount, HashedWords } from './hashed-words.ts';

/** Which features each document has: row `r` has the `features` from `offsets[r]` to `offsets[r + 1]`. */
export interface BinaryRows {
  readonly featureCount: number;
  readonly offsets: Float64Array;
  readonly features: Int32Array;
  /** Per row the factor of its features' values, see {@link RowScale}. */
  readonly scales: Float64Array;
}

/** The buckets that became features. */
export interface Features {
  /** Ascending: a feature's number is its bucket's place. */
  readonly buckets: Uint32Array;
  /** In how many of {@link documentCount} documents each feature stands. */
  readonly documentFrequencies: Uint32Array;
  readonly documentCount: number;
}

const charactersPerPause = 30_000;
/** Buckets counted, or weighed, between two pauses. */
const bucketsPerPause = 500_000;
const weighedPerPause = 100_000;

/** Gathers documents before it is known which of their buckets are worth a feature. */
export class RowsBuilder {
  private readonly words = new HashedWords();
  private buckets = new Int32Array(65_536);
  private size = 0;
  private readonly ends: number[] = [];
  private pending = 0;
  private readonly pause: Pause;

  constructor(pause: Pause) {
    this.pause = pause;
  }

  async add(text: string): Promise<void> {
    const { words } = this;
    words.read(text);
    if (this.size + words.size > this.buckets.length) {
      const larger = new Int32Array(Math.ceil((this.size + words.size) * 1.6));
      larger.set(this.buckets.subarray(0, this.size));
      this.buckets = larger;
    }
    this.buckets.set(words.buckets.subarray(0, words.size), this.size);
    this.size += words.size;
    this.ends.push(this.size);
    this.pending += text.length + 100;
    if (this.pending < charactersPerPause) return;
    this.pending = 0;
    await this.pause();
  }

  /** Buckets of at least so many of the documents so far; of more than `most`, those of the most documents. */
  *frequentBuckets(leastDocuments: number, most: number): Work<Features> {
    const frequencies = new Uint32Array(bucketCount);
    yield* inStretches(this.size, bucketsPerPause, (from, to) => {
      for (let entry = from; entry < to; entry++) frequencies[this.buckets[entry]!]!++;
    });
    /** How many buckets stand in so many documents. */
    const counts = new Uint32Array(this.ends.length + 1);
    for (const frequency of frequencies) counts[frequency]!++;
    yield;
    let least = leastDocuments;
    let count = counts.subarray(least).reduce((sum, buckets) => sum + buckets, 0);
    while (count > most) count -= counts[least++]!;
    const buckets = new Uint32Array(count);
    for (let bucket = 0, at = 0; bucket < bucketCount; bucket++) {
      if (frequencies[bucket]! >= least) buckets[at++] = bucket;
    }
    yield;
    const documentFrequencies = buckets.map((bucket) => frequencies[bucket]!);
    return { buckets, documentFrequencies, documentCount: this.ends.length };
  }

  async finish(known: Features): Promise<BinaryRows> {
    const featureOf = featuresByBucket(known);
    await this.pause();
    const weighing = new RowScale(known);
    const offsets = new Float64Array(this.ends.length + 1);
    const scales = new Float64Array(this.ends.length);
    const features = new Int32Array(this.size);
    await this.pause();
    let size = 0;
    let entry = 0;
    let pausedAt = 0;
    for (const [row, end] of this.ends.entries()) {
      for (; entry < end; entry++) {
        const feature = featureOf[this.buckets[entry]!]!;
        weighing.add(feature);
        if (feature >= 0) features[size++] = feature;
      }
      offsets[row + 1] = size;
      scales[row] = weighing.take();
      if (end - pausedAt < weighedPerPause) continue;
      pausedAt = end;
      await this.pause();
    }
    return { featureCount: known.buckets.length, offsets, features: features.slice(0, size), scales };
  }
}

/** Per bucket its feature, or -1. */
export function featuresByBucket({ buckets }: Features): Int32Array {
  const featureOf = new Int32Array(bucketCount).fill(-1);
  for (let feature = 0; feature < buckets.length; feature++) featureOf[buckets[feature]!] = feature;
  return featureOf;
}

/** ln((1 + n) / (1 + df)) + 1: scikit-learn's smooth inverse document frequency. */
export function inverseFrequencies({ documentFrequencies, documentCount }: Features): Float64Array {
  const inverse = new Float64Array(documentFrequencies.length);
  for (let feature = 0; feature < inverse.length; feature++) {
    inverse[feature] = Math.log((1 + documentCount) / (1 + documentFrequencies[feature]!)) + 1;
  }
  return inverse;
}

/**
 * The factor that gives a text's vector of inverse document frequencies the length 1. Buckets that are no feature count
 * like those of one document, so that a text full of unknown words is told with less certainty.
 */
export class RowScale {
  private readonly inverse: Float64Array;
  private readonly unknown: number;
  private sum = 0;

  constructor(features: Features) {
    this.inverse = inverseFrequencies(features);
    this.unknown = Math.log((1 + features.documentCount) / 2) + 1;
  }

  /** @param feature -1 for a bucket that is none */
  add(feature: number): void {
    const value = feature < 0 ? this.unknown : this.inverse[feature]!;
    this.sum += value * value;
  }

  /** The factor for what was added; 0 for nothing. Begins anew. */
  take(): number {
    const scale = this.sum === 0 ? 0 : 1 / Math.sqrt(this.sum);
    this.sum = 0;
    return scale;
  }
}
