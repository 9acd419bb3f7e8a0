import type { NgramCounter } from './ngram-counter.ts';

/** Rows of n-grams' numbers with their counts: row `r` is `offsets[r]` to `offsets[r + 1]`; in shared memory. */
export interface Rows {
  readonly offsets: Uint32Array;
  readonly ids: Int32Array;
  readonly counts: Uint16Array;
}

/** Rows that grow as texts are counted. */
export class SparseRows {
  private rowCount = 0;
  private offsets = new Uint32Array(1024);
  private ids = new Int32Array(4096);
  private counts = new Uint16Array(4096);

  /** Appends the row that the counter holds, which forgets it; counts it in `frequencies`. */
  append(counter: NgramCounter, frequencies: Uint32Array): void {
    const at = this.offsets[this.rowCount]!;
    const { size } = counter;
    this.reserve(at + size);
    counter.drain(this.ids, this.counts, at, frequencies);
    this.rowCount++;
    this.offsets[this.rowCount] = at + size;
  }

  /** A copy in memory that threads share. */
  shared(): Rows {
    const size = this.offsets[this.rowCount]!;
    const offsets = new Uint32Array(new SharedArrayBuffer((this.rowCount + 1) * 4));
    offsets.set(this.offsets.subarray(0, this.rowCount + 1));
    const ids = new Int32Array(new SharedArrayBuffer(size * 4));
    ids.set(this.ids.subarray(0, size));
    const counts = new Uint16Array(new SharedArrayBuffer(size * 2));
    counts.set(this.counts.subarray(0, size));
    return { offsets, ids, counts };
  }

  private reserve(entries: number): void {
    if (entries > this.ids.length) {
      const size = Math.max(entries, Math.ceil(this.ids.length * 1.5));
      const ids = new Int32Array(size);
      ids.set(this.ids);
      this.ids = ids;
      const counts = new Uint16Array(size);
      counts.set(this.counts);
      this.counts = counts;
    }
    if (this.rowCount + 2 > this.offsets.length) {
      const offsets = new Uint32Array(this.offsets.length * 2);
      offsets.set(this.offsets);
      this.offsets = offsets;
    }
  }
}

/**
 * A matrix of compressed sparse rows: row `r` holds the entries `offsets[r]` to `offsets[r + 1]`, `offsets[0]` is 0.
 * The arrays lie in memory that threads share: posting them to a thread copies nothing.
 */
export interface SparseMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly offsets: Float64Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}
