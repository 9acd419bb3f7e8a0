/** Scores from 0 to 1 are counted in steps of a hundredth. */
export const scoreBinCount = 100;
/** Bins in which two distributions of scores are compared. */
const comparedBins = 10;

export function scoreBin(score: number): number {
  return Math.min(scoreBinCount - 1, Math.max(0, Math.floor(score * scoreBinCount)));
}

/**
 * Both counts in at most ten bins that hold about a tenth of the expected ones each, as far as steps of a hundredth
 * allow: quantiles of the reference, as is usual for a stability index.
 */
export function inTenths(
  observed: readonly number[],
  expected: readonly number[],
): { readonly observed: readonly number[]; readonly expected: readonly number[] } {
  const total = expected.reduce((sum, count) => sum + count, 0);
  const edges: number[] = [];
  let before = 0;
  for (const [bin, count] of expected.entries()) {
    before += count;
    if (before >= (total * (edges.length + 1)) / comparedBins && edges.length < comparedBins - 1) {
      edges.push(bin);
      // One step may hold several tenths.
      while (before >= (total * (edges.length + 1)) / comparedBins && edges.length < comparedBins - 1) {
        edges.push(bin);
      }
    }
  }
  const distinct = [...new Set([...edges.filter((edge) => edge < scoreBinCount - 1), scoreBinCount - 1])];
  const gathered = (counts: readonly number[]): readonly number[] =>
    distinct.map((edge, place) => {
      const start = place === 0 ? 0 : distinct[place - 1]! + 1;
      return counts.slice(start, edge + 1).reduce((sum, count) => sum + count, 0);
    });
  return { observed: gathered(observed), expected: gathered(expected) };
}
