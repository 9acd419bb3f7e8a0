import { describe, expect, it } from 'vitest';
import { runAtOnce } from '../work.ts';
import { areSmaller, heldOutLosses } from './held-out-losses.ts';

describe('losses of held-out documents', () => {
  it('are those of the best temperature in single-label projects', () => {
    // Three of four are right by the same distance. The temperature's targets are 5/6 and 1/6, so that right ones get
    // (3 · 5/6 + 1/6) / 4 = 2/3.
    const values = Float32Array.from([0, 1, 2, 3].flatMap(() => [0.5, -0.5]));
    const heldOut = { classCount: 2, documentCount: 4, values, truths: [[0], [0], [1], [0]] };
    const losses = runAtOnce(heldOutLosses('single', heldOut));
    for (const right of [0, 1, 3]) expect(losses[right]).toBeCloseTo(-Math.log(2 / 3), 6);
    expect(losses[2]).toBeCloseTo(-Math.log(1 / 3), 6);
  });

  it('are those of the best sigmoid in multi-label projects, on average over the classes', () => {
    // Three right of three on either side: Platt's targets are 4/5 and 1/5.
    const values = Float32Array.of(1, -1, -1, 1, 1, -1);
    const heldOut = { classCount: 2, documentCount: 3, values, truths: [[0], [1], [0]] };
    const losses = runAtOnce(heldOutLosses('multi', heldOut));
    expect([...losses].map((loss) => loss.toFixed(5))).toEqual(Array(3).fill((-Math.log(0.8)).toFixed(5)));
  });

  it('say nothing of classes that were not learned', () => {
    const values = Float32Array.of(0.5, -0.5, -Infinity, 0.5, -0.5, -Infinity);
    const single = { classCount: 3, documentCount: 2, values, truths: [[0], [2]] };
    const [known, unknown] = runAtOnce(heldOutLosses('single', single));
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThan(Math.log(2));
    expect(unknown).toBe(0);
    const [first, second] = runAtOnce(heldOutLosses('multi', { ...single, truths: [[0], [0, 2]] }));
    expect(second).toBe(first);
    expect(Number.isFinite(first)).toBe(true);
  });
});

describe('smaller losses', () => {
  // Smaller by 0.2, 0.4, 0 and 0.4: by 0.25 on average, with a standard error of 0.0957.
  const losses = Float64Array.of(1, 2, 3, 4);
  const others = Float64Array.of(1.2, 2.4, 3, 4.4);

  it('are so by more than some standard errors of the mean difference', () => {
    expect(areSmaller(losses, others, 2.6)).toBe(true);
    expect(areSmaller(losses, others, 2.65)).toBe(false);
    expect(areSmaller(others, losses, 0)).toBe(false);
  });

  it('are not there where nothing differs or there is but one document', () => {
    expect(areSmaller(losses, losses, 0)).toBe(false);
    expect(areSmaller(losses.subarray(0, 1), others.subarray(0, 1), 0)).toBe(false);
  });
});
