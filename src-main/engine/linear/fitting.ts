import type { ProjectKind } from '../../domain/project.ts';
import type { LabelledRows } from '../features/corpus.ts';
import type { HeldOut } from '../output/held-out.ts';
import type { HeldOutPlan } from '../output/held-out-plan.ts';
import type { ThreadPool } from '../threads/pool.ts';
import type { Pause } from '../work.ts';
import { type HeldOutRows, heldOutRows, rowsBetween } from './held-out-rows.ts';
import { type LaneWeights, withOpposite } from './lane-weights.ts';
import { type FittedShard, LaneFitter, type LaneKey, type LaneSet } from './solver/lane-fitter.ts';
import { type LaneMemory, placeRows } from './solver/lane-memory.ts';
import { noFold, type SolveLimits } from './solver/solve-lanes.ts';

/** Labelled rows in the solver's memory, and which of their classes can be learned. */
export interface Fitting {
  readonly kind: ProjectKind;
  readonly classCount: number;
  /** The classes that are learned, each against the rest. With `mirrored` one of two: the other is its opposite. */
  readonly learned: readonly number[];
  readonly mirrored: { readonly of: number; readonly as: number } | undefined;
  /** Documents per class among the training rows. */
  readonly classSizes: Int32Array;
  /** What the cost of each class's own documents is multiplied by. */
  readonly classWeights: Float64Array;
  readonly trainingRows: number;
  readonly heldOut: HeldOutRows;
  /** Ids and classes of the judged documents. */
  readonly judgedIds: Int32Array;
  readonly truths: readonly (readonly number[])[];
  /** Entries of the matrix. */
  readonly entryCount: number;
  readonly fitter: LaneFitter;
}

export interface FittingOptions {
  readonly kind: ProjectKind;
  readonly classCount: number;
  /** Give small classes as much say as large ones. */
  readonly balanced: boolean;
  readonly seed: number;
  /** Where the rows are to lie. */
  readonly memory: LaneMemory;
}

/**
 * Copies the documents into the solver's memory: the parts' own matrices are not needed any more.
 * @param judged validation documents, or the documents that the folds judge, in the order of the plan
 */
export async function prepareFitting(
  training: LabelledRows,
  judged: LabelledRows | undefined,
  plan: HeldOutPlan,
  { kind, classCount, balanced, seed, memory }: FittingOptions,
  pool: ThreadPool,
  pause: Pause,
): Promise<Fitting> {
  const parts = judged ? [training, judged] : [training];
  const trainingRows = training.matrix.rowCount;
  const heldOut = heldOutRows(plan, trainingRows, judged?.matrix.rowCount ?? 0);
  const ids = parts.flatMap((part) => part.ids);
  const labels = parts.flatMap((part) => part.labels);
  const classSizes = new Int32Array(classCount);
  for (const classes of training.labels) for (const k of classes) classSizes[k]!++;
  const learned = Array.from(classSizes.keys()).filter((k) => classSizes[k]! > 0);
  const mirrored =
    kind === 'single' && learned.length === 2 ? { of: learned[0]!, as: learned[1]! } : undefined;
  const labelCount = classSizes.reduce((sum, size) => sum + size, 0);
  return {
    kind,
    classCount,
    learned: mirrored ? [mirrored.of] : learned,
    mirrored,
    classSizes,
    // As scikit-learn's "balanced": 1 on average over the documents' labels.
    classWeights: Float64Array.from(classSizes, (size) =>
      balanced && size > 0 ? labelCount / (learned.length * size) : 1,
    ),
    trainingRows,
    heldOut,
    judgedIds: heldOut.judged.map((row) => ids[row]!),
    truths: Array.from(heldOut.judged, (row) => labels[row]!),
    entryCount: training.matrix.offsets[trainingRows]!,
    fitter: new LaneFitter(memory, await placeRows(memory, parts, pause), heldOut.folds, pool, seed),
  };
}

/** Decision values copied between two pauses. */
const valuesPerPause = 300_000;

/** Each of the classes once for each of the first folds of the plan. */
export function foldLanes(fitting: Fitting, classes: readonly number[], foldCount: number): LaneSet {
  const folds = Array.from({ length: foldCount }, (_, fold) => fold);
  return fitting.fitter.laneSet(classes.flatMap((classIndex) => folds.map((fold) => ({ classIndex, fold }))));
}

function costsFor({ classWeights, mirrored }: Fitting, cost: number) {
  const otherCost = cost * (mirrored ? classWeights[mirrored.as]! : 1);
  return ({ classIndex }: LaneKey) => ({ ownCost: cost * classWeights[classIndex]!, otherCost });
}

/**
 * Decision values of the judged documents by models that did not learn from them.
 * @param judged documents of the folds that the set has, one behind the other
 */
export async function judgeHeldOut(
  fitting: Fitting,
  set: LaneSet,
  cost: number,
  limits: SolveLimits,
  learned: Int32Array,
  judged: Int32Array,
  pause: Pause,
): Promise<HeldOut> {
  const { fitter, classCount } = fitting;
  const costs = costsFor(fitting, cost);
  const shards = await fitter.fit(set, { costs, limits, learned, judged, wantsWeights: false });
  const values = new Float32Array(classCount * judged.length).fill(-Infinity);
  let pending = 0;
  for (const shard of shards) {
    takeValues(fitting, shard, judged[0]!, values);
    pending += shard.values!.length;
    if (pending < valuesPerPause) continue;
    pending = 0;
    await pause();
  }
  // The documents of the first folds come first.
  const truths = fitting.truths.slice(0, judged.length);
  return { classCount, documentCount: judged.length, values, truths };
}

/** Every judged document's values by the shard's lanes of its fold. @param first the row of the first document */
function takeValues(
  { heldOut: { folds }, classCount, mirrored }: Fitting,
  { lanes, stride, values: products, judged }: FittedShard,
  first: number,
  into: Float32Array,
): void {
  for (const [lane, { classIndex, fold }] of lanes.entries()) {
    for (const [at, row] of judged!.entries()) {
      if (folds[row] !== fold) continue;
      const value = products![(at * stride) / 4 + lane]!;
      const start = (row - first) * classCount;
      into[start + classIndex] = value;
      if (mirrored) into[start + mirrored.as] = -value;
    }
  }
}

/**
 * Learns every class from all training documents, from where the folds' models are.
 * @param folds the lanes of all learned classes, or nothing to start from zero
 */
export async function fitFinal(
  fitting: Fitting,
  folds: LaneSet | undefined,
  cost: number,
  limits: SolveLimits,
  pause: Pause,
  onFraction: (fraction: number) => void,
): Promise<{ readonly converged: boolean; readonly weights: readonly LaneWeights[] }> {
  const { fitter, heldOut, learned, trainingRows } = fitting;
  // With validation documents the models that judged them have learned from all training documents already.
  const finished = folds !== undefined && heldOut.by === 'validation';
  const set = finished ? folds : fitter.laneSet(learned.map((classIndex) => ({ classIndex, fold: noFold })));
  if (folds !== undefined && !finished) {
    // Of a row that one fold judges, another one knows the dual variable.
    const sourceOf = ({ classIndex }: LaneKey, rowFold: number): LaneKey => ({
      classIndex,
      fold: rowFold < heldOut.foldCount ? (rowFold + 1) % heldOut.foldCount : 0,
    });
    await fitter.startFrom(set, folds, sourceOf, pause);
  }
  const shards = await fitter.fit(set, {
    costs: costsFor(fitting, cost),
    limits,
    learned: rowsBetween(0, trainingRows),
    judged: null,
    wantsWeights: true,
    onFraction,
  });
  return {
    converged: shards.every(({ converged }) => converged),
    weights: shards.map((shard) => laneWeights(fitting, shard)),
  };
}

function laneWeights({ mirrored }: Fitting, { lanes, stride, weights }: FittedShard): LaneWeights {
  const classes = lanes.map(({ classIndex }) => classIndex);
  const own = { width: stride / 4, values: weights!, classes };
  return mirrored ? withOpposite(own, mirrored.as) : own;
}
