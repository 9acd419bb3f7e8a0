import { expect, test } from 'vitest';
import { createConfusion, mistakesIn, mostConfused, shareAt, usedClasses } from './confusion.ts';

const confusion = createConfusion([
  [8, 2, 0],
  [3, 1, 0],
  [0, 0, 0],
]);

test('rows are actual classes, columns predicted ones', () => {
  expect(confusion.rowSums).toEqual([10, 4, 0]);
  expect(confusion.columnSums).toEqual([11, 3, 0]);
  expect(shareAt(confusion, 0, 1, 'actual')).toBeCloseTo(0.2);
  expect(shareAt(confusion, 0, 1, 'predicted')).toBeCloseTo(2 / 3);
});

test('a share of nothing is undefined, not zero', () => {
  expect(shareAt(confusion, 2, 0, 'actual')).toBeNull();
  expect(shareAt(confusion, 0, 2, 'predicted')).toBeNull();
  expect(shareAt(confusion, 0, 2, 'actual')).toBe(0);
});

test('shares of a row, and of a column, add up to one', () => {
  const indexes = [0, 1, 2];
  const sum = (shares: readonly (number | null)[]): number =>
    shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  expect(sum(indexes.map((column) => shareAt(confusion, 0, column, 'actual')))).toBeCloseTo(1);
  expect(sum(indexes.map((row) => shareAt(confusion, row, 0, 'predicted')))).toBeCloseTo(1);
});

test('the most confused pair comes first, matches never', () => {
  expect(mostConfused(confusion, 5)).toEqual([
    { actual: 1, predicted: 0, count: 3, share: 0.75 },
    { actual: 0, predicted: 1, count: 2, share: 0.2 },
  ]);
  expect(mostConfused(confusion, 1)).toHaveLength(1);
});

test('a class is used when it is labelled or predicted, and mistakes are whole documents', () => {
  const of = (support: number, predictedCount: number) => ({
    ...{ name: 'c', tp: 0, fp: 0, fn: 0, tn: 0, precision: null, recall: null, f1: null },
    ...{ support, predictedCount },
  });
  expect(usedClasses({ classes: [of(1, 0), of(0, 0), of(0, 2)] })).toEqual([0, 2]);
  expect(mistakesIn({ documents: 14, exactMatch: 9 / 14 })).toBe(5);
});
