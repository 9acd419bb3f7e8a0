/**
 * Rows of feature numbers with their counts, one after another (compressed sparse rows), growing as documents
 * are read.
 */
export class SparseRows {
  rowCount = 0;
  offsets = new Float64Array(1024);
  indices = new Int32Array(65536);
  counts = new Uint16Array(65536);

  get entryCount(): number {
    return this.offsets[this.rowCount]!;
  }

  /** Appends the row of `size` features `ids`, whose counts stand in `countOf` under their number. */
  append(ids: Int32Array, size: number, countOf: Uint32Array): void {
    let at = this.entryCount;
    this.reserve(at + size);
    for (let index = 0; index < size; index++, at++) {
      const id = ids[index]!;
      this.indices[at] = id;
      this.counts[at] = Math.min(countOf[id]!, 65535);
    }
    this.rowCount++;
    this.offsets[this.rowCount] = at;
  }

  /** Renumbers every feature and drops those whose new number is negative, in place. */
  renumber(map: Int32Array): void {
    const { offsets, indices, counts } = this;
    let into = 0;
    for (let row = 0, from = 0; row < this.rowCount; row++) {
      const end = offsets[row + 1]!;
      for (; from < end; from++) {
        const id = map[indices[from]!]!;
        if (id < 0) continue;
        indices[into] = id;
        counts[into++] = counts[from]!;
      }
      offsets[row + 1] = into;
    }
  }

  private reserve(entries: number): void {
    if (entries > this.indices.length) {
      const size = Math.max(entries, Math.ceil(this.indices.length * 1.6));
      const indices = new Int32Array(size);
      indices.set(this.indices);
      this.indices = indices;
      const counts = new Uint16Array(size);
      counts.set(this.counts);
      this.counts = counts;
    }
    if (this.rowCount + 2 > this.offsets.length) {
      const offsets = new Float64Array(this.offsets.length * 2);
      offsets.set(this.offsets);
      this.offsets = offsets;
    }
  }
}

/** A matrix of compressed sparse rows: row `r` holds the entries `offsets[r]` to `offsets[r + 1]`. */
export interface SparseMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly offsets: Float64Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}
