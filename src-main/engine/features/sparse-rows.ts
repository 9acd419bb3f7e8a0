import type { NgramCounter } from './ngram-counter.ts';

/** Rows of n-grams' numbers with their counts: row `r` is `offsets[r]` to `offsets[r + 1]`; in shared memory. */
export interface Rows {
  readonly offsets: Uint32Array;
  readonly ids: Int32Array;
  readonly counts: Uint16Array;
}

/** Entries of one segment: some megabytes. A longer row has a segment of its own. */
const entriesPerSegment = 1 << 19;

/** Rows that grow as texts are counted, in segments, so that growing copies nothing and each can be let go by itself. */
export class SparseRows {
  private segments: Rows[] = [];
  private rowCount = 0;
  private offsets = new Uint32Array(1024);
  private ids: Int32Array = new Int32Array(0);
  private counts: Uint16Array = new Uint16Array(0);

  /** Appends the row that the counter holds, which forgets it; counts it in `frequencies`. */
  append(counter: NgramCounter, frequencies: Uint32Array): void {
    const { size } = counter;
    if (this.offsets[this.rowCount]! + size > this.ids.length) {
      this.close();
      const room = Math.max(size, entriesPerSegment);
      this.ids = new Int32Array(new SharedArrayBuffer(room * 4));
      this.counts = new Uint16Array(new SharedArrayBuffer(room * 2));
    }
    const at = this.offsets[this.rowCount]!;
    counter.drain(this.ids, this.counts, at, frequencies);
    this.rowCount++;
    if (this.rowCount === this.offsets.length) {
      const offsets = new Uint32Array(this.rowCount * 2);
      offsets.set(this.offsets);
      this.offsets = offsets;
    }
    this.offsets[this.rowCount] = at + size;
  }

  /** The rows since the last time. */
  take(): Rows[] {
    this.close();
    const { segments } = this;
    this.segments = [];
    return segments;
  }

  private close(): void {
    if (this.rowCount > 0) {
      const size = this.offsets[this.rowCount]!;
      const offsets = new Uint32Array(new SharedArrayBuffer((this.rowCount + 1) * 4));
      offsets.set(this.offsets.subarray(0, this.rowCount + 1));
      this.segments.push({ offsets, ids: this.ids.subarray(0, size), counts: this.counts.subarray(0, size) });
    }
    this.rowCount = 0;
    this.offsets[0] = 0;
    // What is left of the segment is given up: memory that was never written takes none.
    this.ids = new Int32Array(0);
    this.counts = new Uint16Array(0);
  }
}

/**
 * A matrix of compressed sparse rows: row `r` holds the entries `offsets[r]` to `offsets[r + 1]`, `offsets[0]` is 0.
 * The arrays lie in memory that threads share: posting them to a thread copies nothing.
 */
export interface SparseMatrix extends Entries {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly offsets: Float64Array;
}

/** A column and a value for each entry of a matrix. */
export interface Entries {
  readonly indices: Int32Array;
  readonly values: Float32Array;
}
