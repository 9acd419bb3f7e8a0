import { type ScoreSketch, type SparseCounts, scoreBins } from '../metrics/analysis.ts';
import type { ProjectKind } from '../project.ts';

export interface ScoreSketchBuilder {
  /** One document: scores of the first classes, in their order; classes beyond have none and count as 0. */
  add(actual: readonly number[], predicted: readonly number[], scores: ArrayLike<number>): void;
  finish(): ScoreSketch;
}

/** Two lists of counts by score bin, one after the other. */
type BinPair = Uint32Array;

export function createScoreSketch(kind: ProjectKind, classCount: number): ScoreSketchBuilder {
  const newPairs = () => Array.from({ length: classCount }, (): BinPair => new Uint32Array(2 * scoreBins));
  const classes = newPairs();
  const best = kind === 'single' ? newPairs() : null;
  const isActual = new Uint8Array(classCount);
  return {
    add(actual, predicted, scores) {
      for (const k of actual) isActual[k] = 1;
      for (let k = 0; k < classCount; k++) {
        const bin = scoreBin(scores[k] ?? 0);
        classes[k]![isActual[k] === 1 ? bin : scoreBins + bin]!++;
      }
      const first = predicted[0];
      if (best !== null && first !== undefined) {
        const bin = scoreBin(scores[first] ?? 0);
        best[first]![isActual[first] === 1 ? bin : scoreBins + bin]!++;
      }
      for (const k of actual) isActual[k] = 0;
    },
    finish: () => ({
      classes: classes.map((pair) => ({
        positive: toSparse(pair.subarray(0, scoreBins)),
        negative: toSparse(pair.subarray(scoreBins)),
      })),
      predicted:
        best?.map((pair) => ({
          right: toSparse(pair.subarray(0, scoreBins)),
          wrong: toSparse(pair.subarray(scoreBins)),
        })) ?? null,
    }),
  };
}

/** The bin of a score from 0 to 1; 1 itself belongs to the last. */
export function scoreBin(score: number): number {
  return Math.min(scoreBins - 1, Math.floor(score * scoreBins));
}

function toSparse(counts: Uint32Array): SparseCounts {
  const sparse: number[] = [];
  counts.forEach((count, bin) => {
    if (count > 0) sparse.push(bin, count);
  });
  return sparse;
}

/** What two lists hold together in one bin: the first one's documents, and the second one's. */
export interface BinCounts {
  readonly bin: number;
  readonly first: number;
  readonly second: number;
}

/** Two lists side by side, from the highest score down, without empty bins. */
export function descendingBins(first: SparseCounts, second: SparseCounts): readonly BinCounts[] {
  const byBin = new Map<number, { bin: number; first: number; second: number }>();
  const collect = (counts: SparseCounts, side: 'first' | 'second'): void => {
    for (let place = 0; place < counts.length; place += 2) {
      const bin = counts[place]!;
      const entry = byBin.get(bin) ?? { bin, first: 0, second: 0 };
      entry[side] += counts[place + 1]!;
      byBin.set(bin, entry);
    }
  };
  collect(first, 'first');
  collect(second, 'second');
  return [...byBin.values()].sort((a, b) => b.bin - a.bin);
}

export function totalOf(counts: SparseCounts): number {
  let total = 0;
  for (let place = 1; place < counts.length; place += 2) total += counts[place]!;
  return total;
}
