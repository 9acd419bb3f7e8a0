import type { Random } from '../random.ts';
import { logFactorial } from './log-factorial.ts';

/** From this mean on rejection is faster than inversion, and below it is not valid. */
const leastMeanOfRejection = 10;

/** How many of `trials` succeed with probability `share` each; exact, no approximation by a normal. */
export function drawBinomial(trials: number, share: number, random: Random): number {
  if (share > 0.5) return trials - drawBinomial(trials, 1 - share, random);
  if (trials === 0 || share <= 0) return 0;
  return trials * share < leastMeanOfRejection
    ? byInversion(trials, share, random)
    : byRejection(trials, share, random);
}

/** Walks up the distribution (algorithm BINV; Kachitvichyanukul and Schmeiser, 1988). */
function byInversion(trials: number, share: number, random: Random): number {
  const odds = share / (1 - share);
  const none = Math.exp(trials * Math.log1p(-share));
  for (;;) {
    let probability = none;
    let rest = random.fraction();
    let successes = 0;
    while (rest >= probability && successes < trials) {
      rest -= probability;
      successes++;
      probability *= (odds * (trials - successes + 1)) / successes;
    }
    if (rest < probability) return successes;
    // Rounding has left a rest beyond the last value: draw again.
  }
}

/** Transformed rejection with squeeze (algorithm BTRS; Hörmann, 1993, "The generation of binomial random variates"). */
function byRejection(trials: number, share: number, random: Random): number {
  const deviation = Math.sqrt(trials * share * (1 - share));
  const b = 1.15 + 2.53 * deviation;
  const a = -0.0873 + 0.0248 * b + 0.01 * share;
  const center = trials * share + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * deviation;
  const logOdds = Math.log(share / (1 - share));
  const mode = Math.floor((trials + 1) * share);
  const logMode = logFactorial(mode) + logFactorial(trials - mode);
  for (;;) {
    const u = random.fraction() - 0.5;
    const v = random.fraction();
    const distance = 0.5 - Math.abs(u);
    const successes = Math.floor(((2 * a) / distance + b) * u + center);
    if (distance >= 0.07 && v <= squeeze) return successes;
    if (successes < 0 || successes > trials) continue;
    const logRatio =
      logMode - logFactorial(successes) - logFactorial(trials - successes) + (successes - mode) * logOdds;
    if (Math.log((v * alpha) / (a / (distance * distance) + b)) <= logRatio) return successes;
  }
}
