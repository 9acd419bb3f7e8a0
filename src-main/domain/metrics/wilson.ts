import { AppError } from '../errors.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5 % quantile of the standard normal distribution: a two-sided 95 % interval. */
const z95 = 1.959963984540054;

/**
 * Score interval for a proportion (E. B. Wilson, 1927, "Probable inference, the law of succession, and
 * statistical inference"), 95 % unless another normal quantile `z` is given. Unlike the textbook interval it
 * stays inside 0 to 1 and is sensible for few trials; without any trial it is 0 to 1.
 *
 * @throws AppError `bad_request` unless `0 <= successes <= trials`.
 */
export function wilsonInterval(successes: number, trials: number, z: number = z95): Interval {
  if (!(successes >= 0 && successes <= trials && Number.isFinite(trials))) {
    throw new AppError('bad_request', `${successes} of ${trials} is not a proportion.`);
  }
  if (trials === 0) {
    return { low: 0, high: 1 };
  }
  const share = successes / trials;
  const z2 = z * z;
  const denominator = 1 + z2 / trials;
  const center = (share + z2 / (2 * trials)) / denominator;
  const half = (z / denominator) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
  return {
    low: successes === 0 ? 0 : Math.max(0, center - half),
    high: successes === trials ? 1 : Math.min(1, center + half),
  };
}
