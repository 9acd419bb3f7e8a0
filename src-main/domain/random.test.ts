import { expect, test } from 'vitest';
import { createRandom, fromState, shuffle } from './random.ts';

const take = <Value>(count: number, draw: () => Value): Value[] => Array.from({ length: count }, draw);

test('gives the known sequence of xoshiro128** for the state 1, 2, 3, 4', () => {
  const random = fromState(Uint32Array.of(1, 2, 3, 4));
  expect(take(10, random.uint32)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('depends on the whole seed and on nothing else', () => {
  const start = (seed: number): string => take(4, createRandom(seed).uint32).join();
  const seeds = [0, 1, 2, 2 ** 31, 2 ** 32, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER];
  expect(new Set(seeds.map(start)).size).toBe(seeds.length);
  expect(start(42)).toBe(start(42));
});

test('pins the sequence of a seed: models and draws of earlier versions depend on it', () => {
  expect(take(3, createRandom(42).uint32)).toEqual([3572665281, 765806771, 3986940835]);
});

test('draws below a bound evenly (chi-square over 7 cells, 99.9 % quantile)', () => {
  const random = createRandom(7);
  const counts = new Array<number>(7).fill(0);
  for (let draw = 0; draw < 70_000; draw++) {
    counts[random.below(7)]!++;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(22.46);
});

test('has no bias where the bound does not divide the range', () => {
  const random = createRandom(1);
  const values = take(6000, () => random.below(3 * 2 ** 30));
  // A plain remainder would put half of the numbers, not a third, into the lowest third.
  expect(values.filter((value) => value < 2 ** 30).length / 6000).toBeCloseTo(1 / 3, 1);
});

test('gives fractions from 0 to below 1 with their mean in the middle', () => {
  const values = take(10_000, createRandom(3).fraction);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expect(values.reduce((sum, value) => sum + value, 0) / 10_000).toBeCloseTo(0.5, 1);
});

test('shuffles arrays and typed arrays in place, the same for the same seed, every order equally likely', () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  const shuffled = shuffle([...values], createRandom(5));
  expect(shuffled).not.toEqual(values);
  expect([...shuffled].sort((first, second) => first - second)).toEqual(values);
  expect([...shuffle(Uint32Array.from(values), createRandom(5))]).toEqual(shuffled);
  const random = createRandom(6);
  const orders = new Map<string, number>();
  for (let draw = 0; draw < 6000; draw++) {
    const order = shuffle(['a', 'b', 'c'], random).join('');
    orders.set(order, (orders.get(order) ?? 0) + 1);
  }
  expect(orders.size).toBe(6);
  expect(Math.min(...orders.values())).toBeGreaterThan(850);
});

test.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the seed %s', (seed) => {
  expect(() => createRandom(seed)).toThrow('whole number');
});
