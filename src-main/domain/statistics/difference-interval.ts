import type { Interval } from '../metrics/wilson.ts';

/** A figure with its interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * Interval of the difference `b` minus `a` from the intervals of both and their correlation: "MOVER", the method
 * of variance estimates recovery (Zou and Donner, 2008, "Construction of confidence limits about effect measures:
 * a general approach", Statistics in Medicine 27: 1693-1702, equation 5). Unlike a bootstrap it does not shrink to
 * a point where both are right about all of a class's few documents.
 */
export function differenceInterval(a: Estimate, b: Estimate, correlation: number): Interval {
  const difference = b.value - a.value;
  const reach = (first: number, second: number): number =>
    Math.sqrt(Math.max(0, first * first + second * second - 2 * correlation * first * second));
  return {
    low: difference - reach(b.value - b.interval.low, a.interval.high - a.value),
    high: difference + reach(b.interval.high - b.value, a.value - a.interval.low),
  };
}
