import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson.ts';

/** Expected: statsmodels 0.15.0, `proportion_confint(successes, trials, method='wilson')`. */
test.each([
  [0, 10, 0, 0.27753279986288926],
  [1, 10, 0.017876213095072924, 0.40415002679523854],
  [5, 10, 0.23659309051256394, 0.7634069094874361],
  [9, 10, 0.5958499732047614, 0.982123786904927],
  [10, 10, 0.7224672001371106, 1],
  [893, 1000, 0.8723150421383737, 0.91067712569198],
  [81, 263, 0.2552885198782742, 0.36620957698280004],
])('agrees with statsmodels for %i of %i', (successes, trials, low, high) => {
  const interval = wilsonInterval(successes, trials);
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

test('takes another quantile (99 %, from statsmodels with alpha=0.01)', () => {
  const interval = wilsonInterval(15, 50, 2.5758293035489004);
  expect(interval.low).toBeCloseTo(0.16483999062339336, 12);
  expect(interval.high).toBeCloseTo(0.4820208460636579, 12);
});

test('knows nothing without trials and refuses what is no proportion', () => {
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  expect(() => wilsonInterval(3, 2)).toThrow('3 of 2');
  expect(() => wilsonInterval(-1, 2)).toThrow('-1 of 2');
  expect(() => wilsonInterval(Number.NaN, 2)).toThrow('NaN of 2');
});
