import type { Interval } from '../metrics/wilson.ts';
import { quantile } from './quantile.ts';

/** From the 2.5 % to the 97.5 % quantile of a bootstrap's samples, 0/0 (NaN) left out; null without any. */
export function sampleInterval(samples: Float64Array): Interval | null {
  const ascending = samples.filter((value) => !Number.isNaN(value)).sort();
  if (ascending.length === 0) return null;
  return { low: quantile(ascending, 0.025), high: quantile(ascending, 0.975) };
}

export function standardDeviation(samples: Float64Array): number {
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  const squares = samples.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (samples.length - 1));
}
