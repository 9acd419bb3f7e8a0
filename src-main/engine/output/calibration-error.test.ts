import { expect, test } from 'vitest';
import { runAtOnce } from '../work.ts';
import { calibrationError } from './calibration-error.ts';

const heldOut = (truths: number[][], probabilities: number[]) => ({
  ids: Int32Array.from(truths.keys()),
  truths,
  probabilities: Float32Array.from(probabilities),
});

test('single-label: the distance between confidence and accuracy, bin by bin', () => {
  // Two documents at 0.9, one of them right; two at 0.6, both right: (2 · 0.4 + 2 · 0.4) / 4.
  const known = heldOut([[0], [1], [1], [1]], [0.9, 0.1, 0.9, 0.1, 0.4, 0.6, 0.4, 0.6]);
  expect(runAtOnce(calibrationError('single', known))).toBeCloseTo(0.4, 6);
});

test('multi-label: every class of every document counts', () => {
  expect(runAtOnce(calibrationError('multi', heldOut([[0], []], [0.5, 0, 0.5, 0])))).toBeCloseTo(0, 6);
  expect(runAtOnce(calibrationError('multi', heldOut([[0], [0]], [0.5, 0, 0.5, 0])))).toBeCloseTo(0.25, 6);
});

test('nothing held out: 0', () => {
  expect(runAtOnce(calibrationError('single', heldOut([], [])))).toBe(0);
});
