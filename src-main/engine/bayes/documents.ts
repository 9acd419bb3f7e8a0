import { rowsBetween } from '../linear/held-out-rows.ts';
import { type HeldOutPlan, judgedValidation } from '../output/held-out-plan.ts';
import type { Judged } from '../output/held-out-predictions.ts';
import type { TrainingContext, TrainingData } from '../types.ts';
import { isUsable } from '../usable.ts';
import { inStretches, type Pause, pauseOf, runPaced, type Work } from '../work.ts';
import { type Features, inverseFrequencies, RowsBuilder } from './binary-rows.ts';
import { fitClasses, type LabelledBinaryRows } from './fitting.ts';
import { ratioValue } from './solver.ts';

/** Features times classes, at most. */
const mostWeights = 60_000_000;
/** Documents judged in one step. */
const documentsPerStep = 1000;
/** From so many documents on, what stands in one of them only is left out. */
const documentsForRareWords = 3000;

export interface Documents extends LabelledBinaryRows {
  readonly ids: readonly number[];
  readonly features: Features;
  readonly learned: readonly number[];
  /** Rows from here on are validation documents. */
  readonly trainingRows: number;
  readonly plan: HeldOutPlan;
}

/** Reads the usable documents. @param planOf which of them are held out, from the classes of the training documents */
export async function readDocuments(
  data: TrainingData,
  context: TrainingContext,
  size: number,
  planOf: (labels: Documents['labels']) => HeldOutPlan,
): Promise<Documents> {
  const pause = pauseOf(context);
  const builder = new RowsBuilder(pause);
  const labels: (readonly number[])[] = [];
  const ids: number[] = [];
  for (const document of data.training()) {
    if (!isUsable(data.kind, document)) continue;
    await builder.add(document.text);
    labels.push(document.classes);
    ids.push(document.id);
    if (ids.length % 500 === 0) {
      context.onProgress({ phase: 'reading', fraction: (0.25 * ids.length) / size });
    }
  }
  const trainingRows = ids.length;
  const used = new Set(labels.flat());
  const learned = data.classes.map((_, k) => k).filter((k) => used.has(k));
  const least = trainingRows < documentsForRareWords ? 1 : 2;
  const most = Math.floor(mostWeights / learned.length);
  const features = await runPaced(builder.frequentBuckets(least, most), pause);
  const plan = planOf(labels);
  if (plan.by === 'validation') {
    for (const document of judgedValidation(data)) {
      await builder.add(document.text);
      labels.push(document.classes);
      ids.push(document.id);
    }
  }
  await pause();
  const rows = await builder.finish(features);
  return {
    data: rows,
    inverse: inverseFrequencies(features),
    labels,
    ids,
    features,
    learned,
    trainingRows,
    plan,
  };
}

/**
 * Decision values of the held-out documents by models that did not learn from them. With validation documents these
 * are the final models: `takeFinal` gets their weights.
 */
export async function judgeHeldOut(
  data: TrainingData,
  documents: Documents,
  context: TrainingContext,
  pause: Pause,
  takeFinal: (classIndex: number, weights: Float64Array) => Work,
): Promise<Judged | undefined> {
  const { labels, ids, learned, trainingRows, plan } = documents;
  if (plan.by === 'none') return undefined;
  const folds =
    plan.by === 'validation'
      ? [{ fit: rowsBetween(0, trainingRows), judge: rowsBetween(trainingRows, labels.length) }]
      : plan.folds;
  const classCount = data.classes.length;
  const rows = folds.flatMap((fold) => Array.from(fold.judge));
  const values = new Float32Array(rows.length * classCount).fill(-Infinity);
  let first = 0;
  for (const { fit, judge } of folds) {
    await fitClasses(documents, fit, learned, context.seed, pause, function* (k, weights) {
      if (plan.by === 'validation') yield* takeFinal(k, weights);
      yield* inStretches(judge.length, documentsPerStep, (from, to) => {
        for (let place = from; place < to; place++) {
          values[(first + place) * classCount + k] = ratioValue(documents.data, judge[place]!, weights);
        }
      });
    });
    first += judge.length;
    context.onProgress({ phase: 'tuning', fraction: 0.3 + (0.4 * first) / rows.length });
  }
  const truths = rows.map((row) => labels[row]!);
  return {
    ids: Int32Array.from(rows, (row) => ids[row]!),
    values: { classCount, documentCount: rows.length, values, truths },
  };
}
