import { expect, test } from 'vitest';
import type { ProjectKind } from '../project.ts';
import { finished } from '../work.ts';
import { bootstrap, pairedBootstrap } from './bootstrap.ts';
import { createOutcomeTally, type Outcomes } from './outcomes.ts';
import { percentileInterval, standardDeviation } from './sample-interval.ts';

type Pattern = readonly [
  actual: readonly number[],
  a: readonly number[],
  b: readonly number[],
  documents: number,
];

function outcomesOf(patterns: readonly Pattern[], models: 1 | 2): Outcomes {
  const tally = createOutcomeTally(3, models);
  for (const [actual, a, b, documents] of patterns) {
    for (let count = 0; count < documents; count++) tally.add(actual, models === 1 ? [a] : [a, b]);
  }
  return tally.finish();
}

/** Confusion matrix [[40, 5, 1], [8, 22, 6], [2, 3, 13]], rows actual. */
const single: readonly Pattern[] = [
  [40, 5, 1],
  [8, 22, 6],
  [2, 3, 13],
].flatMap((row, actual) =>
  row.map((documents, predicted): Pattern => [[actual], [predicted], [predicted], documents]),
);

const multi: readonly Pattern[] = [
  [[0], [0], [0], 30],
  [[0, 1], [0], [0, 1], 12],
  [[1], [1], [1], 20],
  [[1], [0, 1], [1], 6],
  [[2], [], [2], 5],
  [[2], [2], [2], 9],
  [[], [0], [], 4],
  [[0, 2], [2], [0], 7],
  [[], [], [], 7],
  [[1], [1], [2], 3],
];

/** Ten times as many resamples as in use, so that the Monte-Carlo error is small: 0.004 is three of it. */
const options = { seed: 11, resamples: 10_000 };
const tolerance = 0.004;

/**
 * Expected: 200,000 resamples in Python with numpy 2.4.6, the documents themselves drawn with replacement
 * (`rng.integers(0, n, (rounds, n))`), figures from their indicator arrays, `numpy.percentile([2.5, 97.5])`,
 * mean and standard deviation. The figures of the documents themselves agreed with scikit-learn's `f1_score`.
 */
test.each<[ProjectKind, 'macroF1' | 'weightedF1' | 'macroPrecision' | 'microF1' | 'accuracy', number[]]>([
  ['single', 'macroF1', [0.62679629, 0.81572686, 0.7244997, 0.0482624]],
  ['single', 'weightedF1', [0.65644234, 0.83021726, 0.7466062, 0.0445698]],
  ['single', 'macroPrecision', [0.62850096, 0.82189521, 0.7278369, 0.0493021]],
  ['multi', 'microF1', [0.79439252, 0.87804878, 0.8366312, 0.0212294]],
  ['multi', 'macroF1', [0.78711871, 0.88638769, 0.8393988, 0.0252807]],
  ['multi', 'accuracy', [0.58252427, 0.75728155, 0.669866, 0.0462941]],
])('%s %s agrees with brute force in Python', (kind, figure, expected) => {
  const outcomes = outcomesOf(kind === 'single' ? single : multi, 1);
  const samples = finished(bootstrap(outcomes, { kind, ...options }))[figure];
  expectAgreement(samples, expected);
});

test.each<['microF1' | 'macroF1' | 'accuracy', number[]]>([
  ['microF1', [0.04655172, 0.15596787, 0.1028383, 0.0278748]],
  ['macroF1', [-0.03021981, 0.14171923, 0.0581866, 0.04366]],
  ['accuracy', [0.13592233, 0.33009709, 0.232944, 0.0480142]],
])('the paired difference of %s agrees with brute force in Python', (figure, expected) => {
  const { differences } = finished(pairedBootstrap(outcomesOf(multi, 2), { kind: 'multi', ...options }));
  expectAgreement(differences[figure], expected);
});

/** Expected: `numpy.corrcoef` over the same 200,000 resamples; of the first class, one model has no mistake. */
test('the correlations of both F1 of a class agree with brute force in Python', () => {
  const { correlations } = finished(pairedBootstrap(outcomesOf(multi, 2), { kind: 'multi', ...options }));
  expect(correlations[0]).toBe(0);
  expect(Math.abs(correlations[1]! + 0.180776)).toBeLessThan(0.03);
  expect(Math.abs(correlations[2]! + 0.348454)).toBeLessThan(0.03);
});

function expectAgreement(samples: Float64Array, [low, high, mean, deviation]: readonly number[]): void {
  const interval = percentileInterval(samples);
  expect(Math.abs(interval.low - low!)).toBeLessThan(tolerance);
  expect(Math.abs(interval.high - high!)).toBeLessThan(tolerance);
  const seen = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  expect(Math.abs(seen - mean!)).toBeLessThan(tolerance / 2);
  expect(Math.abs(standardDeviation(samples) / deviation! - 1)).toBeLessThan(0.03);
}

test('the same seed gives the same samples, whatever the order of the documents', () => {
  const run = (patterns: readonly Pattern[], seed: number) =>
    finished(bootstrap(outcomesOf(patterns, 1), { kind: 'multi', seed, resamples: 50 })).macroF1;
  expect(run(multi.toReversed(), 3)).toEqual(run(multi, 3));
  expect(run(multi, 4)).not.toEqual(run(multi, 3));
});
