import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { runAtOnce } from '../work.ts';
import { fitSigmoid, fitSoftmaxScale, sigmoid } from './calibration.ts';

const uniform = (random: ReturnType<typeof createRandom>): number => (random.next() + 0.5) / 0x1_0000_0000;

describe('fitSigmoid', () => {
  it('finds the sigmoid that the truth was drawn from', () => {
    const random = createRandom(1);
    const values = Float64Array.from({ length: 50_000 }, () => uniform(random) * 4 - 2);
    const positive = Uint8Array.from(values, (value) => (uniform(random) < sigmoid(2.5 * value - 1) ? 1 : 0));
    const fitted = runAtOnce(fitSigmoid(values, positive));
    expect(fitted.slope).toBeGreaterThan(2.4);
    expect(fitted.slope).toBeLessThan(2.6);
    expect(fitted.offset).toBeGreaterThan(-1.06);
    expect(fitted.offset).toBeLessThan(-0.94);
  });

  it("makes the probabilities sum to Platt's smoothed count of positives", () => {
    const values = Float64Array.of(-1.2, -0.4, 0.1, 0.3, 0.8, 1.5, -0.7, 0.2);
    const positive = Uint8Array.of(0, 0, 1, 0, 1, 1, 0, 0);
    const { slope, offset } = runAtOnce(fitSigmoid(values, positive));
    const sum = values.reduce((total, value) => total + sigmoid(slope * value + offset), 0);
    expect(sum).toBeCloseTo(3 * (4 / 5) + 5 * (1 / 7), 6);
  });

  it('stays finite where the classes can be told apart fully, and where one is missing', () => {
    for (const positive of [
      Uint8Array.of(0, 0, 1, 1),
      Uint8Array.of(0, 0, 0, 0),
      Uint8Array.of(1, 1, 1, 1),
    ]) {
      const { slope, offset } = runAtOnce(fitSigmoid(Float64Array.of(-1, -0.9, 0.9, 1), positive));
      expect(Number.isFinite(slope) && Number.isFinite(offset)).toBe(true);
    }
  });
});

describe('fitSoftmaxScale', () => {
  it('finds the scale that the truth was drawn from', () => {
    const random = createRandom(2);
    const count = 20_000;
    const values = Float32Array.from({ length: count * 3 }, () => uniform(random) * 2 - 1);
    const truths = Int32Array.from({ length: count }, (_, document) => {
      const shares = [0, 1, 2].map((k) => Math.exp(4 * values[document * 3 + k]!));
      let drawn = uniform(random) * shares.reduce((sum, share) => sum + share, 0);
      return shares.findIndex((share) => {
        drawn -= share;
        return drawn <= 0;
      });
    });
    const scale = runAtOnce(fitSoftmaxScale(values, 3, truths));
    expect(scale).toBeGreaterThan(3.85);
    expect(scale).toBeLessThan(4.15);
  });

  it('does not become certain from a few documents, and ignores classes that were not learned', () => {
    const few = runAtOnce(fitSoftmaxScale(Float32Array.of(1, -1, -1, 1), 2, Int32Array.of(0, 1)));
    expect(Math.exp(2 * few) / (1 + Math.exp(2 * few))).toBeCloseTo(0.75, 5);
    const withUnknown = runAtOnce(
      fitSoftmaxScale(Float32Array.of(1, -Infinity, -1, -1, -Infinity, 1), 3, Int32Array.of(0, 2)),
    );
    expect(withUnknown).toBeCloseTo(few, 6);
    expect(runAtOnce(fitSoftmaxScale(new Float32Array(0), 3, new Int32Array(0)))).toBeGreaterThan(0);
  });
});

it('a document of a class that was not learned leaves the scale of the others alone', () => {
  const values = Float32Array.of(1, 0, 0.2, 0, 1, 0.3, 0.4, 1, 0);
  const truths = Int32Array.of(0, 1, 0);
  const known = runAtOnce(fitSoftmaxScale(values, 3, truths));
  const unknown = Float32Array.of(...values, 1, 0.5, -Infinity);
  const scale = runAtOnce(fitSoftmaxScale(unknown, 3, Int32Array.of(...truths, 2)));
  expect(scale).toBeGreaterThan(0.5 * known);
  expect(scale).toBeLessThan(2 * known);
});
