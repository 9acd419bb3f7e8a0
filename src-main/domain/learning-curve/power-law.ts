import type { PowerLaw } from '../health/types.ts';

/** A measured point of a curve; `weight` is the inverse of its variance, up to a common factor. */
export interface WeightedPoint {
  readonly labels: number;
  readonly score: number;
  readonly weight: number;
}

/** Fewer points do not tell a power law from a line. */
export const leastPoints = 4;

/** Slower or faster than any curve that was ever seen; in between the search is safe. */
export const exponentBounds = { low: 0.05, high: 2 } as const;
const gridSteps = 40;
const refinements = 45;
const goldenShare = (Math.sqrt(5) - 1) / 2;

export function valueAt({ asymptote, amplitude, exponent }: PowerLaw, labels: number): number {
  return asymptote - amplitude * labels ** -exponent;
}

/**
 * The power law with the least weighted sum of squared errors whose asymptote is at most 1, whose amplitude is not
 * negative, and whose exponent lies within {@link exponentBounds}. For a given exponent the other two follow from
 * linear least squares, so that only the exponent is searched for (variable projection; Golub and Pereyra, 1973): on
 * a grid, then by golden section. That finds the least value where steps downhill would end anywhere.
 * @returns null with fewer than {@link leastPoints} points
 */
export function fitPowerLaw(points: readonly WeightedPoint[]): PowerLaw | null {
  if (points.length < leastPoints) return null;
  // Relative sizes keep the two columns of the linear problem apart.
  const unit = Math.max(...points.map(({ labels }) => labels));
  const [low, high] = [Math.log(exponentBounds.low), Math.log(exponentBounds.high)];
  const step = (high - low) / gridSteps;
  const errorAt = (logarithm: number): number => solve(points, unit, Math.exp(logarithm)).error;
  let place = 0;
  let least = Infinity;
  for (let tried = 0; tried <= gridSteps; tried++) {
    const error = errorAt(low + tried * step);
    if (error >= least) continue;
    least = error;
    place = tried;
  }
  const exponent = Math.exp(
    leastBetween(errorAt, low + Math.max(0, place - 1) * step, low + Math.min(gridSteps, place + 1) * step),
  );
  const { asymptote, amplitude } = solve(points, unit, exponent);
  return { asymptote, amplitude: amplitude * unit ** exponent, exponent };
}

/** Golden-section search for the least value between two places. */
function leastBetween(heightAt: (place: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let round = 0; round < refinements; round++) {
    const first = high - goldenShare * (high - low);
    const second = low + goldenShare * (high - low);
    if (heightAt(first) <= heightAt(second)) high = second;
    else low = first;
  }
  // At the end of the range the least value may lie on the bound itself.
  return [from, to, (low + high) / 2].reduce((best, place) =>
    heightAt(place) < heightAt(best) ? place : best,
  );
}

interface Solution {
  readonly asymptote: number;
  readonly amplitude: number;
  readonly error: number;
}

/** Asymptote and amplitude (for sizes in `unit`s) by weighted linear least squares within their bounds. */
function solve(points: readonly WeightedPoint[], unit: number, exponent: number): Solution {
  const sums = { weight: 0, x: 0, y: 0, xx: 0, xy: 0 };
  for (const { labels, score, weight } of points) {
    const x = (labels / unit) ** -exponent;
    sums.weight += weight;
    sums.x += weight * x;
    sums.y += weight * score;
    sums.xx += weight * x * x;
    sums.xy += weight * x * score;
  }
  let amplitude = (sums.x * sums.y - sums.weight * sums.xy) / (sums.weight * sums.xx - sums.x * sums.x);
  let asymptote = (sums.y + amplitude * sums.x) / sums.weight;
  if (!(amplitude >= 0)) {
    amplitude = 0;
    asymptote = sums.y / sums.weight;
  } else if (asymptote > 1) {
    asymptote = 1;
    amplitude = Math.max(0, (sums.x - sums.xy) / sums.xx);
  }
  let error = 0;
  for (const { labels, score, weight } of points) {
    const distance = score - asymptote + amplitude * (labels / unit) ** -exponent;
    error += weight * distance * distance;
  }
  return { asymptote, amplitude, error };
}
