import { learnFeatures, type TextSource } from '../features/learn-features.ts';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import type { VectoriserModel } from '../features/vectoriser.ts';
import { createRandom, shuffle } from '../random.ts';
import type { ThreadPool } from '../threads/pool.ts';
import { type Projection, projectRows, quantised } from './projection.ts';
import { strongestDirections } from './range-finder.ts';
import { type Pacing, runPaced } from './work.ts';

/** Everything that turns a text into a document vector. */
export interface DocumentVectorModel {
  readonly vectoriser: VectoriserModel;
  readonly projection: Projection;
}

export interface VectorOptions {
  /** Length of a document vector; fewer come out where the texts are fewer or all alike. */
  readonly dimensions: number;
  /** Features (words, pairs, characters) that vectors are made from: those of the most texts. */
  readonly mostFeatures: number;
  readonly characterNgrams: boolean;
  readonly seed: number;
}

export interface LearnedVectors {
  readonly model: DocumentVectorModel;
  /** Per source its texts' vectors, one after another, `model.projection.dimensions` numbers each. */
  readonly vectors: readonly Float32Array[];
  /** Per source its texts' TF-IDF rows by `model.vectoriser`. */
  readonly matrices: readonly SparseMatrix[];
}

/** Entries of the matrix that the directions are learned from; of more, a seeded sample of the texts is taken. */
const mostEntries = 5_000_000;
/** N-grams known at one time while texts are read. */
const mostKnown = 3_000_000;

export const usualVectorOptions = { dimensions: 300, mostFeatures: 40_000, characterNgrams: true } as const;

/**
 * Learns document vectors from texts alone: TF-IDF of words, pairs of words and characters, of which a truncated
 * singular value decomposition keeps the strongest directions (latent semantic analysis, Deerwester et al. 1990).
 * Texts that use words in like company get like vectors, whether they share words or not; the cosine of two texts is
 * the dot product of their vectors, which have length 1. Bit-identical for the same sources, options and seed.
 * @param sources every text once, in a fixed order; labelled and unlabelled ones as sources of their own, for example
 */
export async function learnVectors(
  sources: readonly TextSource[],
  options: VectorOptions,
  pool: ThreadPool,
  pacing: Pacing,
  onText?: (texts: number) => void,
): Promise<LearnedVectors> {
  const { characterNgrams, mostFeatures } = options;
  const features = { characterNgrams, mostFeatures, mostKnown };
  const { vectoriser, matrices } = await learnFeatures(sources, features, pool, pacing, onText);
  const sample = sampledRows(matrices, options.seed);
  const { directions } = await runPaced(
    strongestDirections(sample, options.dimensions, options.seed),
    pacing,
  );
  const projection = quantised(directions);
  const vectors: Float32Array[] = [];
  for (const matrix of matrices) vectors.push(await runPaced(projectRows(projection, matrix), pacing));
  return { model: { vectoriser, projection }, vectors, matrices };
}

/** The rows of all matrices in one, or of so many texts, drawn with the seed, as {@link mostEntries} allows. */
function sampledRows(matrices: readonly SparseMatrix[], seed: number): SparseMatrix {
  const rows = matrices.flatMap((matrix, place) =>
    Array.from({ length: matrix.rowCount }, (_, row) => ({ place, row })),
  );
  const order = Int32Array.from(rows.keys());
  const lengthOf = (at: number): number => {
    const { place, row } = rows[at]!;
    return matrices[place]!.offsets[row + 1]! - matrices[place]!.offsets[row]!;
  };
  const all = rows.reduce((sum, _, at) => sum + lengthOf(at), 0);
  if (all > mostEntries) shuffle(order, order.length, createRandom(seed));
  let size = 0;
  let count = 0;
  while (count < order.length && (count === 0 || size + lengthOf(order[count]!) <= mostEntries)) {
    size += lengthOf(order[count++]!);
  }
  const chosen = order.slice(0, count).sort();
  const offsets = new Float64Array(count + 1);
  const indices = new Int32Array(size);
  const values = new Float32Array(size);
  chosen.forEach((at, target) => {
    const { place, row } = rows[at]!;
    const matrix = matrices[place]!;
    const start = matrix.offsets[row]!;
    const end = matrix.offsets[row + 1]!;
    indices.set(matrix.indices.subarray(start, end), offsets[target]!);
    values.set(matrix.values.subarray(start, end), offsets[target]!);
    offsets[target + 1] = offsets[target]! + end - start;
  });
  return { rowCount: count, columnCount: matrices[0]?.columnCount ?? 0, offsets, indices, values };
}
