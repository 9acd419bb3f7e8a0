/** A probability nearer to 0 says no more than this. */
const leastProbability = 1e-6;

/** Logarithm of how many times as probable the first is as the second. */
export function logOdds(first: number, second: number): number {
  return Math.log(Math.max(leastProbability, first)) - Math.log(Math.max(leastProbability, second));
}

/** Probabilities looked at between two yields: some milliseconds. */
export const cellsPerStep = 500_000;
