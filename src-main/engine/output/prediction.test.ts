import { describe, expect, it } from 'vitest';
import { predictionFrom } from './prediction.ts';

describe('predictionFrom', () => {
  it('is the softmax of the scaled values', () => {
    // exp(2 · 0) : exp(2 · -ln 2) : exp(2 · -ln 4) = 1 : 1/4 : 1/16.
    const values = Float64Array.of(-Math.log(2), 0, -Math.log(4));
    const { scores, predicted } = predictionFrom(values, { kind: 'single', scale: 2 });
    expect(predicted).toEqual([1]);
    expect(scores[0]).toBeCloseTo(4 / 21, 6);
    expect(scores[1]).toBeCloseTo(16 / 21, 6);
    expect(scores[2]).toBeCloseTo(1 / 21, 6);
  });

  it('gives classes that were not learned nothing, and does not overflow', () => {
    const { scores, predicted } = predictionFrom(Float64Array.of(1e6, -Infinity, -1e6), {
      kind: 'single',
      scale: 60,
    });
    expect(Array.from(scores)).toEqual([1, 0, 0]);
    expect(predicted).toEqual([0]);
  });

  it('is a sigmoid for each class of a multi-label document, and gives those at their threshold', () => {
    const output = {
      kind: 'multi',
      slopes: Float64Array.of(1, 2, 1),
      offsets: Float64Array.of(0, Math.log(3), 0),
      thresholds: Float32Array.of(0.5, 0.8, 0.1),
      bestIfNone: false,
    } as const;
    const { scores, predicted } = predictionFrom(Float64Array.of(0, 0, -Infinity), output);
    expect(Array.from(scores)).toEqual([0.5, 0.75, 0]);
    expect(predicted).toEqual([0]);
    const none = { ...output, thresholds: Float32Array.of(0.9, 0.9, 0.9) };
    expect(predictionFrom(Float64Array.of(0, 0, 0), none).predicted).toEqual([]);
    expect(predictionFrom(Float64Array.of(0, 0, 0), { ...none, bestIfNone: true }).predicted).toEqual([1]);
  });
});
