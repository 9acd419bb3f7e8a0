import { expect, test } from 'vitest';
import { bertNormaliser } from './bert-normaliser.ts';

// Expected values: BertNormalizer of the Python package `tokenizers` 0.23.2.
test.each([
  ['ΟΔΥΣΣΕΥΣ İ É', 'οδυσσευσ i e', 'ΟΔΥΣΣΕΥΣ İ É'],
  ['a\u0000b\u200bc\ufffdd\u00a0e\u2028f', 'abcd e f', 'abcd e f'],
  ['x𠮷y中z', 'x 𠮷 y 中 z', 'x 𠮷 y 中 z'],
  ['e\u0301\u0327', 'e', 'e\u0301\u0327'],
])('%j is cleaned, with small letters and without', (text, small, cased) => {
  expect(bertNormaliser({ lowercase: true })(text)).toBe(small);
  expect(bertNormaliser({ lowercase: false })(text)).toBe(cased);
});

test('every step can be left out', () => {
  const off = { clean_text: false, handle_chinese_chars: false, strip_accents: false, lowercase: false };
  expect(bertNormaliser(off)('A\u0001 É 中')).toBe('A\u0001 É 中');
  expect(bertNormaliser({ ...off, strip_accents: true })('É')).toBe('E');
  expect(bertNormaliser({ ...off, lowercase: true })('É')).toBe('é');
});
