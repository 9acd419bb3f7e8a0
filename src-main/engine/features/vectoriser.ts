import type { NgramDictionary } from './dictionary.ts';
import { type BlockBuilder, type BlockKind, NgramCounts } from './feature-block.ts';
import { normaliseText } from './normalise.ts';
import type { SparseMatrix } from './sparse-rows.ts';
import { Tokens } from './tokens.ts';

/** One kind of n-gram with what its weighting needs. */
export interface FeatureBlock {
  readonly kind: BlockKind;
  readonly dictionary: NgramDictionary;
  readonly documentFrequencies: Uint32Array;
}

/** Everything that turns a text into a vector; the blocks' features are numbered one block after another. */
export interface VectoriserModel {
  /** Documents that the document frequencies were counted in. */
  readonly documentCount: number;
  readonly blocks: readonly FeatureBlock[];
}

export function featureCount(model: VectoriserModel): number {
  return model.blocks.reduce((sum, block) => sum + block.dictionary.size, 0);
}

/** ln((1 + n) / (1 + df)) + 1: scikit-learn's smooth inverse document frequency. */
export function inverseDocumentFrequencies(block: FeatureBlock, documentCount: number): Float64Array {
  const result = new Float64Array(block.dictionary.size);
  for (let id = 0; id < result.length; id++) {
    result[id] = Math.log((1 + documentCount) / (1 + block.documentFrequencies[id]!)) + 1;
  }
  return result;
}

/** Entries weighed between two breaths: some tens of milliseconds. */
const entriesPerBreath = 2_000_000;

const sublinear = Float64Array.from({ length: 65536 }, (_, count) => (count === 0 ? 0 : 1 + Math.log(count)));

/**
 * TF-IDF of the collected rows: (1 + ln count) times the inverse document frequency, every block of every row
 * scaled to length 1.
 */
export async function weightedMatrix(
  model: VectoriserModel,
  builders: readonly BlockBuilder[],
  breathe: () => Promise<void>,
): Promise<SparseMatrix> {
  const rowCount = builders[0]?.rows.rowCount ?? 0;
  const offsets = new Float64Array(rowCount + 1);
  for (let row = 0; row < rowCount; row++) {
    let size = 0;
    for (const { rows } of builders) size += rows.offsets[row + 1]! - rows.offsets[row]!;
    offsets[row + 1] = offsets[row]! + size;
  }
  const indices = new Int32Array(offsets[rowCount]!);
  const values = new Float32Array(offsets[rowCount]!);
  const written = offsets.slice(0, rowCount);
  let firstFeature = 0;
  let pending = 0;
  for (const [place, builder] of builders.entries()) {
    const block = model.blocks[place]!;
    const idf = inverseDocumentFrequencies(block, model.documentCount);
    for (let row = 0; row < rowCount; row++) {
      const before = written[row]!;
      written[row] = weighRow(builder, row, idf, firstFeature, indices, values, before);
      pending += written[row]! - before;
      if (pending < entriesPerBreath) continue;
      pending = 0;
      await breathe();
    }
    firstFeature += block.dictionary.size;
  }
  return { rowCount, columnCount: firstFeature, offsets, indices, values };
}

function weighRow(
  builder: BlockBuilder,
  row: number,
  idf: Float64Array,
  firstFeature: number,
  indices: Int32Array,
  values: Float32Array,
  into: number,
): number {
  const { offsets, indices: ids, counts } = builder.rows;
  const start = offsets[row]!;
  const end = offsets[row + 1]!;
  let squares = 0;
  for (let entry = start; entry < end; entry++) {
    const value = sublinear[counts[entry]!]! * idf[ids[entry]!]!;
    squares += value * value;
  }
  const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  let at = into;
  for (let entry = start; entry < end; entry++, at++) {
    indices[at] = firstFeature + ids[entry]!;
    values[at] = sublinear[counts[entry]!]! * idf[ids[entry]!]! * scale;
  }
  return at;
}

/** Turns texts into vectors; the result of {@link Vectoriser.read} is overwritten by the next call. */
export class Vectoriser {
  readonly model: VectoriserModel;
  readonly tokens = new Tokens();
  /** The vector: `indices[i]` has `values[i]`, for i below `size`. */
  indices = new Int32Array(1024);
  values = new Float32Array(1024);
  size = 0;
  /** Per block: the counts behind the vector. */
  readonly counts: readonly NgramCounts[];
  private readonly idf: readonly Float64Array[];

  constructor(model: VectoriserModel) {
    this.model = model;
    this.counts = model.blocks.map((block) => new NgramCounts(block.kind, block.dictionary));
    this.idf = model.blocks.map((block) => inverseDocumentFrequencies(block, model.documentCount));
  }

  read(text: string): void {
    this.tokens.read(normaliseText(text));
    this.size = 0;
    let firstFeature = 0;
    for (let place = 0; place < this.counts.length; place++) {
      const counts = this.counts[place]!;
      counts.count(this.tokens, false);
      this.reserve(this.size + counts.size);
      this.append(counts, this.idf[place]!, firstFeature);
      firstFeature += counts.dictionary.size;
    }
  }

  private append(counts: NgramCounts, idf: Float64Array, firstFeature: number): void {
    let squares = 0;
    for (let index = 0; index < counts.size; index++) {
      const id = counts.ids[index]!;
      const value = sublinear[Math.min(counts.countOf[id]!, 65535)]! * idf[id]!;
      squares += value * value;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let index = 0; index < counts.size; index++) {
      const id = counts.ids[index]!;
      this.indices[this.size] = firstFeature + id;
      this.values[this.size++] = sublinear[Math.min(counts.countOf[id]!, 65535)]! * idf[id]! * scale;
    }
  }

  private reserve(size: number): void {
    if (size <= this.indices.length) return;
    const indices = new Int32Array(size * 2);
    indices.set(this.indices);
    this.indices = indices;
    const values = new Float32Array(size * 2);
    values.set(this.values);
    this.values = values;
  }
}
