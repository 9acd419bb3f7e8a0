import type { Pause } from '../work.ts';
import type { ClassWeights } from './weights.ts';

/** What the lanes of a shard have learned: feature after feature, the intercepts last, `width` numbers each. */
export interface LaneWeights {
  readonly width: number;
  readonly values: Float32Array;
  /** Per lane its class; there may be fewer lanes than the width has room for. */
  readonly classes: readonly number[];
}

/** The lanes of one class, and as another lane the class whose weights are the opposite ones. */
export function withOpposite({ width, values, classes }: LaneWeights, opposite: number): LaneWeights {
  const pairs = new Float32Array((values.length / width) * 2);
  for (let place = 0; place < pairs.length; place += 2) {
    pairs[place] = values[(place / 2) * width]!;
    pairs[place + 1] = -pairs[place]!;
  }
  return { width: 2, values: pairs, classes: [classes[0]!, opposite] };
}

/** Weights read between two pauses: some milliseconds. */
const weightsPerPause = 1_000_000;

/** @param shards with their classes in ascending order, from shard to shard too */
export async function weightsOfLanes(
  featureCount: number,
  classCount: number,
  shards: readonly LaneWeights[],
  pause: Pause,
): Promise<ClassWeights> {
  const laneCount = shards.reduce((sum, { classes }) => sum + classes.length, 0);
  const featuresPerPause = Math.max(1, Math.floor(weightsPerPause / Math.max(1, laneCount)));
  const offsets = new Uint32Array(featureCount + 1);
  for (let from = 0; from < featureCount; from += featuresPerPause) {
    countWeights(shards, from, Math.min(featureCount, from + featuresPerPause), offsets);
    await pause();
  }
  const classes = new Uint16Array(offsets[featureCount]!);
  const weights = new Float32Array(offsets[featureCount]!);
  for (let from = 0; from < featureCount; from += featuresPerPause) {
    const end = Math.min(featureCount, from + featuresPerPause);
    copyWeights(shards, from, end, { offsets, classes, weights });
    await pause();
  }
  const intercepts = new Float64Array(classCount).fill(Number.NaN);
  for (const { width, values, classes: own } of shards) {
    for (const [lane, k] of own.entries()) intercepts[k] = values[featureCount * width + lane]!;
  }
  return { featureCount, classCount, offsets, classes, weights, intercepts };
}

function countWeights(shards: readonly LaneWeights[], from: number, to: number, offsets: Uint32Array): void {
  for (let feature = from; feature < to; feature++) {
    let size = 0;
    for (const { width, values, classes } of shards) {
      const end = feature * width + classes.length;
      for (let at = feature * width; at < end; at++) if (values[at] !== 0) size++;
    }
    offsets[feature + 1] = offsets[feature]! + size;
  }
}

function copyWeights(
  shards: readonly LaneWeights[],
  from: number,
  to: number,
  into: Pick<ClassWeights, 'offsets' | 'classes' | 'weights'>,
): void {
  const { offsets, classes, weights } = into;
  let at = offsets[from]!;
  for (let feature = from; feature < to; feature++) {
    for (const { width, values, classes: own } of shards) {
      for (let lane = 0; lane < own.length; lane++) {
        const weight = values[feature * width + lane]!;
        if (weight === 0) continue;
        classes[at] = own[lane]!;
        weights[at++] = weight;
      }
    }
  }
}
