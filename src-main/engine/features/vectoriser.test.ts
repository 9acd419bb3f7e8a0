import { describe, expect, it } from 'vitest';
import { emptyHash, extendHash } from './dictionary.ts';
import { BlockBuilder, type BlockKind } from './feature-block.ts';
import { normaliseText } from './normalise.ts';
import { Tokens } from './tokens.ts';
import { featureCount, Vectoriser, type VectoriserModel, weightedMatrix } from './vectoriser.ts';

const texts = [
  'The printer on floor 3 is broken again!',
  'Reset my password, please.',
  'printer prints blank pages, the paper is fine',
  "I can't log in: password expired",
  'pages pages pages of blank paper',
  'a',
  'Please reset the printer password',
];

async function learn(kinds: readonly BlockKind[], documents: readonly string[] = texts, least = 1) {
  const tokens = new Tokens();
  const builders = kinds.map((kind) => new BlockBuilder(kind, 1_000_000));
  for (const text of documents) {
    tokens.read(normaliseText(text));
    for (const builder of builders) builder.add(tokens);
  }
  for (const builder of builders) builder.prune(least);
  const model: VectoriserModel = {
    documentCount: documents.length,
    blocks: builders.map((builder, place) => ({
      kind: kinds[place]!,
      dictionary: builder.counts.dictionary,
      documentFrequencies: builder.documentFrequencies.slice(0, builder.counts.dictionary.size),
    })),
  };
  const matrix = await weightedMatrix(model, builders, async () => {});
  return { model, matrix };
}

function idOf(model: VectoriserModel, key: string): number {
  const units = Uint16Array.from(key, (character) => character.charCodeAt(0));
  return model.blocks[0]!.dictionary.find(units, 0, units.length, units.reduce(extendHash, emptyHash));
}

function rowOf(matrix: Awaited<ReturnType<typeof learn>>['matrix'], row: number): Map<number, number> {
  const result = new Map<number, number>();
  for (let entry = matrix.offsets[row]!; entry < matrix.offsets[row + 1]!; entry++) {
    result.set(matrix.indices[entry]!, matrix.values[entry]!);
  }
  return result;
}

/*
 * Numbers from scikit-learn 1.9.1 on the texts above:
 * words: TfidfVectorizer(token_pattern=r"\w+|[^\w\s]", ngram_range=(1, 2), sublinear_tf=True)
 * characters: TfidfVectorizer(analyzer='char_wb', ngram_range=(2, 5), sublinear_tf=True)
 * each fit_transform(texts), and transform(["Blank printer pages? Password!"]).
 */
describe('TF-IDF against scikit-learn', () => {
  it('agrees on words and pairs of words', async () => {
    const { model, matrix } = await learn(['words']);
    expect([featureCount(model), matrix.indices.length]).toEqual([66, 80]);
    const value = (row: number, key: string) => rowOf(matrix, row).get(idOf(model, key));
    expect(value(0, '!')).toBeCloseTo(0.254948199, 6);
    expect(value(2, 'pages')).toBeCloseTo(0.218352352, 6);
    expect(value(2, 'blank pages')).toBeCloseTo(0.263047906, 6);
    expect(value(2, 'pages ,')).toBeCloseTo(0.263047906, 6);
    expect(value(4, 'pages')).toBeCloseTo(0.518693014, 6);
    expect(value(4, 'pages pages')).toBeCloseTo(0.50413851, 6);
    expect(value(6, 'password')).toBeCloseTo(0.276657674, 6);
  });

  it('agrees on characters', async () => {
    const { model, matrix } = await learn(['characters']);
    expect([featureCount(model), matrix.indices.length]).toEqual([328, 559]);
    const value = (row: number, key: string) => rowOf(matrix, row).get(idOf(model, key));
    expect(value(0, 'ter')).toBeCloseTo(0.07498328, 6);
    expect(value(2, 's, ')).toBeCloseTo(0.103044528, 6);
    expect(value(2, 'age')).toBeCloseTo(0.085535807, 6);
    expect(value(4, 'pages')).toBeCloseTo(0.196793676, 6);
    expect(value(5, ' a ')).toBeCloseTo(0.609819295, 6);
    expect(value(6, 'rese')).toBeCloseTo(0.106164116, 6);
  });

  it('agrees on a new text with unknown n-grams', async () => {
    const { model } = await learn(['words']);
    const vectoriser = new Vectoriser(model);
    vectoriser.read('Blank printer pages? Password!');
    expect(vectoriser.size).toBe(5);
    const vector = new Map(
      Array.from(vectoriser.indices.subarray(0, 5), (id, at) => [id, vectoriser.values[at]!]),
    );
    expect(vector.get(idOf(model, 'printer'))).toBeCloseTo(0.385651067, 6);
    expect(vector.get(idOf(model, '!'))).toBeCloseTo(0.543530402, 6);
    expect(vector.get(idOf(model, 'pages'))).toBeCloseTo(0.451176911, 6);
  });
});

describe('Vectoriser', () => {
  it('gives a training text the vector that it had in training, whatever was read before', async () => {
    const { model, matrix } = await learn(['words', 'characters']);
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
    const { model } = await learn(['words', 'characters']);
    const vectoriser = new Vectoriser(model);
    for (const text of ['', '   ', '🦄', '日本']) {
      vectoriser.read(text);
      expect(vectoriser.size).toBe(0);
    }
  });

  it('reads a word of a million letters and a million words', async () => {
    const { model } = await learn(['words', 'characters']);
    const vectoriser = new Vectoriser(model);
    vectoriser.read('p'.repeat(1_000_000));
    expect(vectoriser.size).toBe(1);
    vectoriser.read('pages '.repeat(166_667));
    const squares = vectoriser.values
      .subarray(0, vectoriser.size)
      .reduce((sum, value) => sum + value * value, 0);
    expect(squares).toBeCloseTo(2, 5);
  });

  it('forgets n-grams of fewer documents than asked for, in dictionary and rows', async () => {
    const { model, matrix } = await learn(['words'], texts, 3);
    const keys = Array.from({ length: featureCount(model) }, (_, id) => model.blocks[0]!.dictionary.key(id));
    expect(keys).toEqual(['the', 'printer', 'password']);
    expect(Array.from(model.blocks[0]!.documentFrequencies)).toEqual([3, 3, 3]);
    expect(rowOf(matrix, 0).size).toBe(2);
    expect(rowOf(matrix, 4).size).toBe(0);
  });
});

describe('BlockBuilder', () => {
  it('stays within its dictionary limit by forgetting the rarest n-grams', () => {
    const builder = new BlockBuilder('words', 100);
    const tokens = new Tokens();
    for (let document = 0; document < 200; document++) {
      tokens.read(`common word${document}`);
      builder.add(tokens);
      expect(builder.counts.dictionary.size).toBeLessThanOrEqual(100);
    }
    expect(builder.rows.rowCount).toBe(200);
    expect(builder.counts.dictionary.key(0)).toBe('common');
    expect(builder.documentFrequencies[0]).toBe(200);
  });
});
