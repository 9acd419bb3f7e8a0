import { expect, test } from 'vitest';
import { makeQuestions, withOneWordChanged } from '../../../tests/support/questions.ts';
import { createRandom } from '../random.ts';
import {
  createShingler,
  jaccard,
  maximalShingles,
  normaliseForComparison,
  shingleLength,
} from './shingles.ts';

const shingler = createShingler(1);
const similarity = (first: string, second: string): number =>
  jaccard(shingler.set(first), shingler.set(second));

/** Jaccard similarity of sets of strings, as it is defined. */
function defined(first: string, second: string): number {
  const [one, other] = [first, second].map((text) => {
    const normalised = normaliseForComparison(text);
    const starts = Math.max(1, normalised.length - shingleLength + 1);
    return new Set(
      Array.from({ length: starts }, (_, start) => normalised.slice(start, start + shingleLength)),
    );
  }) as [Set<string>, Set<string>];
  const shared = [...one].filter((shingle) => other.has(shingle)).length;
  return shared / (one.size + other.size - shared);
}

test.each([
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['ﬁne ½ Ａ①', 'fine 1⁄2 a1'],
  ['cafe\u0301', 'CAFÉ'],
  ['  two\t\r\n words\u00a0\u3000here\u200b ', 'TWO WORDS HERE'],
  ['\u0000one\u0007', 'one'],
  [' \n', ''],
])('compares %j like %j', (first, second) => {
  expect(normaliseForComparison(first)).toBe(normaliseForComparison(second));
  expect(similarity(first, second)).toBe(1);
});

test.each([
  ['', 'a'],
  ['abcd', 'abce'],
  ['a', 'aa'],
  ['cafe', 'café'],
  ['now!', 'now?'],
])('%j and %j have nothing in common', (first, second) => {
  expect(similarity(first, second)).toBe(0);
});

test('is the Jaccard similarity of the sets of five characters', () => {
  const random = createRandom(3);
  const texts = makeQuestions(5, 200);
  for (const text of texts) {
    for (const other of [withOneWordChanged(text, random), texts[random.below(200)]!, `${text} ${text}`]) {
      expect(similarity(text, other)).toBeCloseTo(defined(text, other), 10);
      expect(similarity(other, text)).toBe(similarity(text, other));
    }
  }
  expect(similarity('abcdefgh', 'abcdefgx')).toBeCloseTo(3 / 5, 10);
});

test('sets are of different hashes in ascending order, whatever repeats', () => {
  for (const text of [
    'ha'.repeat(500),
    'abc'.repeat(1000) + 'cba'.repeat(1000),
    makeQuestions(2, 50).join(),
  ]) {
    const set = shingler.set(text);
    expect([...set]).toEqual([...new Set(set)].sort((a, b) => a - b));
  }
  expect(shingler.set('ha'.repeat(500))).toHaveLength(2);
});

test('a text of a million characters keeps a bounded sample', () => {
  const text = makeQuestions(7, 13_000).join('\n');
  expect(text.length).toBeGreaterThan(1_000_000);
  expect(shingler.set(text)).toHaveLength(maximalShingles);
});

test('samples tell the similarity of long texts', () => {
  const text = makeQuestions(8, 4000).join('\n');
  const part = text.slice(0, 0.8 * text.length);
  const found = jaccard(shingler.set(text), shingler.set(part));
  expect(shingler.set(part)).toHaveLength(maximalShingles);
  expect(Math.abs(found - defined(text, part))).toBeLessThan(0.01);
});
