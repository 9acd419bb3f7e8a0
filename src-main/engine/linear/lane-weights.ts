import type { ClassWeights } from './weights.ts';

/** What the lanes of a shard have learned: feature after feature, the intercepts last, `width` numbers each. */
export interface LaneWeights {
  readonly width: number;
  readonly values: Float32Array;
  readonly columns: readonly LaneColumn[];
}

/** The class that a lane stands for; with a sign of -1 its weights are the opposite ones. */
export interface LaneColumn {
  readonly lane: number;
  readonly classIndex: number;
  readonly sign: 1 | -1;
}

/** Weights read between two pauses: some milliseconds. */
const weightsPerPause = 4_000_000;

/** @param shards their columns in ascending order of classes, from shard to shard too */
export async function weightsOfLanes(
  featureCount: number,
  classCount: number,
  shards: readonly LaneWeights[],
  pause: () => Promise<void>,
): Promise<ClassWeights> {
  const columnCount = shards.reduce((sum, { columns }) => sum + columns.length, 0);
  const featuresPerPause = Math.max(1, Math.floor(weightsPerPause / Math.max(1, columnCount)));
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
  for (const { columns, width, values } of shards) {
    for (const { lane, classIndex, sign } of columns) {
      intercepts[classIndex] = sign * values[featureCount * width + lane]!;
    }
  }
  return { featureCount, classCount, offsets, classes, weights, intercepts };
}

function countWeights(shards: readonly LaneWeights[], from: number, to: number, offsets: Uint32Array): void {
  for (let feature = from; feature < to; feature++) {
    let size = 0;
    for (const { width, values, columns } of shards) {
      for (const { lane } of columns) if (values[feature * width + lane] !== 0) size++;
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
    for (const { width, values, columns } of shards) {
      for (const { lane, classIndex, sign } of columns) {
        const weight = values[feature * width + lane]!;
        if (weight === 0) continue;
        classes[at] = classIndex;
        weights[at++] = sign * weight;
      }
    }
  }
}
