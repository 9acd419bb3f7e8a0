import type { SparseMatrix } from '../features/sparse-rows.ts';
import type { Work } from '../work.ts';
import { addGuessed, addLabelled, emptyCounts, logRatios } from './class-ratios.ts';
import { guessAll } from './guesses.ts';
import { fitLatent, type LatentRows } from './latent-svm.ts';

/** Labelled and unlabelled documents as TF-IDF rows and as document vectors. */
export interface Texts {
  readonly labelled: SparseMatrix;
  readonly labelledVectors: LatentRows;
  /** The class of every labelled row. */
  readonly classes: Int32Array;
  readonly unlabelled: SparseMatrix;
  readonly unlabelledVectors: LatentRows;
  /** The share of every feature in all texts. */
  readonly background: Float64Array;
}

/** A linear model: feature by feature, one weight for each of the learned classes. */
export interface Taught {
  readonly learned: readonly number[];
  readonly weights: Float32Array;
}

/**
 * Learns from some of the labelled documents and all unlabelled ones: support vector machines on the labelled
 * documents' vectors guess the classes of the others, then naive Bayes learns from both. The two see the texts
 * differently, vectors what words have in common and naive Bayes each word, so that the pupil surpasses its teacher
 * (compare co-training, Blum and Mitchell 1998; naive Bayes with unlabelled documents, Nigam et al. 2000).
 */
export function* teach(texts: Texts, rows: Int32Array, seed: number): Work<Taught> {
  const { labelled, classes } = texts;
  const learned = Array.from(new Set(Array.from(rows, (row) => classes[row]!))).sort((a, b) => a - b);
  const placeOf = new Map(learned.map((classIndex, place) => [classIndex, place]));
  const teacher = yield* fitLatent(texts.labelledVectors, rows, classes, learned, seed);
  const guesses = yield* guessAll(teacher, texts.unlabelledVectors);
  const counts = emptyCounts(labelled.columnCount, learned.length);
  yield* addLabelled(counts, labelled, rows, (row) => placeOf.get(classes[row]!)!);
  yield* addGuessed(counts, texts.unlabelled, guesses);
  return { learned, weights: yield* logRatios(counts, texts.background) };
}
