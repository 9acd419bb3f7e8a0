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
