import type { Reliability } from '../metrics/analysis.ts';
import { wilsonInterval } from '../metrics/wilson.ts';

const reliabilityBins = 15;

export interface ReliabilityTally {
  /** A probability, 0 to 1, and whether what it was given to was true. */
  add(probability: number, right: boolean): void;
  finish(): Reliability;
}

/**
 * Probabilities in 15 bins of equal width, with the mean probability and the share of the true in each. The
 * expected calibration error is the distance of the two, weighed by how many fall into the bin (Naeini et al.,
 * 2015; Guo et al., 2017); 0 without any.
 */
export function createReliabilityTally(): ReliabilityTally {
  const counts = new Float64Array(reliabilityBins);
  const probabilities = new Float64Array(reliabilityBins);
  const rights = new Float64Array(reliabilityBins);
  let total = 0;
  return {
    add(probability, right) {
      const bin = Math.min(reliabilityBins - 1, Math.floor(probability * reliabilityBins));
      counts[bin]!++;
      probabilities[bin]! += probability;
      if (right) rights[bin]!++;
      total++;
    },
    finish() {
      const distance = counts.reduce((sum, _, bin) => sum + Math.abs(probabilities[bin]! - rights[bin]!), 0);
      return {
        error: total === 0 ? 0 : distance / total,
        bins: Array.from(counts, (count, bin) => ({
          from: bin / reliabilityBins,
          to: (bin + 1) / reliabilityBins,
          count,
          confidence: count === 0 ? null : probabilities[bin]! / count,
          right: count === 0 ? null : rights[bin]! / count,
          interval: count === 0 ? null : wilsonInterval(rights[bin]!, count),
        })),
      };
    },
  };
}
