import type { Interval } from '../metrics/wilson.ts';
import { quantile } from './quantile.ts';

/** 95 % percentile interval of a bootstrap: from the 2.5 % to the 97.5 % quantile of its samples. */
export function percentileInterval(samples: Float64Array): Interval {
  const ascending = samples.slice().sort();
  return { low: quantile(ascending, 0.025), high: quantile(ascending, 0.975) };
}

/**
 * The same for a figure between 0 and 1 that resampling biases: averages over classes come out lower in a
 * resample than in the documents, because rare classes are missing from it, and lower in the documents than in
 * truth for the same reason. The bias of the samples is taken to be that of the estimate (Efron and Tibshirani,
 * 1993, chapter 10), so the interval is moved by twice as much. It never leaves out the estimate itself.
 */
export function correctedInterval(samples: Float64Array, estimate: number): Interval {
  const { low, high } = percentileInterval(samples);
  const shift = 2 * (estimate - mean(samples));
  return {
    low: Math.max(0, Math.min(estimate, low + shift)),
    high: Math.min(1, Math.max(estimate, high + shift)),
  };
}

export function standardDeviation(samples: Float64Array): number {
  const center = mean(samples);
  const squares = samples.reduce((sum, value) => sum + (value - center) ** 2, 0);
  return Math.sqrt(squares / (samples.length - 1));
}

function mean(samples: Float64Array): number {
  return samples.reduce((sum, value) => sum + value, 0) / samples.length;
}
