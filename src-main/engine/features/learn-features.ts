import type { ThreadPool } from '../threads/pool.ts';
import { type Pacing, type Pause, pauseOf, runPaced } from '../work.ts';
import { CountedTexts, type CountRequest, charactersPerPause, countChunk } from './count-chunk.ts';
import { type ChunkRows, MergedNgrams, type NgramCounts } from './merge-chunks.ts';
import { ngramKinds } from './ngram-table.ts';
import type { Folding } from './normalise.ts';
import { readingPause } from './reading-pause.ts';
import type { Entries, SparseMatrix } from './sparse-rows.ts';
import { ChunkBuilder, unitsPerRound } from './text-chunks.ts';
import { Vectoriser, type VectoriserModel, weightingOf } from './vectoriser.ts';
import { countKept, weighRows } from './weigh-rows.ts';

/** What new models are trained with. */
const folding: Folding = 'full';

/** Texts in order; read once. */
export type TextSource = Iterable<string>;

export interface FeatureOptions {
  /** Runs of 2 to 5 characters beside words and pairs of words. */
  readonly characterNgrams: boolean;
  /** N-grams known at one time while texts are read; beyond it the rarest are forgotten. */
  readonly mostKnown: number;
  /** Features in the end; beyond it the rarest are left out. */
  readonly mostFeatures: number;
  /** Memory that threads share for a matrix with these offsets; by default its own. */
  readonly entryMemory?: EntryMemory;
}

export type EntryMemory = (offsets: Float64Array) => Entries;

const ownMemory: EntryMemory = (offsets) => {
  const bytes = offsets.at(-1)! * 4;
  return {
    indices: new Int32Array(new SharedArrayBuffer(bytes)),
    values: new Float32Array(new SharedArrayBuffer(bytes)),
  };
};

export interface LearnedFeatures {
  readonly vectoriser: VectoriserModel;
  /** TF-IDF rows of every source's texts, in order. */
  readonly matrices: readonly SparseMatrix[];
}

/**
 * One vectoriser over the texts of all sources (labelled and unlabelled, for example), and every text's row. The
 * result is the same however many threads the pool has. Each text is read once, and at most 16 million characters are
 * held at a time; the rows take up to 14 bytes for each of the 1.6 to 3 entries of a character.
 * @param onText called after each text with the number of texts read
 */
export async function learnFeatures(
  sources: readonly TextSource[],
  options: FeatureOptions,
  pool: ThreadPool,
  pacing: Pacing,
  onText: (texts: number) => void = () => {},
): Promise<LearnedFeatures> {
  const pause = pauseOf(pacing);
  const wasRead = readingPause(pause);
  const ngrams = new MergedNgrams();
  const reader =
    pool.size === 1 ? readHere(ngrams, options, pause) : readShared(ngrams, options, pool, pause);
  const chunksOfSource: number[] = [];
  let texts = 0;
  let units = 0;
  for (const source of sources) {
    for (const text of source) {
      await reader.add(text);
      units += text.length;
      onText(++texts);
      await wasRead(text);
      if (units < unitsPerRound) continue;
      units = 0;
      await reader.endRound();
      await forgetRarest(ngrams, options.mostKnown, pause);
    }
    units = 0;
    await reader.endRound();
    chunksOfSource.push(ngrams.chunks.length);
  }
  const counts = await runPaced(ngrams.counts(), pause);
  const least = leastTexts(counts, texts, options.mostFeatures);
  await ngrams.keep(least, counts.atLeast(least), pause);
  const vectoriser: VectoriserModel = {
    folding,
    table: ngrams.table,
    documentFrequencies: ngrams.frequencies.slice(0, ngrams.table.size),
    documentCount: texts,
    characterNgrams: options.characterNgrams,
  };
  const matrices: SparseMatrix[] = [];
  for (const [source, end] of chunksOfSource.entries()) {
    matrices.push(
      await weighedMatrix(ngrams, chunksOfSource[source - 1] ?? 0, end, vectoriser, pool, options, pause),
    );
  }
  return { vectoriser, matrices };
}

/** Takes texts into the n-grams. */
interface TextReader {
  add(text: string): Promise<void>;
  /** Everything that was added is in. */
  endRound(): Promise<void>;
}

/** Without other threads, the texts go straight into the whole. */
function readHere(ngrams: MergedNgrams, options: FeatureOptions, pause: Pause): TextReader {
  const begin = () => new CountedTexts(ngrams.table, folding, options.characterNgrams, pause);
  let counted = begin();
  let units = new Uint16Array(1024);
  return {
    add: async (text) => {
      // A table that has been pruned is another one.
      if (counted.table !== ngrams.table) {
        counted = begin();
        counted.frequencies = ngrams.frequencies;
      }
      if (text.length > units.length) units = new Uint16Array(text.length * 2);
      Buffer.from(units.buffer).write(text, 'utf16le');
      await counted.add(units, 0, text.length);
    },
    endRound: async () => {
      for (const rows of counted.takeRows()) ngrams.chunks.push({ ...rows, map: undefined });
      ngrams.frequencies = counted.frequencies;
    },
  };
}

/** Threads read chunks of text with tables of their own, which are merged in the order of the texts. */
function readShared(
  ngrams: MergedNgrams,
  options: FeatureOptions,
  pool: ThreadPool,
  pause: Pause,
): TextReader {
  const gathered = new ChunkBuilder();
  return {
    add: async (text) => gathered.add(text),
    endRound: async () => {
      const requests: CountRequest[] = [];
      for (const chunk of gathered.take(pool.size)) {
        requests.push({ ...chunk, folding, characterNgrams: options.characterNgrams });
        await pause();
      }
      for (const chunk of await pool.run(countChunk, requests)) await ngrams.add(chunk, pause);
    },
  };
}

/** Down to two thirds, so that the next texts do not each do the same work again. */
async function forgetRarest(ngrams: MergedNgrams, most: number, pause: Pause): Promise<void> {
  if (ngrams.table.size <= most) return;
  const counts = await runPaced(ngrams.counts(), pause);
  let least = 2;
  while (counts.atLeast([least, least, least]) * 3 > most * 2) least++;
  await ngrams.keep([least, least, least], counts.atLeast([least, least, least]), pause);
}

/**
 * N-grams that stand in one text only say nothing about others, except in small corpora, where they still pay
 * (measured: +0.2 to +0.4 points of accuracy). Above the limit, the rarest n-grams go first.
 * @returns per kind of n-gram in how many texts one must stand
 */
function leastTexts(counts: NgramCounts, texts: number, most: number): number[] {
  const least: number[] = [];
  least[ngramKinds.word] = texts < 3000 ? 1 : 2;
  least[ngramKinds.pair] = least[ngramKinds.word]!;
  least[ngramKinds.characters] = texts < 1000 ? 1 : 2;
  while (counts.atLeast(least) > most) for (const kind of least.keys()) least[kind]!++;
  return least;
}

/** The rows of the chunks `from` to `to`, which are let go. */
async function weighedMatrix(
  ngrams: MergedNgrams,
  from: number,
  to: number,
  model: VectoriserModel,
  pool: ThreadPool,
  { entryMemory = ownMemory }: FeatureOptions,
  pause: Pause,
): Promise<SparseMatrix> {
  const chunks: ChunkRows[] = ngrams.chunks.slice(from, to).map((chunk) => ({ ...chunk, map: chunk.map! }));
  ngrams.chunks.fill(noRows, from, to);
  const sizes = await pool.run(countKept, chunks);
  const { offsets, firstEntries } = rowOffsets(sizes);
  const rowCount = offsets.length - 1;
  await pause();
  const { indices, values } = entryMemory(offsets);
  await pause();
  const weighting = weightingOf(model);
  await pause();
  // A few chunks at a time, so that the memory of those that are done can be used again.
  for (let done = 0; chunks.length > 0; ) {
    const next = chunks.splice(0, pool.size * 2);
    const request = { ...weighting, indices, values };
    const places = next.map((chunk, place) => ({
      ...request,
      ...chunk,
      firstEntry: firstEntries[done + place]!,
    }));
    done += next.length;
    await pool.run(weighRows, places);
  }
  return { rowCount, columnCount: model.table.size, offsets, indices, values };
}

/** Entries copied between two pauses. */
const entriesPerPause = 1_000_000;

const noRows = {
  offsets: new Uint32Array(1),
  ids: new Int32Array(0),
  counts: new Uint16Array(0),
  map: undefined,
};

/** Where every row begins in the matrix, and every chunk. */
function rowOffsets(sizes: readonly Uint32Array[]) {
  const rowCount = sizes.reduce((sum, rows) => sum + rows.length, 0);
  const offsets = new Float64Array(new SharedArrayBuffer((rowCount + 1) * 8));
  const firstEntries: number[] = [];
  let row = 0;
  for (const rows of sizes) {
    firstEntries.push(offsets[row]!);
    for (const size of rows) {
      offsets[row + 1] = offsets[row]! + size;
      row++;
    }
  }
  return { offsets, firstEntries };
}

/** TF-IDF rows of further texts by a vectoriser that has been learned: unknown n-grams are passed over. */
export async function vectoriseTexts(
  model: VectoriserModel,
  source: TextSource,
  pacing: Pacing,
): Promise<SparseMatrix> {
  const pause = pauseOf(pacing);
  const vectoriser = new Vectoriser(model);
  const offsets: number[] = [0];
  const parts: { readonly indices: Int32Array; readonly values: Float32Array }[] = [];
  let size = 0;
  let budget = charactersPerPause;
  for (const text of source) {
    for (vectoriser.begin(text); !vectoriser.work(budget); budget = charactersPerPause) await pause();
    parts.push({
      indices: vectoriser.indices.slice(0, vectoriser.size),
      values: vectoriser.values.slice(0, vectoriser.size),
    });
    size += vectoriser.size;
    offsets.push(size);
    budget -= text.length + 10;
    if (budget > 0) continue;
    budget = charactersPerPause;
    await pause();
  }
  const matrix: SparseMatrix = {
    rowCount: parts.length,
    columnCount: model.table.size,
    offsets: new Float64Array(new SharedArrayBuffer(offsets.length * 8)),
    indices: new Int32Array(new SharedArrayBuffer(size * 4)),
    values: new Float32Array(new SharedArrayBuffer(size * 4)),
  };
  matrix.offsets.set(offsets);
  let copied = 0;
  for (const [row, { indices, values }] of parts.entries()) {
    matrix.indices.set(indices, offsets[row]!);
    matrix.values.set(values, offsets[row]!);
    copied += indices.length + 10;
    if (copied < entriesPerPause) continue;
    copied = 0;
    await pause();
  }
  return matrix;
}
