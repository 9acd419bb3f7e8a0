import {
  buildCorpus,
  type CorpusLimits,
  type LabelledRows,
  type RowMemory,
  surveyCorpus,
  vectorsOf,
} from '../features/corpus.ts';
import { firstCharacters, type VectoriserModel } from '../features/vectoriser.ts';
import { type HeldOutPlan, judgedValidation } from '../output/held-out-plan.ts';
import type { ThreadPool } from '../threads/pool.ts';
import type { TrainingContext, TrainingData } from '../types.ts';
import { type Pause, pauseOf } from '../work.ts';
import { type Fitting, prepareFitting } from './fitting.ts';
import { LaneMemory } from './solver/lane-memory.ts';
import { judgedEntries, rowsAsUnseen } from './unseen-rows.ts';

export interface PlacingOptions {
  /** Give small classes as much say as large ones. */
  readonly balanced: boolean;
  readonly limits: CorpusLimits;
  /** Which documents are held out, from the classes of every usable training document. */
  readonly planOf: (labels: LabelledRows['labels']) => HeldOutPlan;
}

export interface PlacedDocuments {
  readonly fitting: Fitting;
  readonly plan: HeldOutPlan;
  /** Of the training documents, in the order of their rows. */
  readonly ids: LabelledRows['ids'];
  readonly labels: LabelledRows['labels'];
  readonly vectoriser: VectoriserModel;
  readonly notes: readonly string[];
}

/** Reads and vectorises the documents; the matrices themselves are let go once the solver has its copy. */
export async function placeDocuments(
  data: TrainingData,
  context: TrainingContext,
  pool: ThreadPool,
  { balanced, limits, planOf }: PlacingOptions,
): Promise<PlacedDocuments> {
  const pause = pauseOf(context);
  const facts = await surveyCorpus(data, context);
  const memory = new LaneMemory();
  let planned: HeldOutPlan | undefined;
  const rowMemory: RowMemory = (offsets, labels) => {
    planned = planOf(labels);
    const more = planned.by === 'cross-validation' ? judgedEntries(planned.folds, offsets) : 0;
    return memory.takeEntries(offsets.at(-1)!, more);
  };
  const corpus = await buildCorpus(data, facts, context, limits, pool, rowMemory);
  const { vectoriser, training, notes } = corpus;
  const plan = planned ?? planOf(training.labels);
  const judged = await judgedRows(data, training, plan, vectoriser, context, memory, pause);
  const { kind, classes } = data;
  const options = { kind, classCount: classes.length, balanced, seed: context.seed, memory };
  const fitting = await prepareFitting(training, judged, plan, options, pool, pause);
  return { fitting, plan, ids: training.ids, labels: training.labels, vectoriser, notes };
}

async function judgedRows(
  data: TrainingData,
  training: LabelledRows,
  plan: HeldOutPlan,
  vectoriser: VectoriserModel,
  context: TrainingContext,
  memory: LaneMemory,
  pause: Pause,
): Promise<LabelledRows | undefined> {
  if (plan.by === 'none') return undefined;
  if (plan.by === 'validation') return vectorsOf(judgedValidation(data), vectoriser, context);
  return rowsAsUnseen(training, plan.folds, firstCharacters(vectoriser), pause, memory.roomBehind);
}
