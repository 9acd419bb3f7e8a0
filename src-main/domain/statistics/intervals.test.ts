import { expect, test } from 'vitest';
import { f1Interval } from '../metrics/f1-interval.ts';
import { createCorrelations } from './correlations.ts';
import { differenceInterval } from './difference-interval.ts';
import { correctedInterval, percentileInterval } from './sample-interval.ts';

/** Expected: statsmodels 0.15.0, x of `proportion_confint(tp, tp + fp + fn, method='wilson')` as 2x / (1 + x). */
test.each([
  [3, 0, 0, 0.6096657120978346, 1],
  [0, 2, 3, 0, 0.6057689451768208],
  [50, 10, 20, 0.6802924314355883, 0.8392731104913792],
  [700, 150, 90, 0.8343964089721968, 0.8710265075211181],
])('F1 of %i, %i, %i', (tp, fp, fn, low, high) => {
  const interval = f1Interval(tp, fp, fn)!;
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

test('F1 of nothing has no interval', () => {
  expect(f1Interval(0, 0, 0)).toBeNull();
});

/** Expected: `numpy.percentile([3, 1, 4, 1, 5, 9, 2, 6], [2.5, 97.5])`. */
test('percentiles agree with numpy', () => {
  const { low, high } = percentileInterval(Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6));
  expect([low, high]).toEqual([1, expect.closeTo(8.475, 12)]);
});

test('a biased bootstrap is moved by twice its bias, inside 0 to 1 and around the estimate', () => {
  const samples = Float64Array.of(0.4, 0.5, 0.6);
  const moved = correctedInterval(samples, 0.55);
  expect(moved.low).toBeCloseTo(0.405 + 0.1, 12);
  expect(moved.high).toBeCloseTo(0.595 + 0.1, 12);
  expect(correctedInterval(Float64Array.of(0.8, 0.9, 1), 0.99)).toEqual({
    low: expect.closeTo(0.985, 12),
    high: 1,
  });
  expect(correctedInterval(Float64Array.of(0.5, 0.5), 0.9)).toEqual({ low: 0.9, high: 1 });
});

/** Expected: equation 5 of Zou and Donner in Python. */
test('the interval of a difference from two intervals and their correlation', () => {
  const a = { value: 0.7, interval: { low: 0.55, high: 0.82 } };
  const b = { value: 0.78, interval: { low: 0.66, high: 0.87 } };
  const { low, high } = differenceInterval(a, b, 0.6);
  expect(low).toBeCloseTo(-0.027331262919989843, 12);
  expect(high).toBeCloseTo(0.2, 12);
  const swapped = differenceInterval(b, a, 0.6);
  expect([swapped.low, swapped.high]).toEqual([expect.closeTo(-high, 12), expect.closeTo(-low, 12)]);
});

test('correlations by Pearson; 0 where nothing changes; pairs with NaN are passed over', () => {
  const correlations = createCorrelations(3);
  const pairs = [
    [1, 2],
    [2, 1],
    [3, 5],
    [4, 4],
  ] as const;
  for (const [first, second] of pairs) {
    correlations.add(0, first, second);
    correlations.add(1, first, 7);
    correlations.add(2, first, -first);
    correlations.add(2, Number.NaN, first);
  }
  // numpy.corrcoef([1, 2, 3, 4], [2, 1, 5, 4])[0, 1]
  expect([...correlations.finish()]).toEqual([
    expect.closeTo(0.7071067811865475, 12),
    0,
    expect.closeTo(-1, 12),
  ]);
});
