import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exponentBounds, fitPowerLaw, valueAt, type WeightedPoint } from './power-law.ts';

interface Case {
  readonly points: readonly WeightedPoint[];
  /** The least weighted sum of squared errors that SciPy found. */
  readonly error: number;
  /** By number of labels. */
  readonly values: Readonly<Record<string, number>>;
}

const cases = JSON.parse(
  readFileSync(`${import.meta.dirname}/../../../tests/fixtures/power-law/golden.json`, 'utf8'),
) as readonly Case[];

const law = { asymptote: 0.93, amplitude: 2.5, exponent: 0.45 };
const sizes = [50, 100, 200, 400, 800, 1600];
const onLaw = sizes.map((labels) => ({ labels, score: valueAt(law, labels), weight: 1 }));

describe('the fit', () => {
  it.each(cases)(
    'is as good as that of scipy.optimize.curve_fit, or better (%#)',
    ({ points, error, values }) => {
      const fit = fitPowerLaw(points)!;
      const own = points.reduce(
        (sum, { labels, score, weight }) => sum + weight * (score - valueAt(fit, labels)) ** 2,
        0,
      );
      expect(own).toBeLessThanOrEqual(error * (1 + 1e-6) + 1e-9);
      for (const [labels, value] of Object.entries(values)) {
        expect(Math.abs(valueAt(fit, Number(labels)) - value)).toBeLessThan(1e-6);
      }
    },
  );

  it('finds the law that points lie on', () => {
    const fit = fitPowerLaw(onLaw)!;
    expect(fit.asymptote).toBeCloseTo(law.asymptote, 6);
    expect(fit.amplitude).toBeCloseTo(law.amplitude, 4);
    expect(fit.exponent).toBeCloseTo(law.exponent, 6);
  });

  it('does not depend on the order of the points, nor on a common factor of the weights', () => {
    const points = onLaw.map((point, index) => ({
      ...point,
      score: point.score + (index % 2) / 100,
      weight: 1 + index,
    }));
    const fit = fitPowerLaw(points)!;
    const other = fitPowerLaw(points.toReversed().map((point) => ({ ...point, weight: 7 * point.weight })))!;
    expect(valueAt(other, 5000)).toBeCloseTo(valueAt(fit, 5000), 7);
  });

  it('stays within its bounds: no score above 1, never falling', () => {
    const rising = fitPowerLaw(
      sizes.map((labels, index) => ({ labels, score: 0.5 + index / 10, weight: 1 })),
    )!;
    expect(rising.asymptote).toBe(1);
    expect(rising.exponent).toBeGreaterThanOrEqual(exponentBounds.low);
    const falling = fitPowerLaw(
      sizes.map((labels, index) => ({ labels, score: 0.8 - index / 100, weight: 1 })),
    )!;
    expect(falling).toMatchObject({ amplitude: 0 });
    expect(falling.asymptote).toBeCloseTo(0.775, 10);
  });

  it('needs four points', () => {
    expect(fitPowerLaw(onLaw.slice(0, 3))).toBeNull();
    expect(fitPowerLaw(onLaw.slice(0, 4))).not.toBeNull();
  });
});
