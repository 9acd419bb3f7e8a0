import { expect, test } from 'vitest';
import { documentsForDifference, documentsForMcNemar } from './documents-needed.ts';
import { logFactorial } from './log-factorial.ts';
import { mcNemarPValue } from './mcnemar.ts';

/** Expected: scipy 1.17.1, `gammaln(n + 1)`. */
test.each([
  [0, 0],
  [1, 0],
  [5, 4.787491742782046],
  [20, 42.335616460753485],
  [255, 1161.7121011184006],
  [256, 1167.2572785628804],
  [300, 1414.9058499450678],
  [5000, 37591.14350887677],
  [1_000_000, 12815518.384658169],
])('ln(%i!) agrees with scipy', (n, expected) => {
  expect(Math.abs(logFactorial(n) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, expected));
});

/** Expected: statsmodels 0.15.0, `mcnemar(table, exact=True).pvalue`; the same from scipy's `binomtest(b, b + c)`. */
test.each([
  [0, 0, 1],
  [0, 1, 1],
  [0, 5, 0.0625],
  [0, 6, 0.03125],
  [3, 9, 0.14599609375],
  [10, 10, 1],
  [12, 13, 1],
  [25, 45, 0.022462895492509273],
  [121, 59, 4.4344492637551645e-6],
  [500, 600, 0.0028195449914364284],
  [5000, 5300, 0.003215819673645259],
  [60_000, 61_000, 0.00407963758118841],
  [0, 1200, 0],
])('McNemar of %i against %i agrees with statsmodels', (onlyA, onlyB, expected) => {
  const pValue = mcNemarPValue(onlyA, onlyB);
  expect(Math.abs(pValue - expected)).toBeLessThanOrEqual(Math.max(1e-9 * expected, 1e-300));
  expect(mcNemarPValue(onlyB, onlyA)).toBe(pValue);
});

/**
 * Expected: Connor's formula in Python with scipy's normal quantiles, rounded up. The first two are also the
 * examples of published calculators: 23 (a 23rd for 22.01) and 155.
 */
test.each([
  [45, 5, 100, 23],
  [5, 45, 100, 23],
  [30, 15, 100, 155],
  [10, 14, 200, 2353],
  [3, 9, 1000, 2614],
])('documents needed for %i against %i of %i', (onlyA, onlyB, documents, expected) => {
  expect(documentsForMcNemar(onlyA, onlyB, documents)).toBe(expected);
});

test('no difference needs no number of documents', () => {
  expect(documentsForMcNemar(7, 7, 100)).toBeNull();
  expect(documentsForDifference(0, 0.1, 100)).toBeNull();
  expect(documentsForDifference(0.1, 0, 100)).toBeNull();
});

test('documents for a difference: those at which it is 1.96 + 0.84 standard errors', () => {
  const needed = documentsForDifference(-0.02, 0.015, 400)!;
  expect(needed).toBe(Math.ceil(400 * ((2.801585218112969 * 0.015) / 0.02) ** 2));
  const errorThen = 0.015 * Math.sqrt(400 / needed);
  expect(0.02 / errorThen).toBeCloseTo(2.8016, 2);
});
