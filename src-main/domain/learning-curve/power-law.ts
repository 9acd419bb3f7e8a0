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
const refinements = 32;
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
  const columns = columnsOf(points, unit);
  const errorAt = (logarithm: number): number => solve(columns, Math.exp(logarithm)).error;
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
  const { asymptote, amplitude } = solve(columns, exponent);
  return { asymptote, amplitude: amplitude * unit ** exponent, exponent };
}

/** Golden-section search for the least value between two places: each round looks at one new place. */
function leastBetween(heightAt: (place: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  let first = high - goldenShare * (high - low);
  let second = low + goldenShare * (high - low);
  let [firstHeight, secondHeight] = [heightAt(first), heightAt(second)];
  for (let round = 0; round < refinements; round++) {
    if (firstHeight <= secondHeight) {
      high = second;
      [second, secondHeight] = [first, firstHeight];
      first = high - goldenShare * (high - low);
      firstHeight = heightAt(first);
    } else {
      low = first;
      [first, firstHeight] = [second, secondHeight];
      second = low + goldenShare * (high - low);
      secondHeight = heightAt(second);
    }
  }
  // At the end of the range the least value may lie on the bound itself.
  return [from, to, (low + high) / 2].reduce((best, place) =>
    heightAt(place) < heightAt(best) ? place : best,
  );
}

/** The points as columns, laid out for speed: a curve of many classes is fitted some 100,000 times. */
interface Columns {
  /** Logarithms of the sizes, in units. */
  readonly sizes: Float64Array;
  readonly scores: Float64Array;
  readonly weights: Float64Array;
  /** Sizes to the power of minus the exponent, for the exponent looked at last. */
  readonly powers: Float64Array;
}

function columnsOf(points: readonly WeightedPoint[], unit: number): Columns {
  return {
    sizes: Float64Array.from(points, ({ labels }) => Math.log(labels / unit)),
    scores: Float64Array.from(points, ({ score }) => score),
    weights: Float64Array.from(points, ({ weight }) => weight),
    powers: new Float64Array(points.length),
  };
}

interface Solution {
  readonly asymptote: number;
  readonly amplitude: number;
  readonly error: number;
}

/** Asymptote and amplitude (for sizes in units) by weighted linear least squares within their bounds. */
function solve({ sizes, scores, weights, powers }: Columns, exponent: number): Solution {
  const count = sizes.length;
  let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
  for (let point = 0; point < count; point++) {
    const x = Math.exp(-exponent * sizes[point]!);
    const weight = weights[point]!;
    const score = scores[point]!;
    powers[point] = x;
    w += weight;
    wx += weight * x;
    wy += weight * score;
    wxx += weight * x * x;
    wxy += weight * x * score;
  }
  let amplitude = (wx * wy - w * wxy) / (w * wxx - wx * wx);
  let asymptote = (wy + amplitude * wx) / w;
  if (!(amplitude >= 0)) {
    amplitude = 0;
    asymptote = wy / w;
  } else if (asymptote > 1) {
    asymptote = 1;
    amplitude = Math.max(0, (wx - wxy) / wxx);
  }
  let error = 0;
  for (let point = 0; point < count; point++) {
    const distance = scores[point]! - asymptote + amplitude * powers[point]!;
    error += weights[point]! * distance * distance;
  }
  return { asymptote, amplitude, error };
}
