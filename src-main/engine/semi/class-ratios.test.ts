import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../work.ts';
import {
  addGuessed,
  addLabelled,
  backgroundOf,
  decideByRatios,
  emptyCounts,
  logRatios,
} from './class-ratios.ts';

/** Three rows over three features. */
const matrix = {
  rowCount: 3,
  columnCount: 3,
  offsets: Float64Array.of(0, 2, 3, 4),
  indices: Int32Array.of(0, 1, 1, 2),
  values: Float32Array.of(1, 1, 1, 1),
};

describe('class counts', () => {
  it('hold labelled rows whole and half of each guessed row, by how likely each class is', () => {
    const counts = emptyCounts(3, 2);
    runAtOnce(addLabelled(counts, matrix, Int32Array.of(0, 2), (row) => (row === 0 ? 0 : 1)));
    expect(Array.from(counts.counts)).toEqual([1, 0, 1, 0, 0, 1]);
    const guesses = {
      offsets: Uint32Array.of(0, 0, 2, 2),
      places: Uint16Array.of(0, 1),
      shares: Float32Array.of(0.75, 0.25),
    };
    runAtOnce(addGuessed(counts, matrix, guesses));
    expect(Array.from(counts.counts)).toEqual([1, 0, 1.375, 0.125, 0, 1]);
  });
});

describe('logRatios', () => {
  it('compares the share in a class with the share in all texts', () => {
    const background = runAtOnce(backgroundOf([matrix]));
    expect(Array.from(background)).toEqual([0.25, 0.5, 0.25]);
    const counts = emptyCounts(3, 2);
    runAtOnce(addLabelled(counts, matrix, Int32Array.of(0, 2), (row) => (row === 0 ? 0 : 1)));
    const ratios = runAtOnce(logRatios(counts, background));
    const expected = [0.5 / (0.3 * 0.25), 0, 0.5 / (0.3 * 0.5), 0, 0, 1 / (0.3 * 0.25)];
    expected.forEach((share, cell) => {
      expect(ratios[cell]).toBeCloseTo(0.1 * Math.log(1 + share), 6);
    });
    const values = new Float64Array(2);
    decideByRatios(ratios, 2, matrix, 0, values);
    expect(values[0]).toBeCloseTo(0.1 * (Math.log(1 + expected[0]!) + Math.log(1 + expected[2]!)), 6);
    expect(values[1]).toBe(0);
  });

  it('prefers no class for having more text', () => {
    const background = runAtOnce(backgroundOf([matrix]));
    const once = emptyCounts(3, 1);
    runAtOnce(addLabelled(once, matrix, Int32Array.of(0), () => 0));
    const often = emptyCounts(3, 1);
    runAtOnce(addLabelled(often, matrix, Int32Array.of(0, 0, 0, 0), () => 0));
    expect(runAtOnce(logRatios(often, background))).toEqual(runAtOnce(logRatios(once, background)));
  });
});
