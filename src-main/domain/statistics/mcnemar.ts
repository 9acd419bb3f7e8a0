import { logFactorial } from './log-factorial.ts';

/**
 * Exact two-sided p-value of McNemar's test: of `onlyA + onlyB` documents that one of two models got right, how
 * likely a split at least this uneven is when either is as good (a binomial test at one half; McNemar, 1947;
 * Fagerland, Lydersen and Laake, 2013, section 3.3). 1 without such documents.
 */
export function mcNemarPValue(onlyA: number, onlyB: number): number {
  const trials = onlyA + onlyB;
  const fewer = Math.min(onlyA, onlyB);
  const logLargest =
    logFactorial(trials) - logFactorial(fewer) - logFactorial(trials - fewer) - trials * Math.LN2;
  // P(X = fewer) times 1 + each smaller term's ratio to it: no term can overflow, and tiny ones do no harm.
  let sum = 1;
  let term = 1;
  for (let k = fewer; k > 0 && term > 1e-18 * sum; k--) {
    term *= k / (trials - k + 1);
    sum += term;
  }
  return Math.min(1, 2 * Math.exp(logLargest) * sum);
}
