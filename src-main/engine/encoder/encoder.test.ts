import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { type Encoder, inspectEncoder, openEncoder } from './encoder.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../tests/fixtures/encoders');
const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const texts = readJson<readonly string[]>(path.join(fixtures, 'texts.json'));

function goldenVectors(name: string): readonly Float32Array[] {
  const { vectors } = readJson<{ vectors: readonly string[] }>(path.join(fixtures, `${name}.golden.json`));
  return vectors.map((base64) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer));
}

function copyOf(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-encoder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(fixtures, name), path.join(folder, name), { recursive: true });
  return path.join(folder, name);
}

describe.each([
  ['wordpiece', { pooling: 'mean', normalised: true, limit: 24, dimensions: 16, notes: [] }],
  ['bpe', { pooling: 'cls', normalised: false, limit: 24, dimensions: 16, notes: [] }],
  ['unigram', { pooling: 'sentence', normalised: true, limit: 24, dimensions: 16 }],
] as const)('the %s encoder', (name, expected) => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await openEncoder(path.join(fixtures, name));
  });
  afterAll(() => encoder.close());

  test('is read as its files say', async () => {
    expect(encoder.details).toMatchObject({ name, ...expected });
    expect(encoder.details.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(await inspectEncoder(path.join(fixtures, name))).toEqual(encoder.details);
  });

  test('gives the vectors of onnxruntime in Python on 200 texts of many scripts', async () => {
    const golden = goldenVectors(name);
    const vectors = await encoder.encode(texts);
    const furthest = vectors.map((vector, index) =>
      Math.max(...vector.map((value, column) => Math.abs(value - golden[index]![column]!))),
    );
    expect(vectors).toHaveLength(200);
    expect(Math.max(...furthest)).toBeLessThan(1e-5);
    expect(new Set(vectors.map(String)).size).toBeGreaterThan(150);
  });

  test('gives a text the same bits in any company', async () => {
    const [alone] = await encoder.encode([texts[7]!]);
    const [, , inCompany] = await encoder.encode([texts[80]!, texts[3]!, texts[7]!]);
    expect(inCompany).toEqual(alone);
  });

  test('reads empty texts, lone surrogates and 1,000,000 characters', async () => {
    const long = 'слово 单词 word '.repeat(70_000).slice(0, 1_000_000);
    const vectors = await encoder.encode(['', '\ud800 a \udc00', long, '中'.repeat(100_000)]);
    expect(vectors.every((vector) => vector.every(Number.isFinite))).toBe(true);
    expect(vectors[2]).toEqual((await encoder.encode([long.slice(0, 5000)]))[0]);
  });
});

test('a pause that throws ends the work', async () => {
  const encoder = await openEncoder(path.join(fixtures, 'bpe'));
  onTestFinished(() => encoder.close());
  let pauses = 0;
  const pause = async () => {
    if (++pauses === 3) throw new AppError('cancelled', 'Cancelled.');
  };
  await expect(encoder.encode(texts, pause)).rejects.toMatchObject({ code: 'cancelled' });
  expect(pauses).toBe(3);
});

test('the fingerprint tells another model, tokenizer, pooling and limit apart, not another place', async () => {
  const original = await inspectEncoder(path.join(fixtures, 'wordpiece'));
  const folder = copyOf('wordpiece');
  expect((await inspectEncoder(folder)).fingerprint).toBe(original.fingerprint);
  const seen = new Set([original.fingerprint]);
  const pooling = path.join(folder, '1_Pooling', 'config.json');
  writeFileSync(pooling, JSON.stringify({ pooling_mode_cls_token: true }));
  seen.add((await inspectEncoder(folder)).fingerprint);
  writeFileSync(path.join(folder, 'sentence_bert_config.json'), '{"max_seq_length": 20}');
  seen.add((await inspectEncoder(folder)).fingerprint);
  const tokenizer = path.join(folder, 'tokenizer.json');
  writeFileSync(tokenizer, `${readFileSync(tokenizer, 'utf8')} `);
  seen.add((await inspectEncoder(folder)).fingerprint);
  expect(seen.size).toBe(4);
});

test('without files that say so: the mean, scaled, and the limit of the positions', async () => {
  const folder = copyOf('wordpiece');
  for (const name of ['1_Pooling', 'modules.json', 'sentence_bert_config.json', 'tokenizer_config.json']) {
    rmSync(path.join(folder, name), { recursive: true });
  }
  const details = await inspectEncoder(folder);
  // The truncation of tokenizer.json comes next.
  expect(details).toMatchObject({ pooling: 'mean', normalised: true, limit: 12 });
  expect(details.notes).toEqual([expect.stringContaining('does not say how to pool')]);
  const json = readJson<Record<string, unknown>>(path.join(folder, 'tokenizer.json'));
  writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify({ ...json, truncation: null }));
  expect((await inspectEncoder(folder)).limit).toBe(64);
});

test('max pooling takes the largest of every dimension', async () => {
  const folder = copyOf('bpe');
  writeFileSync(path.join(folder, '1_Pooling', 'config.json'), JSON.stringify({ pooling_mode: 'max' }));
  const [max, cls] = await Promise.all(
    [folder, path.join(fixtures, 'bpe')].map(async (one) => {
      const encoder = await openEncoder(one);
      onTestFinished(() => encoder.close());
      return (await encoder.encode([texts[0]!]))[0]!;
    }),
  );
  expect(max!.every((value, column) => value >= cls![column]!)).toBe(true);
  expect(max).not.toEqual(cls);
});

describe('a folder that is none of an encoder is refused, naming what is wrong and what to do', () => {
  const cases: readonly [string, string, (folder: string) => void, RegExp][] = [
    ['gone', 'encoder_missing', (folder) => rmSync(folder, { recursive: true }), /no folder .*put it back/],
    [
      'without a model',
      'encoder_invalid',
      (folder) => rmSync(path.join(folder, 'onnx'), { recursive: true }),
      /no ONNX models.*model\.onnx/,
    ],
    [
      'without a tokenizer',
      'encoder_invalid',
      (folder) => rmSync(path.join(folder, 'tokenizer.json')),
      /no tokenizer\.json.*Export/,
    ],
    [
      'with half a model',
      'encoder_invalid',
      (folder) => truncateSync(path.join(folder, 'onnx/model.onnx'), 60_000),
      /model\.onnx" is no ONNX model.*copy the encoder again/,
    ],
    [
      'with an empty model',
      'encoder_invalid',
      (folder) => truncateSync(path.join(folder, 'onnx/model.onnx'), 0),
      /model\.onnx" /,
    ],
    [
      'with a PDF for a model',
      'encoder_invalid',
      (folder) =>
        writeFileSync(path.join(folder, 'onnx/model.onnx'), '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>'),
      /model\.onnx" is no ONNX model/,
    ],
    [
      'with a PDF for a tokenizer',
      'encoder_invalid',
      (folder) => writeFileSync(path.join(folder, 'tokenizer.json'), '%PDF-1.7\n1 0 obj'),
      /tokenizer\.json" is not the JSON/,
    ],
    [
      'with another JSON for a tokenizer',
      'encoder_invalid',
      (folder) => writeFileSync(path.join(folder, 'tokenizer.json'), '{"name": "not a tokenizer"}'),
      /tokenizer\.json" holds a tokenizer that cannot be used/,
    ],
    [
      'with a model of images',
      'encoder_invalid',
      (folder) => cpSync(path.join(fixtures, 'images.onnx'), path.join(folder, 'onnx/model.onnx')),
      /wants an input "pixel_values".*input_ids/,
    ],
    [
      'with the files of two encoders',
      'encoder_invalid',
      (folder) =>
        writeFileSync(
          path.join(folder, '1_Pooling/config.json'),
          '{"word_embedding_dimension": 384, "pooling_mode_mean_tokens": true}',
        ),
      /config\.json" names 384 dimensions, but the model gives 16/,
    ],
    [
      'with an unknown pooling',
      'encoder_invalid',
      (folder) =>
        writeFileSync(path.join(folder, '1_Pooling/config.json'), '{"pooling_mode_lasttoken": true}'),
      /asks for a pooling that Winnow does not have/,
    ],
    [
      'with more tokens than the model has positions for',
      'encoder_invalid',
      (folder) => {
        writeFileSync(path.join(folder, 'sentence_bert_config.json'), '{"max_seq_length": 100}');
        rmSync(path.join(folder, 'config.json'));
      },
      /failed on a text of 100 tokens.*max_seq_length/,
    ],
    [
      'with a larger vocabulary than the model has',
      'encoder_invalid',
      (folder) => {
        const file = path.join(folder, 'tokenizer.json');
        const json = readJson<{ model: { vocab: Record<string, number> } }>(file);
        json.model.vocab.word = 1_000_000;
        writeFileSync(file, JSON.stringify(json));
      },
      /may not belong to this tokenizer\.json/,
    ],
  ];

  test.each(cases)('%s', async (_, code, spoil, message) => {
    const folder = copyOf('wordpiece');
    spoil(folder);
    const error = await inspectEncoder(folder).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('a file instead of a folder, and a folder of other things', async () => {
    const file = path.join(fixtures, 'bpe', 'model.onnx');
    await expect(inspectEncoder(file)).rejects.toMatchObject({ code: 'encoder_invalid' });
    const folder = mkdtempSync(path.join(tmpdir(), 'winnow-encoder-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(path.join(folder, 'holiday'));
    await expect(inspectEncoder(folder)).rejects.toMatchObject({ code: 'encoder_invalid' });
  });
});
