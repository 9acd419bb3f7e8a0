import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTokenizer } from './tokenizer.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../tests/fixtures/encoders');
const readJson = <T>(name: string): T => JSON.parse(readFileSync(path.join(fixtures, name), 'utf8')) as T;
const texts = readJson<readonly string[]>('texts.json');

describe.each(['wordpiece', 'bpe', 'unigram'])('a %s tokenizer', (name) => {
  const tokenizer = createTokenizer(readJson(`${name}/tokenizer.json`));
  const golden = readJson<{ limit: number; ids: readonly number[][] }>(`${name}.golden.json`);

  test('gives the token ids of the Python package on 200 texts of many scripts', () => {
    expect(texts).toHaveLength(200);
    expect(golden.ids.some((ids) => ids.length === golden.limit)).toBe(true);
    const different = texts.filter(
      (text, index) => String(tokenizer.encode(text, golden.limit)) !== String(golden.ids[index]),
    );
    expect(different).toEqual([]);
  });
});

test('the pre-tokeniser Whitespace takes words of any script, as the Python package does', () => {
  const json = readJson<object>('wordpiece/tokenizer.json');
  const tokenizer = createTokenizer({ ...json, pre_tokenizer: { type: 'Whitespace' } });
  expect(tokenizer.encode('नहीं parcel late...', 100)).toEqual([2, 902, 1229, 1147, 1, 3]);
  expect(tokenizer.encode('Straße, Übermäßig; посылка пришла поздно!', 100)).toEqual([
    2, 1379, 1211, 1476, 16, 1388, 771, 1455, 1244, 31, 1235, 1497, 1264, 897, 1461, 544, 1235, 1498, 888, 5,
    3,
  ]);
});
