import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { drawBinomial } from './binomial-draw.ts';
import { logFactorial } from './log-factorial.ts';
import { createMultinomialDraw } from './multinomial-draw.ts';

function binomialShare(successes: number, trials: number, share: number): number {
  const logs = logFactorial(trials) - logFactorial(successes) - logFactorial(trials - successes);
  return Math.exp(logs + successes * Math.log(share) + (trials - successes) * Math.log1p(-share));
}

/**
 * Pearson's chi-square over values expected at least 5 times, against the 99.9 % quantile of its distribution
 * (Wilson and Hilferty, 1931). The second case is drawn by inversion, the others by rejection or by turning round.
 */
test.each([
  [100, 0.3],
  [40, 0.1],
  [100_000, 0.02],
  [30, 0.9],
  [50, 0.5],
])('%i trials at %f follow the binomial distribution', (trials, share) => {
  const draws = 40_000;
  const random = createRandom(trials);
  const seen = new Map<number, number>();
  for (let draw = 0; draw < draws; draw++) {
    const value = drawBinomial(trials, share, random);
    seen.set(value, (seen.get(value) ?? 0) + 1);
  }
  let [statistic, cells, covered] = [0, 0, 0];
  for (let value = 0; value <= trials; value++) {
    const expected = draws * binomialShare(value, trials, share);
    if (expected < 5) continue;
    statistic += ((seen.get(value) ?? 0) - expected) ** 2 / expected;
    covered += seen.get(value) ?? 0;
    cells++;
  }
  const freedom = cells - 1;
  const critical = freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;
  expect(cells).toBeGreaterThan(5);
  expect(covered / draws).toBeGreaterThan(0.99);
  expect(statistic).toBeLessThan(critical);
});

test('certain and impossible successes', () => {
  const random = createRandom(1);
  expect([drawBinomial(7, 0, random), drawBinomial(7, 1, random), drawBinomial(0, 0.4, random)]).toEqual([
    0, 7, 0,
  ]);
});

/** Few cells are drawn cell by cell, many cells document by document: both must have the same distribution. */
test.each([
  ['few cells', [500, 300, 0, 200]],
  ['nearly as many cells as documents', [3, 2, 0, 1, 1, 1, 1, 1]],
])('a resample of %s has all documents, the right means and the right spread', (_, counts) => {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const draw = createMultinomialDraw(counts);
  const random = createRandom(5);
  const target = new Float64Array(counts.length);
  const sums = counts.map(() => 0);
  const squares = counts.map(() => 0);
  const rounds = 20_000;
  for (let round = 0; round < rounds; round++) {
    draw(target, random);
    expect(target.reduce((sum, count) => sum + count, 0)).toBe(all);
    target.forEach((count, cell) => {
      sums[cell]! += count;
      squares[cell]! += count * count;
    });
  }
  counts.forEach((count, cell) => {
    const variance = count * (1 - count / all);
    const mean = sums[cell]! / rounds;
    // Four standard errors of a mean, and of a variance.
    expect(Math.abs(mean - count)).toBeLessThanOrEqual(4 * Math.sqrt(variance / rounds));
    const seen = squares[cell]! / rounds - mean * mean;
    expect(Math.abs(seen - variance)).toBeLessThanOrEqual(4 * variance * Math.sqrt((2 + 1) / rounds));
  });
});
