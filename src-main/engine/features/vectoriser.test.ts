import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createThreadPool } from '../threads/pool.ts';
import { learnFeatures, vectoriseTexts } from './learn-features.ts';
import { ngramKinds } from './ngram-table.ts';
import type { SparseMatrix } from './sparse-rows.ts';
import { featureCount, Vectoriser, type VectoriserModel } from './vectoriser.ts';

const texts = [
  'The printer on floor 3 is broken again!',
  'Reset my password, please.',
  'printer prints blank pages, the paper is fine',
  "I can't log in: password expired",
  'pages pages pages of blank paper',
  'a',
  'Please reset the printer password',
];

const pacing = { breathe: async () => {}, checkCancelled: () => {} };
const pool = createThreadPool({ count: 1, entry: null }, pacing);
const options = { characterNgrams: true, mostKnown: 1_000_000, mostFeatures: 1_000_000 };

async function learn(changes: Partial<typeof options> = {}, documents: readonly string[] = texts) {
  const { vectoriser, matrices } = await learnFeatures([documents], { ...options, ...changes }, pool, pacing);
  return { model: vectoriser, matrix: matrices[0]! };
}

function rowOf(matrix: Awaited<ReturnType<typeof learn>>['matrix'], row: number): Map<number, number> {
  const result = new Map<number, number>();
  for (let entry = matrix.offsets[row]!; entry < matrix.offsets[row + 1]!; entry++) {
    result.set(matrix.indices[entry]!, matrix.values[entry]!);
  }
  return result;
}

interface Golden {
  readonly learned: readonly string[];
  readonly new: readonly string[];
  readonly words: GoldenRows;
  readonly characters: GoldenRows;
}
interface GoldenRows {
  readonly learned: readonly Readonly<Record<string, number>>[];
  readonly new: readonly Readonly<Record<string, number>>[];
}

/** A row by the n-grams' spelling, of words and pairs or of characters. */
function spelledRow(model: VectoriserModel, matrix: SparseMatrix, row: number, characters: boolean) {
  const spelled: Record<string, number> = {};
  for (const [id, value] of rowOf(matrix, row)) {
    if ((model.table.kinds[id] === ngramKinds.characters) === characters)
      spelled[model.table.text(id)] = value;
  }
  return spelled;
}

function expectRows(rows: readonly Record<string, number>[], golden: GoldenRows['learned']) {
  for (const [row, expected] of golden.entries()) {
    expect(Object.keys(rows[row]!).sort()).toEqual(Object.keys(expected).sort());
    for (const [key, value] of Object.entries(expected)) expect(rows[row]![key]).toBeCloseTo(value, 6);
  }
}

/** Every value of words, pairs and characters; tests/fixtures/tfidf/make.py says how the values were made. */
describe('TF-IDF against scikit-learn', () => {
  const file = new URL('../../../tests/fixtures/tfidf/golden.json', import.meta.url);
  const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

  it.each(['words', 'characters'] as const)(
    'agrees on %s of the texts learned from and of new ones',
    async (kind) => {
      const { model, matrix } = await learn({}, golden.learned);
      const fresh = await vectoriseTexts(model, golden.new, pacing);
      const spelled = (of: SparseMatrix) =>
        Array.from({ length: of.rowCount }, (_, row) => spelledRow(model, of, row, kind === 'characters'));
      expectRows(spelled(matrix), golden[kind].learned);
      expectRows(spelled(fresh), golden[kind].new);
    },
  );
});

describe('Vectoriser', () => {
  it('gives a training text the vector that it had in training, whatever was read before', async () => {
    const { model, matrix } = await learn();
    const vectoriser = new Vectoriser(model);
    for (let row = texts.length - 1; row >= 0; row--) {
      vectoriser.read(texts[row]!);
      const from = matrix.offsets[row]!;
      expect(vectoriser.indices.slice(0, vectoriser.size)).toEqual(
        matrix.indices.slice(from, matrix.offsets[row + 1]!),
      );
      expect(vectoriser.values.slice(0, vectoriser.size)).toEqual(
        matrix.values.slice(from, matrix.offsets[row + 1]!),
      );
    }
  });

  it('gives a text without known n-grams an empty vector', async () => {
    const { model } = await learn();
    const vectoriser = new Vectoriser(model);
    for (const text of ['', '   ', '🦄', '日本']) {
      vectoriser.read(text);
      expect(vectoriser.size).toBe(0);
    }
  });

  it('reads a word of a million letters and a million words', async () => {
    const { model } = await learn();
    const vectoriser = new Vectoriser(model);
    vectoriser.read('p'.repeat(1_000_000));
    expect(vectoriser.size).toBe(1);
    vectoriser.read('pages '.repeat(166_667));
    const squares = vectoriser.values
      .subarray(0, vectoriser.size)
      .reduce((sum, value) => sum + value * value, 0);
    expect(squares).toBeCloseTo(2, 5);
  });

  it('keeps to the number of features, dropping the rarest, in table and rows', async () => {
    const { model, matrix } = await learn({ characterNgrams: false, mostFeatures: 3 });
    expect(Array.from({ length: featureCount(model) }, (_, id) => model.table.text(id))).toEqual([
      'the',
      'printer',
      'password',
    ]);
    expect(Array.from(model.documentFrequencies)).toEqual([3, 3, 3]);
    expect(rowOf(matrix, 0).size).toBe(2);
    expect(rowOf(matrix, 4).size).toBe(0);
  });
});
