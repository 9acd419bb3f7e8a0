import { encodeArtefact } from '../artefact.ts';
import { surveyCorpus } from '../features/corpus.ts';
import { rowsBetween } from '../linear/held-out-rows.ts';
import { createWeightsBuilder } from '../linear/weights.ts';
import { calibrationError } from '../output/calibration-error.ts';
import { type HeldOutPlan, judgedValidation, planHeldOut } from '../output/held-out-plan.ts';
import { heldOutPredictions, type Judged } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData } from '../types.ts';
import { isUsable } from '../usable.ts';
import { inStretches, type Pause, pauseOf, runPaced, type Work } from '../work.ts';
import { type Features, inverseFrequencies, RowsBuilder } from './binary-rows.ts';
import { fitClasses, type LabelledBinaryRows } from './fitting.ts';
import { bayesContent, bayesFamily } from './model.ts';
import { ratioValue } from './solver.ts';

/** Features times classes, at most. */
const mostWeights = 60_000_000;
/** Documents judged in one step. */
const documentsPerStep = 1000;
/** From so many documents on, what stands in one of them only is left out. */
const documentsForRareWords = 3000;

/**
 * A support vector machine on words, pairs of words and first words, each scaled by its naive Bayes log-ratio for the
 * class (Wang and Manning, "Baselines and bigrams", ACL 2012). It errs on other documents than the `linear` family, so
 * that an average of the two gains. A candidate of `auto`; single-label probabilities by temperature, multi-label by
 * Platt's sigmoids.
 */
export const bayesTrainer: Trainer = { family: bayesFamily, train };

interface Documents extends LabelledBinaryRows {
  readonly ids: readonly number[];
  readonly features: Features;
  readonly learned: readonly number[];
  /** Rows from here on are validation documents. */
  readonly trainingRows: number;
  readonly plan: HeldOutPlan;
}

async function train(data: TrainingData, context: TrainingContext): Promise<TrainedModel> {
  const started = performance.now();
  const pause = pauseOf(context);
  context.onProgress({ phase: 'reading', fraction: 0 });
  const { documents: size } = await surveyCorpus(data, context);
  const documents = await readDocuments(data, context, size, pause);
  const read = performance.now();
  context.onProgress({ phase: 'tuning', fraction: 0.3 });
  const builder = createWeightsBuilder(documents.data.featureCount, data.classes.length);
  const judged = await judgeHeldOut(data, documents, context, pause, builder.add);
  context.onProgress({ phase: 'fitting', fraction: 0.7 });
  if (documents.plan.by !== 'validation') {
    const all = rowsBetween(0, documents.trainingRows);
    await fitClasses(documents, all, documents.learned, context.seed, pause, builder.add);
  }
  context.onProgress({ phase: 'calibrating', fraction: 0.95 });
  const fitted = await runPaced(fitOutput(data.kind, data.classes.length, judged?.values), pause);
  const heldOut = judged && (await runPaced(heldOutPredictions(judged, fitted.output), pause));
  const error = heldOut ? await runPaced(calibrationError(data.kind, heldOut), pause) : null;
  const { features } = documents;
  const weights = await runPaced(builder.finish(), pause);
  const model = { classes: data.classes, features, weights, output: fitted.output };
  const content = await runPaced(bayesContent(model), pause);
  return {
    artefact: await runPaced(encodeArtefact(content), pause),
    summary: {
      family: bayesFamily,
      backend: 'typescript',
      options: { ...fitted.options },
      features: features.buckets.length,
      tunedOn: documents.plan.by,
      calibrationError: error,
      seconds: { features: (read - started) / 1000, fitting: (performance.now() - read) / 1000 },
      notes: fitted.notes,
    },
    ...(heldOut ? { heldOut } : {}),
  };
}

async function readDocuments(
  data: TrainingData,
  context: TrainingContext,
  size: number,
  pause: Pause,
): Promise<Documents> {
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
  const plan = planHeldOut(data, labels, context.seed);
  if (plan.by === 'validation') {
    for (const document of judgedValidation(data)) {
      await builder.add(document.text);
      labels.push(document.classes);
      ids.push(document.id);
    }
  }
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
async function judgeHeldOut(
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
