/** 97.5 % and 80 % quantiles of the standard normal distribution. */
const zTwoSided = 1.959963984540054;
const zPower = 0.8416212335729143;

/**
 * Documents with which McNemar's test at 5 % shows the difference seen with a power of 80 %, if the shares seen
 * are the true ones: n = (z₀.₉₇₅ √p + z₀.₈ √(p − d²))² / d², p being the share of documents that one model alone
 * got right and d the difference of the two (Connor, 1987, "Sample size for testing differences in proportions
 * for the paired-sample design", Biometrics 43: 207-211).
 *
 * @returns null when there is no difference.
 */
export function documentsForMcNemar(onlyA: number, onlyB: number, documents: number): number | null {
  if (onlyA === onlyB) return null;
  const discordant = (onlyA + onlyB) / documents;
  const difference = Math.abs(onlyA - onlyB) / documents;
  const root = zTwoSided * Math.sqrt(discordant) + zPower * Math.sqrt(discordant - difference * difference);
  return Math.ceil((root / difference) ** 2);
}

/**
 * The same for any figure whose difference has the standard error given on `documents` documents: it shrinks with
 * their square root, and has to become |difference| / (z₀.₉₇₅ + z₀.₈).
 *
 * @returns null when there is no difference, or no way to tell its error.
 */
export function documentsForDifference(
  difference: number,
  standardError: number,
  documents: number,
): number | null {
  if (difference === 0 || standardError === 0) return null;
  return Math.ceil(documents * (((zTwoSided + zPower) * standardError) / difference) ** 2);
}
