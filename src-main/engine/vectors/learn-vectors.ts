import { learnFeatures, type TextSource } from '../features/learn-features.ts';
import { mostFrequent } from '../features/most-frequent.ts';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import type { VectoriserModel } from '../features/vectoriser.ts';
import { createRandom, shuffle } from '../random.ts';
import type { ThreadPool } from '../threads/pool.ts';
import { type Pacing, pauseOf, runPaced, type Work } from '../work.ts';
import { type Projection, projectRows, quantised } from './projection.ts';
import { strongestDirections } from './range-finder.ts';

/** Everything that turns a text into a document vector. */
export interface DocumentVectorModel {
  readonly vectoriser: VectoriserModel;
  readonly projection: Projection;
}

export interface VectorOptions {
  /** Length of a document vector; fewer come out where the texts are fewer or all alike. */
  readonly dimensions: number;
  /** Features of the rows (words, pairs, characters): those of the most texts. */
  readonly mostFeatures: number;
  /** Features that vectors are made from: again those of the most texts. A byte a dimension each, when stored. */
  readonly mostProjected: number;
  readonly characterNgrams: boolean;
  readonly seed: number;
}

export interface LearnedVectors {
  readonly model: DocumentVectorModel;
  /** The vectors of a source's texts, one after another, `model.projection.dimensions` numbers each. */
  vectorsOf(source: number): Promise<Float32Array>;
  /** Per source its texts' TF-IDF rows by `model.vectoriser`. */
  readonly matrices: readonly SparseMatrix[];
}

/** Entries of the matrix that the directions are learned from; of more, a seeded sample of the texts is taken. */
const mostEntries = 5_000_000;
/** Entries copied in one step. */
const entriesPerStep = 500_000;
/** N-grams known at one time while texts are read. */
const mostKnown = 3_000_000;

export const usualVectorOptions = {
  dimensions: 320,
  mostFeatures: 40_000,
  mostProjected: 20_000,
  characterNgrams: true,
} as const;

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
  const pause = pauseOf(pacing);
  const projected = mostFrequent(vectoriser.documentFrequencies, options.mostProjected);
  const featureCount = vectoriser.table.size;
  const sample = await runPaced(sampledRows(matrices, projected, featureCount, options.seed), pause);
  const found = await runPaced(strongestDirections(sample, options.dimensions, options.seed), pause);
  const projection = await runPaced(quantised(found.directions, projected, featureCount), pause);
  return {
    model: { vectoriser, projection },
    matrices,
    vectorsOf: (source) => runPaced(projectRows(projection, matrices[source]!), pause),
  };
}

/**
 * The chosen features of all matrices' rows in one matrix, or of so many texts, drawn with the seed, as
 * {@link mostEntries} allows.
 */
function* sampledRows(
  matrices: readonly SparseMatrix[],
  features: Int32Array,
  featureCount: number,
  seed: number,
): Work<SparseMatrix> {
  const columnOf = new Int32Array(featureCount).fill(-1);
  features.forEach((feature, column) => {
    columnOf[feature] = column;
  });
  const firstRows = matrices.map((_, place) =>
    matrices.slice(0, place).reduce((sum, { rowCount }) => sum + rowCount, 0),
  );
  const rowCount = matrices.reduce((sum, matrix) => sum + matrix.rowCount, 0);
  const placeOf = (at: number): number => firstRows.findLastIndex((first) => first <= at);
  const lengthOf = (at: number): number => {
    const matrix = matrices[placeOf(at)]!;
    const row = at - firstRows[placeOf(at)]!;
    return matrix.offsets[row + 1]! - matrix.offsets[row]!;
  };
  const order = Int32Array.from({ length: rowCount }, (_, at) => at);
  const all = matrices.reduce((sum, matrix) => sum + matrix.offsets[matrix.rowCount]!, 0);
  if (all > mostEntries) shuffle(order, order.length, createRandom(seed));
  let size = 0;
  let count = 0;
  while (count < rowCount && (count === 0 || size + lengthOf(order[count]!) <= mostEntries)) {
    size += lengthOf(order[count++]!);
  }
  yield;
  const offsets = new Float64Array(count + 1);
  const indices = new Int32Array(size);
  const values = new Float32Array(size);
  let at = 0;
  let pending = 0;
  for (const [target, chosen] of order.subarray(0, count).sort().entries()) {
    const matrix = matrices[placeOf(chosen)]!;
    const row = chosen - firstRows[placeOf(chosen)]!;
    for (let entry = matrix.offsets[row]!; entry < matrix.offsets[row + 1]!; entry++) {
      const column = columnOf[matrix.indices[entry]!]!;
      if (column < 0) continue;
      indices[at] = column;
      values[at++] = matrix.values[entry]!;
    }
    offsets[target + 1] = at;
    pending += lengthOf(chosen);
    if (pending < entriesPerStep) continue;
    pending = 0;
    yield;
  }
  return { rowCount: count, columnCount: features.length, offsets, indices, values };
}
