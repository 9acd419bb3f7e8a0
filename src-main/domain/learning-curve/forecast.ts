import type { CurveForecast, CurvePoint, PowerLaw } from '../health/types.ts';
import { createRandom, type Random } from '../random.ts';
import { quantile } from '../statistics/quantile.ts';
import { standardDeviation } from '../statistics/sample-interval.ts';
import { fitPowerLaw, valueAt, type WeightedPoint } from './power-law.ts';
import type { CurveScores } from './resample.ts';

export interface FittedCurve {
  readonly points: readonly CurvePoint[];
  readonly fit: PowerLaw | null;
  readonly forecasts: readonly CurveForecast[];
}

/** A power law is true to a curve near its end only: so far is a point off for each halving from there... */
const misfitPerHalving = 0.1;
/** ... as a share of what is still wrong, and a forecast at twice the labels, as a share of score times what is wrong. */
const usualMisfit = 0.04;
/** The usual misfit counts as if it had been seen so often, the curve's own once. */
const usualMisfitTimes = 2;
/** It grows faster than the number of doublings. */
const misfitGrowth = 1.5;

/**
 * Points with their intervals, the power law through them, and what it says of other numbers of labels. A forecast's
 * interval is where the score of such a model, measured on as many documents as here, lies in 95 of 100 cases. It is
 * made of the law's spread over the resamples, of the spread of a new measurement, and of the law's misfit, for which
 * the curve is forecast from its own beginning.
 * @param labels at each point, ascending
 * @param scores of each point, by order of the documents
 */
export function fitCurve(
  labels: readonly number[],
  scores: readonly (readonly number[])[],
  { resampled }: Pick<CurveScores, 'resampled'>,
  targets: readonly number[],
  seed: number,
): FittedCurve {
  const count = labels.length;
  const resamples = resampled.length / count;
  const columns = labels.map((_, point) =>
    Float64Array.from({ length: resamples }, (_unused, resample) => resampled[resample * count + point]!),
  );
  const points = labels.map((own, point): CurvePoint => {
    const mean = scores[point]!.reduce((sum, score) => sum + score, 0) / scores[point]!.length;
    return { labels: own, scores: scores[point]!, mean, interval: around(columns[point]!, mean) };
  });
  const last = points[count - 1]!;
  const weights = weightsOf(labels, columns, 1 - last.mean);
  const weighted = points.map(({ labels: own, mean }, point) => ({
    labels: own,
    score: mean,
    weight: weights[point]!,
  }));
  const fit = fitPowerLaw(weighted);
  if (fit === null) return { points, fit, forecasts: [] };
  const laws = Array.from(
    { length: resamples },
    (_, resample) =>
      fitPowerLaw(
        weighted.map((point, place) => ({ ...point, score: resampled[resample * count + place]! })),
      )!,
  );
  const misfit = misfitOf(weighted);
  const forecasts = targets.map((target): CurveForecast => {
    const random = createRandom(seed);
    const doublings = Math.abs(Math.log2(target / last.labels));
    const samples = Float64Array.from(laws, (law, resample) => {
      const measured = columns[count - 1]![(resample + 1) % resamples]! - last.mean;
      return valueAt(law, target) + measured + misfit * doublings ** misfitGrowth * normal(random);
    });
    const score = clamped(valueAt(fit, target));
    return { labels: target, score, interval: around(samples, score) };
  });
  return { points, fit, forecasts };
}

function weightsOf(labels: readonly number[], columns: readonly Float64Array[], wrong: number): number[] {
  const most = labels.at(-1)!;
  return labels.map((own, point) => {
    const misfit = misfitPerHalving * wrong * Math.log2(most / own);
    return 1 / (standardDeviation(columns[point]!) ** 2 + misfit ** 2 + 1e-6);
  });
}

/** How far off a forecast at twice the labels is: usually, and for this curve's last point from those before it. */
function misfitOf(points: readonly WeightedPoint[]): number {
  const last = points.at(-1)!;
  const usual = usualMisfit * last.score * (1 - last.score);
  const before = points.slice(0, -1);
  const law = fitPowerLaw(before);
  if (law === null) return usual;
  const doublings = Math.log2(last.labels / before.at(-1)!.labels);
  const own = (last.score - valueAt(law, last.labels)) / doublings ** misfitGrowth;
  return Math.sqrt((usualMisfitTimes * usual ** 2 + own ** 2) / (usualMisfitTimes + 1));
}

/** 95 % of the samples; never without the value itself, nor beyond 0 and 1. */
function around(samples: Float64Array, value: number) {
  const ascending = samples.slice().sort();
  return {
    low: clamped(Math.min(value, quantile(ascending, 0.025))),
    high: clamped(Math.max(value, quantile(ascending, 0.975))),
  };
}

function clamped(score: number): number {
  return Math.min(1, Math.max(0, score));
}

/** A number from the standard normal distribution (Box and Muller, 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.fraction())) * Math.cos(2 * Math.PI * random.fraction());
}
