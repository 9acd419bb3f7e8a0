import { expect, test } from 'vitest';
import { acceptedFrom, type ShownSuggestions, scoreText, tallySuggestions } from './suggestion-scores.ts';

function shown(rows: readonly (readonly [id: number, score: number, classes: number])[]): ShownSuggestions {
  return {
    documentIds: Int32Array.from(rows, ([id]) => id),
    scores: Float64Array.from(rows, ([, score]) => score),
    classes: Int32Array.from(rows, ([, , classes]) => classes),
  };
}

test('only the suggestions of the documents asked for are counted', () => {
  const suggestions = shown([
    [2, 0.5, 1],
    [4, 0.95, 1],
    [5, 0.2, 0],
    [7, 0.3, -1],
    [9, 1, 1],
  ]);
  expect(tallySuggestions([1, 4, 5, 6, 7, 9, 12], suggestions, 'multi')).toMatchObject({
    documents: 7,
    acceptable: 2,
    unsure: 1,
    none: 1,
  });
  expect(tallySuggestions([], suggestions, 'multi')).toMatchObject({ documents: 0, acceptable: 0 });
});

test('a project with one class a document does not take two', () => {
  const suggestions = shown([
    [1, 0.9, 2],
    [2, 0.9, 1],
  ]);
  expect(tallySuggestions([1, 2], suggestions, 'multi')).toMatchObject({ acceptable: 2, none: 0 });
  expect(tallySuggestions([1, 2], suggestions, 'single')).toMatchObject({ acceptable: 1, none: 1 });
});

test('a score is shown as the highest least score that takes it', () => {
  expect([0.899, 0.9, Math.fround(0.9), 0.9999, 1].map(scoreText)).toEqual([
    '0.89',
    '0.90',
    '0.89',
    '0.99',
    '1.00',
  ]);
});

test('at every hundredth as many are accepted as have at least that score', () => {
  // Scores at the hundredths, next to them, and as single-precision numbers.
  const scores = Array.from({ length: 101 }, (_, index) => index / 100).flatMap((score) => [
    score,
    score * (1 - Number.EPSILON),
    Math.fround(score),
  ]);
  const tally = tallySuggestions(
    scores.map((_, index) => index),
    shown(scores.map((score, index) => [index, score, 1])),
    'single',
  );
  for (let hundredth = 0; hundredth <= 100; hundredth++) {
    const atLeast = hundredth / 100;
    expect(acceptedFrom(tally, atLeast)).toBe(scores.filter((score) => score >= atLeast).length);
  }
});
