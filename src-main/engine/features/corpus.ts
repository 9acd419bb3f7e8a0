import { AppError } from '../../domain/errors.ts';
import { mix } from '../random.ts';
import type { TrainingContext, TrainingData, TrainingDocument } from '../types.ts';
import { isUsable } from '../usable.ts';
import { BlockBuilder, type BlockKind } from './feature-block.ts';
import { normaliseText } from './normalise.ts';
import type { SparseMatrix } from './sparse-rows.ts';
import { Tokens } from './tokens.ts';
import { Vectoriser, type VectoriserModel, weightedMatrix } from './vectoriser.ts';

/** Labelled documents as rows of features. */
export interface LabelledRows {
  readonly matrix: SparseMatrix;
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

/** Characters of text between two breaths. */
const charactersPerBreath = 100_000;

/**
 * Memory is bounded by these. A character of text gives 1.6 to 3 entries of the matrix with character n-grams,
 * 0.4 without; an entry costs up to 14 bytes while the matrix is built, so that it stays near 1.2 GB. Larger corpora go without character
 * n-grams first, then learn from a seeded share of their documents.
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
  let documents = 0;
  let characters = 0;
  for (const document of data.training()) {
    if (!isUsable(data.kind, document)) continue;
    documents++;
    characters += document.text.length;
    for (const k of document.classes) classSizes[k]!++;
    if (documents % 5000 === 0) {
      await context.breathe();
      context.checkCancelled();
    }
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

/** Reads the training documents into a matrix and builds the dictionary, in one pass. */
export async function buildCorpus(
  data: TrainingData,
  facts: CorpusFacts,
  context: TrainingContext,
  limits: CorpusLimits,
): Promise<Corpus> {
  const notes: string[] = [];
  const kindsOfBlock: BlockKind[] = ['words'];
  if (facts.characters <= limits.charactersForCharacterNgrams) kindsOfBlock.push('characters');
  else
    notes.push(
      'Only words and pairs of words were used: the training texts are too long for parts of words.',
    );
  const sampling = samplingFor(facts, limits, context.seed);
  if (sampling)
    notes.push(
      'A share of the training documents was used, drawn with the seed: there is too much text for all.',
    );

  const builders = kindsOfBlock.map((kind) => new BlockBuilder(kind, limits.dictionary));
  const labels: (readonly number[])[] = [];
  const tokens = new Tokens();
  let seen = 0;
  let pending = 0;
  for (const document of data.training()) {
    if (!isUsable(data.kind, document)) continue;
    seen++;
    if (sampling && !sampling(document, seen)) continue;
    tokens.read(normaliseText(document.text));
    for (const builder of builders) builder.add(tokens);
    labels.push(document.classes);
    pending += document.text.length + 20;
    if (pending < charactersPerBreath) continue;
    pending = 0;
    context.onProgress({ phase: 'reading', fraction: (0.25 * seen) / facts.documents });
    await context.breathe();
    context.checkCancelled();
  }
  context.onProgress({ phase: 'features', fraction: 0.25 });
  const breathe = async (): Promise<void> => {
    await context.breathe();
    context.checkCancelled();
  };
  await pruneBlocks(builders, labels.length, facts, limits, breathe);
  const vectoriser: VectoriserModel = {
    documentCount: labels.length,
    blocks: builders.map((builder, place) => ({
      kind: kindsOfBlock[place]!,
      dictionary: builder.counts.dictionary,
      documentFrequencies: builder.documentFrequencies.slice(0, builder.counts.dictionary.size),
    })),
  };
  const matrix = await weightedMatrix(vectoriser, builders, breathe);
  return { vectoriser, training: { matrix, labels }, notes };
}

/**
 * Keeps every document of a class that has few and a share of the rest, or everything (`undefined`).
 */
function samplingFor(facts: CorpusFacts, limits: CorpusLimits, seed: number) {
  const limit = Math.max(limits.charactersForCharacterNgrams, limits.charactersForWords);
  if (facts.characters <= limit) return undefined;
  const share = limit / facts.characters;
  const always = 2000;
  return (document: TrainingDocument, ordinal: number): boolean => {
    let chance = share;
    for (const k of document.classes) chance = Math.max(chance, always / facts.classSizes[k]!);
    return mix(mix(seed) ^ ordinal) / 0x1_0000_0000 < chance;
  };
}

/**
 * N-grams that stand in one document only say nothing about others, except in small corpora, where they
 * still pay (measured: +0.2 to +0.4 points of accuracy). Above the limits, the rarest n-grams go first.
 */
async function pruneBlocks(
  builders: readonly BlockBuilder[],
  documents: number,
  facts: CorpusFacts,
  limits: CorpusLimits,
  breathe: () => Promise<void>,
): Promise<void> {
  const classes = facts.classSizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  const largest = Math.min(limits.features, Math.floor(limits.weights / classes));
  const least = builders.map((_, place) => leastDocuments(place, documents));
  const total = (): number =>
    builders.reduce((sum, builder, place) => sum + builder.countAtLeast(least[place]!), 0);
  while (total() > largest) for (let place = 0; place < least.length; place++) least[place]!++;
  for (const [place, builder] of builders.entries()) {
    await breathe();
    builder.prune(least[place]!);
  }
  await breathe();
}

function leastDocuments(place: number, documents: number): number {
  return documents < (place === 0 ? 3000 : 1000) ? 1 : 2;
}

/** The vectors of further labelled documents, at most about `atMost` of them, evenly spread. */
export async function vectorsOf(
  data: TrainingData,
  source: Iterable<TrainingDocument>,
  sourceSize: number,
  model: VectoriserModel,
  context: TrainingContext,
  atMost: number,
): Promise<LabelledRows> {
  const vectoriser = new Vectoriser(model);
  const every = Math.max(1, Math.ceil(sourceSize / atMost));
  const labels: (readonly number[])[] = [];
  const offsets: number[] = [0];
  let indices = new Int32Array(65536);
  let values = new Float32Array(65536);
  let size = 0;
  let seen = 0;
  let pending = 0;
  for (const document of source) {
    if (!isUsable(data.kind, document) || seen++ % every !== 0) continue;
    vectoriser.read(document.text);
    const end = size + vectoriser.size;
    if (end > indices.length) {
      const moreIndices = new Int32Array(end * 2);
      moreIndices.set(indices);
      indices = moreIndices;
      const moreValues = new Float32Array(end * 2);
      moreValues.set(values);
      values = moreValues;
    }
    indices.set(vectoriser.indices.subarray(0, vectoriser.size), size);
    values.set(vectoriser.values.subarray(0, vectoriser.size), size);
    size = end;
    offsets.push(size);
    labels.push(document.classes);
    pending += document.text.length + 20;
    if (pending < charactersPerBreath) continue;
    pending = 0;
    await context.breathe();
    context.checkCancelled();
  }
  const columnCount = model.blocks.reduce((sum, block) => sum + block.dictionary.size, 0);
  const matrix = {
    rowCount: labels.length,
    columnCount,
    offsets: Float64Array.from(offsets),
    indices,
    values,
  };
  return { matrix, labels };
}
