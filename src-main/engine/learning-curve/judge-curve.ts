import { AppError } from '../../domain/errors.ts';
import type { CurveModel, JudgedCurve, LabelCounts } from '../../domain/learning-curve/judged-curve.ts';
import { nestedOrder, partSizes } from '../../domain/learning-curve/parts.ts';
import { createOutcomeTally } from '../../domain/statistics/outcomes.ts';
import { surveyCorpus, usualLimits } from '../features/corpus.ts';
import { outOfFoldLimits } from '../label-errors/out-of-fold.ts';
import { prepareJudging, type RepeatedJudging } from '../linear/repeated-judging.ts';
import { planFolds, planHeldOut, validationDecides } from '../output/held-out-plan.ts';
import { createThreadPool, type ThreadPool } from '../threads/pool.ts';
import type { TrainingContext, TrainingData } from '../types.ts';
import { pauseOf, runPaced } from '../work.ts';
import { predictHeldOut } from './predict-held-out.ts';

/** Nothing can be said about the future of less. */
export const leastForCurve = 40;
/** Parts are drawn in so many orders. */
const orders = 3;
const foldCount = 5;
/** With more documents one part of them is held out, as in a training. */
const mostForFolds = 20_000;

/** The share of the work after which models of parts are trained. */
const partsFrom = 0.4;
const documentsPerPause = 2000;

/**
 * Models of the `linear` family on growing stratified parts of the training documents, in several seeded orders, all
 * judged on the validation documents where those are enough, else on held-out folds; never on the test set. Features
 * and options are found once. Models of the smallest parts score up to two points better for it than trainings of
 * their own would (measured on trec6 and banking77), those of a quarter and more as such trainings do.
 * @throws AppError `too_few_documents`, `too_few_classes`, `cancelled`.
 */
export async function judgeCurve(data: TrainingData, context: TrainingContext): Promise<JudgedCurve> {
  const pool = createThreadPool(context.threads, context);
  const firstShare: TrainingContext = {
    ...context,
    onProgress: (progress) => context.onProgress({ ...progress, fraction: partsFrom * progress.fraction }),
  };
  try {
    return await judgeParts(data, await judgeWhole(data, firstShare, pool), context);
  } finally {
    await pool.close();
  }
}

/** Held-out documents judged by models of all training documents, ready for models of parts. */
export async function judgeWhole(
  data: TrainingData,
  context: TrainingContext,
  pool: ThreadPool,
): Promise<RepeatedJudging> {
  context.onProgress({ phase: 'reading', fraction: 0 });
  const { documents, characters } = await surveyCorpus(data, context);
  if (documents < leastForCurve) throw tooFew(documents);
  const inFolds =
    documents <= mostForFolds &&
    characters <= outOfFoldLimits.charactersForCharacterNgrams &&
    !validationDecides(data.validationSize, documents);
  return prepareJudging(data, context, usualLimits, pool, (labels) =>
    inFolds
      ? planFolds(labels, data.classes.length, foldCount, context.seed)
      : planHeldOut(data, labels, context.seed),
  );
}

function tooFew(documents: number): AppError {
  return new AppError(
    'too_few_documents',
    `A learning curve needs at least ${leastForCurve} labelled training documents; there ${documents === 1 ? 'is 1' : `are ${documents}`}. Label more documents.`,
    { documents },
  );
}

async function judgeParts(
  { kind, classes }: TrainingData,
  judging: RepeatedJudging,
  context: TrainingContext,
): Promise<JudgedCurve> {
  const { labels, whole } = judging;
  const classCount = classes.length;
  const seeds = Array.from({ length: orders }, (_, order) => context.seed + order);
  const sizes = partSizes(labels.length, classCount);
  const pause = pauseOf(context);
  const learned = learnedShares(judging);
  const last = sizes.length - 1;
  const models: CurveModel[] = [{ point: last, order: 0 }];
  const predictions = [await runPaced(predictHeldOut(kind, whole), pause)];
  const points: LabelCounts[] = [];
  points[last] = countLabels(judging, rowsOf(labels), learned, classCount);
  const work = orders * sizes.slice(0, last).reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [order, seed] of seeds.entries()) {
    const rows = await runPaced(nestedOrder(labels, classCount, seed), pause);
    for (let point = last - 1; point >= 0; point--) {
      const part = rows.slice(0, sizes[point]).sort();
      context.onProgress({
        phase: 'fitting',
        fraction: partsFrom + ((1 - partsFrom) * done) / work,
        message: `${part.length} documents, draw ${order + 1} of ${orders}`,
      });
      predictions.push(await runPaced(predictHeldOut(kind, await judging.judge(part)), pause));
      models.push({ point, order });
      if (order === 0) points[point] = countLabels(judging, part, learned, classCount);
      done += part.length;
    }
  }
  const tally = createOutcomeTally(classCount, models.length);
  for (const [document, truth] of whole.truths.entries()) {
    tally.add(
      truth,
      predictions.map((predicted) => predicted[document]!),
    );
    if (document % documentsPerPause === 0) await pause();
  }
  return {
    ...{ kind, classCount, seeds, points, models },
    judgedOn: judging.plan.by === 'validation' ? 'validation' : 'cross-validation',
    now: countLabels(judging, rowsOf(labels), new Float64Array(labels.length).fill(1), classCount),
    outcomes: tally.finish(),
  };
}

const rowsOf = (labels: readonly unknown[]): Int32Array => Int32Array.from(labels.keys());

/** Which share of the folds learns from each row. */
function learnedShares({ plan, labels }: RepeatedJudging): Float64Array {
  const shares = new Float64Array(labels.length);
  if (plan.by !== 'cross-validation') return shares.fill(1);
  for (const { fit } of plan.folds) for (const row of fit) shares[row]! += 1 / plan.folds.length;
  return shares;
}

/** How many documents, and labels of each class, a model of these rows learns from on average. */
function countLabels(
  { labels }: RepeatedJudging,
  rows: Int32Array,
  shares: Float64Array,
  classCount: number,
): LabelCounts {
  const counts = new Float64Array(classCount);
  let documents = 0;
  for (const row of rows) {
    documents += shares[row]!;
    for (const k of labels[row]!) counts[k]! += shares[row]!;
  }
  return { documents: Math.round(documents), classes: counts };
}
