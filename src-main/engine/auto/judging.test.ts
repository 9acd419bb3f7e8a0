import { describe, expect, it } from 'vitest';
import type { HeldOutPredictions } from '../types.ts';
import { runAtOnce } from '../work.ts';
import { beats, type Judgement, judge } from './judging.ts';

function predictions(
  truths: readonly (readonly number[])[],
  probabilities: readonly number[],
): HeldOutPredictions {
  return {
    ids: Int32Array.from(truths.keys()),
    truths,
    probabilities: Float32Array.from(probabilities),
  };
}

describe('judge', () => {
  it('measures accuracy and log-loss of single-label predictions', () => {
    const judged = runAtOnce(
      judge('single', predictions([[0], [1], [1]], [0.5, 0.5, 0.25, 0.75, 0.75, 0.25])),
    );
    expect(judged.score).toBeCloseTo(2 / 3, 12);
    expect(judged.logLoss).toBeCloseTo(-(Math.log(0.5) + Math.log(0.75) + Math.log(0.25)) / 3, 6);
    expect(Array.from(judged.right)).toEqual([1, 1, 0]);
  });

  it('measures micro-F1 of multi-label predictions at their best threshold', () => {
    const judged = runAtOnce(
      judge('multi', predictions([[0], [], [0, 1]], [0.75, 0.25, 0.25, 0.25, 0.75, 0.75])),
    );
    expect(judged.score).toBe(1);
    expect(judged.logLoss).toBeCloseTo((-6 * Math.log(0.75)) / 3, 6);
    expect(Array.from(judged.right)).toEqual([1, 1, 1]);
  });
});

describe('beats', () => {
  const judgement = (right: readonly number[], logLoss: number): Judgement => ({
    score: right.reduce((sum, one) => sum + one, 0) / right.length,
    logLoss,
    right: Uint8Array.from(right),
  });
  const simple = judgement([1, 1, 1, 0, 0, 0, 0, 0], 1);

  it('wants more documents right', () => {
    expect(beats(judgement([0, 0, 0, 1, 1, 1, 0, 0], 0.5), simple)).toBe(false);
    expect(beats(judgement([1, 1, 1, 1, 0, 0, 0, 0], 0.5), simple)).toBe(true);
  });

  it('wants more than chance from what is more wrong where it is wrong', () => {
    expect(beats(judgement([0, 1, 1, 1, 1, 0, 0, 0], 1.1), simple)).toBe(false);
    expect(beats(judgement([1, 1, 1, 1, 1, 1, 1, 0], 1.1), simple)).toBe(true);
  });
});
