import { expect, test } from 'vitest';
import { createConfusion, isShown, tintAt } from './confusion.ts';

const confusion = createConfusion([
  [8, 2, 0],
  [3, 1, 0],
  [0, 0, 0],
]);

test('errors and matches exclude each other', () => {
  expect([isShown('errors', 0, 1), isShown('errors', 1, 1)]).toEqual([true, false]);
  expect([isShown('matches', 0, 1), isShown('matches', 1, 1)]).toEqual([false, true]);
  expect([isShown('all', 0, 1), isShown('all', 1, 1)]).toEqual([true, true]);
});

test('the tint follows the shares on show and stays within 0 to 1', () => {
  expect(tintAt(confusion, 0, 0, 'counts')).toBeCloseTo(0.8);
  expect(tintAt(confusion, 0, 0, 'predicted')).toBeCloseTo(8 / 11);
  expect(tintAt(confusion, 0, 1, 'actual')).toBe(1);
  expect(tintAt(confusion, 2, 2, 'counts')).toBe(0);
});
