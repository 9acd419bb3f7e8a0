import { expect, it } from 'vitest';
import { runAtOnce } from '../work.ts';
import { logRatios } from './log-ratios.ts';

const data = {
  featureCount: 3,
  offsets: Float64Array.of(0, 2, 3, 5, 6),
  features: Int32Array.of(0, 1, 0, 1, 2, 1),
  scales: Float64Array.of(1, 1, 1, 1),
};

it('compares how often a feature stands in documents with and without the class', () => {
  // Rows 0 and 1 have the class. Feature 0 stands in both of them, 1 in one and two others, 2 in one other.
  const ratios = runAtOnce(logRatios(data, Int32Array.of(0, 1, 2, 3), Uint8Array.of(1, 1, 0, 0)));
  expect(ratios[0]).toBeCloseTo(Math.log(3 / 4 / (1 / 4)), 12);
  expect(ratios[1]).toBeCloseTo(Math.log(2 / 4 / (3 / 4)), 12);
  expect(ratios[2]).toBeCloseTo(Math.log(1 / 4 / (2 / 4)), 12);
});

it('counts the given rows only', () => {
  const ratios = runAtOnce(logRatios(data, Int32Array.of(0, 3), Uint8Array.of(1, 1, 0, 0)));
  expect(ratios[0]).toBeCloseTo(Math.log(2 / 3 / (1 / 3)), 12);
  expect(ratios[2]).toBeCloseTo(0, 12);
});
