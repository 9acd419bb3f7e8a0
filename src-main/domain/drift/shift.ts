import { largeShift, largeUnseen, moderateShift, moderateUnseen } from './thresholds.ts';
import type { DriftLevel, Shift, UnseenWords } from './types.ts';

/** Standard normal quantile of 0.95. */
const z95 = 1.6448536269514722;

/**
 * Compares counts over the same bins. Half a count is added to every bin, so that empty ones have a logarithm. A shift is
 * called one only where the index passes its threshold and chance: without any shift it is distributed like
 * chi-square with bins - 1 degrees of freedom times (1/n + 1/m) (Yurdakul and Naranjo 2020, "Statistical properties
 * of the population stability index"), and 95 % of that must be exceeded.
 *
 * @param observed counts of the files
 * @param expected counts of the documents to compare with, the same bins
 */
export function shiftOf(observed: readonly number[], expected: readonly number[]): Shift {
  const q = smoothed(observed);
  const p = smoothed(expected);
  let stabilityIndex = 0;
  let divergence = 0;
  for (const [bin, share] of q.entries()) {
    const other = p[bin]!;
    const middle = (share + other) / 2;
    stabilityIndex += (share - other) * Math.log(share / other);
    divergence += (share * Math.log2(share / middle) + other * Math.log2(other / middle)) / 2;
  }
  const chance =
    chiSquareQuantile95(observed.length - 1) *
    (1 / Math.max(1, sum(observed)) + 1 / Math.max(1, sum(expected)));
  return {
    stabilityIndex,
    distance: Math.sqrt(Math.max(0, divergence)),
    level: stabilityIndex > chance ? shiftLevel(stabilityIndex) : 'none',
  };
}

function shiftLevel(index: number): DriftLevel {
  if (index >= largeShift) return 'large';
  return index >= moderateShift ? 'moderate' : 'none';
}

/** @param share of the words of the files that are unseen; `expected`: of training documents, each by the others */
export function unseenWords(share: number, expected: number): UnseenWords {
  const reaches = ({ points, times }: { readonly points: number; readonly times: number }): boolean =>
    share - expected >= points && share >= times * expected;
  const level = reaches(largeUnseen) ? 'large' : reaches(moderateUnseen) ? 'moderate' : 'none';
  return { share, expected, level };
}

const order: readonly DriftLevel[] = ['none', 'moderate', 'large'];

export function worstLevel(levels: readonly DriftLevel[]): DriftLevel {
  return order[Math.max(0, ...levels.map((level) => order.indexOf(level)))]!;
}

/** The 0.95 quantile of chi-square, within 3 % (Wilson and Hilferty 1931); 0 without a degree of freedom. */
export function chiSquareQuantile95(degrees: number): number {
  if (degrees < 1) return 0;
  const variance = 2 / (9 * degrees);
  return degrees * (1 - variance + z95 * Math.sqrt(variance)) ** 3;
}

function smoothed(counts: readonly number[]): readonly number[] {
  const total = sum(counts) + counts.length / 2;
  return counts.map((count) => (count + 0.5) / total);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
