/** A probability nearer to 0 says no more than this. */
const leastProbability = 1e-6;

/** Logarithm of how many times as probable the first is as the second. */
export function logOdds(first: number, second: number): number {
  return Math.log(Math.max(leastProbability, first)) - Math.log(Math.max(leastProbability, second));
}

/** A class must be this many times as likely, in odds, as by its share alone before it is said with confidence. */
const leastOddsOverShare = Math.E;

/** The least probability at which a class that so large a share of the documents has can be said with confidence. */
export function leastConfident(share: number): number {
  return (leastOddsOverShare * share) / (1 - share + leastOddsOverShare * share);
}

/** Probabilities looked at between two yields: some milliseconds. */
export const cellsPerStep = 500_000;
