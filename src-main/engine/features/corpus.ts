import { AppError } from '../../domain/errors.ts';
import { mix } from '../random.ts';
import { createThreadPool, type ThreadPool } from '../threads/pool.ts';
import type { TrainingContext, TrainingData, TrainingDocument } from '../types.ts';
import { isUsable } from '../usable.ts';
import { pauseOf } from '../work.ts';
import { learnFeatures, vectoriseTexts } from './learn-features.ts';
import { readingPause } from './reading-pause.ts';
import type { Entries, SparseMatrix } from './sparse-rows.ts';
import type { VectoriserModel } from './vectoriser.ts';

/** Labelled documents as rows of features. */
export interface LabelledRows {
  readonly matrix: SparseMatrix;
  readonly ids: readonly number[];
  readonly labels: readonly (readonly number[])[];
}

/** What one pass over the training documents tells before anything is kept. */
export interface CorpusFacts {
  readonly documents: number;
  readonly characters: number;
  /** Training documents per class. */
  readonly classSizes: Int32Array;
}

export interface Corpus {
  readonly vectoriser: VectoriserModel;
  readonly training: LabelledRows;
  readonly notes: readonly string[];
}

/**
 * Memory is bounded by these. A character of text gives 1.6 to 3 entries of the matrix with character n-grams,
 * 0.4 without; an entry costs up to 14 bytes while the matrix is built, so that
 * it stays near 1.2 GB. Larger corpora go without character n-grams first, then learn from a seeded share of their
 * documents.
 */
export interface CorpusLimits {
  readonly charactersForCharacterNgrams: number;
  readonly charactersForWords: number;
  /** N-grams known at one time while documents are read. */
  readonly dictionary: number;
  /** Features times classes in the end. */
  readonly weights: number;
  readonly features: number;
}

export const usualLimits: CorpusLimits = {
  charactersForCharacterNgrams: 30_000_000,
  charactersForWords: 200_000_000,
  dictionary: 6_000_000,
  weights: 100_000_000,
  features: 1_500_000,
};

/**
 * Counts the labelled training documents.
 * @throws AppError `too_few_documents`, `too_few_classes`: see `Trainer.train`
 */
export async function surveyCorpus(data: TrainingData, context: TrainingContext): Promise<CorpusFacts> {
  const classSizes = new Int32Array(data.classes.length);
  const wasRead = readingPause(pauseOf(context));
  let documents = 0;
  let characters = 0;
  for (const document of data.training()) {
    if (!isUsable(data.kind, document)) continue;
    documents++;
    characters += document.text.length;
    for (const k of document.classes) classSizes[k]!++;
    await wasRead(document.text);
  }
  if (documents < 2) {
    throw new AppError(
      'too_few_documents',
      `Training needs at least 2 labelled training documents; there ${documents === 1 ? 'is 1' : 'are none'}. Label more documents, or move labelled ones into the training dataset.`,
      { documents },
    );
  }
  const used = classSizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  const needed = data.kind === 'single' ? 2 : 1;
  if (used < needed) {
    throw new AppError(
      'too_few_classes',
      `Training needs training documents of at least ${needed} ${needed === 1 ? 'class' : 'classes'}; there ${used === 1 ? 'is 1' : 'are none'}. Label documents of other classes too.`,
      { classes: used },
    );
  }
  return { documents, characters, classSizes };
}

/** Memory that threads share for the entries of rows with these offsets and classes. */
export type RowMemory = (offsets: Float64Array, labels: LabelledRows['labels']) => Entries;

/**
 * Reads the labelled training documents: their vectoriser, their rows and their classes.
 * @param pool shares the work out; without it everything runs on the caller's own thread, with the same result
 * @param rowMemory where the rows are to lie; by default in memory of their own
 */
export async function buildCorpus(
  data: TrainingData,
  facts: CorpusFacts,
  context: TrainingContext,
  limits: CorpusLimits,
  pool: ThreadPool = createThreadPool({ count: 1, entry: null }, context),
  rowMemory?: RowMemory,
): Promise<Corpus> {
  const notes: string[] = [];
  const characterNgrams = facts.characters <= limits.charactersForCharacterNgrams;
  if (!characterNgrams)
    notes.push(
      'Only words and pairs of words were used: the training texts are too long for parts of words.',
    );
  const sampling = samplingFor(facts, limits, context.seed);
  if (sampling)
    notes.push(
      'A share of the training documents was used, drawn with the seed: there is too much text for all.',
    );
  const classes = facts.classSizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  const ids: number[] = [];
  const labels: (readonly number[])[] = [];
  const options = {
    characterNgrams,
    mostKnown: limits.dictionary,
    mostFeatures: Math.min(limits.features, Math.floor(limits.weights / classes)),
    ...(rowMemory ? { entryMemory: (offsets: Float64Array) => rowMemory(offsets, labels) } : {}),
  };
  const { vectoriser, matrices } = await learnFeatures(
    [sampledTexts(data, sampling, ids, labels)],
    options,
    pool,
    context,
    (texts) => {
      if (texts % 100 === 0)
        context.onProgress({ phase: 'reading', fraction: (0.25 * texts) / facts.documents });
    },
  );
  context.onProgress({ phase: 'features', fraction: 0.25 });
  return { vectoriser, training: { matrix: matrices[0]!, ids, labels }, notes };
}

type Sampling = ((document: TrainingDocument, ordinal: number) => boolean) | undefined;

/** The texts to learn from; their ids and classes enter `ids` and `labels` as they are read. */
function* sampledTexts(
  data: TrainingData,
  sampling: Sampling,
  ids: number[],
  labels: (readonly number[])[],
): Generator<string, void, void> {
  let seen = 0;
  for (const document of data.training()) {
    if (!isUsable(data.kind, document)) continue;
    seen++;
    if (sampling && !sampling(document, seen)) continue;
    ids.push(document.id);
    labels.push(document.classes);
    yield document.text;
  }
}

/** Keeps every document of a class that has few and a share of the rest, or everything (`undefined`). */
function samplingFor(facts: CorpusFacts, limits: CorpusLimits, seed: number): Sampling {
  const limit = Math.max(limits.charactersForCharacterNgrams, limits.charactersForWords);
  if (facts.characters <= limit) return undefined;
  const share = limit / facts.characters;
  const always = 2000;
  return (document, ordinal) => {
    let chance = share;
    for (const k of document.classes) chance = Math.max(chance, always / facts.classSizes[k]!);
    return mix(mix(seed) ^ ordinal) / 0x1_0000_0000 < chance;
  };
}

/** The rows of further labelled documents. */
export async function vectorsOf(
  documents: Iterable<TrainingDocument>,
  model: VectoriserModel,
  context: TrainingContext,
): Promise<LabelledRows> {
  const ids: number[] = [];
  const labels: (readonly number[])[] = [];
  function* texts(): Generator<string, void, void> {
    for (const document of documents) {
      ids.push(document.id);
      labels.push(document.classes);
      yield document.text;
    }
  }
  return { matrix: await vectoriseTexts(model, texts(), context), ids, labels };
}
