import { AppError } from '../../domain/errors.ts';
import { encodeArtefact } from '../artefact.ts';
import {
  buildCorpus,
  type Corpus,
  type LabelledRows,
  surveyCorpus,
  usualLimits,
  vectorsOf,
} from '../features/corpus.ts';
import { featureCount, firstCharacters } from '../features/vectoriser.ts';
import { rowsBetween } from '../linear/held-out-rows.ts';
import { linearContent, linearFamily } from '../linear/model.ts';
import { rowsAsUnseen } from '../linear/unseen-rows.ts';
import { type ClassWeights, createWeightsBuilder } from '../linear/weights.ts';
import { calibrationError } from '../output/calibration-error.ts';
import { type HeldOutPlan, judgedValidation, planHeldOut } from '../output/held-out-plan.ts';
import { heldOutPredictions, type Judged } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import { createThreadPool, type ThreadPool } from '../threads/pool.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData } from '../types.ts';
import { inStretches, type Pause, pauseOf, runPaced, type Work } from '../work.ts';
import { classSums, type MultinomialWeights, multinomialValues, multinomialWeights } from './multinomial.ts';

/** Features times classes, at most: the rarest features are left out. */
const mostWeights = 10_000_000;
/** Multiplications between two pauses. */
const workPerPause = 2_000_000;
/** Weights of a class copied in one step. */
const weightsPerStep = 200_000;

/**
 * Multinomial naive Bayes on the features of the `linear` family, for single-label projects; its models are linear
 * models, with exact explanations. Weak alone, it gains in an average: it errs on other documents.
 */
export const multinomialTrainer: Trainer = {
  family: linearFamily,
  train: async (data, context) => {
    if (data.kind !== 'single') {
      throw new AppError('unsupported_option', 'Naive Bayes is for single-label projects only.');
    }
    const pool = createThreadPool(context.threads, context);
    try {
      return await train(data, context, pool);
    } finally {
      await pool.close();
    }
  },
};

async function train(data: TrainingData, context: TrainingContext, pool: ThreadPool): Promise<TrainedModel> {
  const started = performance.now();
  const pause = pauseOf(context);
  context.onProgress({ phase: 'reading', fraction: 0 });
  const facts = await surveyCorpus(data, context);
  const limits = { ...usualLimits, weights: mostWeights };
  const corpus = await buildCorpus(data, facts, context, limits, pool);
  const features = performance.now();
  context.onProgress({ phase: 'tuning', fraction: 0.5 });
  const plan = planHeldOut(data, corpus.training.labels, context.seed);
  const judged = await judgeHeldOut(data, corpus, plan, context, pause);
  context.onProgress({ phase: 'fitting', fraction: 0.8 });
  const final = await fitRows(data, corpus, rowsBetween(0, corpus.training.labels.length), pause);
  const { output, notes } = await runPaced(fitOutput(data.kind, data.classes.length, judged?.values), pause);
  const heldOut = judged && (await runPaced(heldOutPredictions(judged, output), pause));
  const error = heldOut ? await runPaced(calibrationError(data.kind, heldOut), pause) : null;
  const { vectoriser } = corpus;
  const weights = await runPaced(asClassWeights(final, data.classes.length), pause);
  const model = { classes: data.classes, vectoriser, weights, output };
  const content = await runPaced(linearContent(model), pause);
  return {
    artefact: await runPaced(encodeArtefact(content), pause),
    summary: {
      family: linearFamily,
      backend: 'typescript',
      options: {},
      features: featureCount(vectoriser),
      tunedOn: plan.by,
      calibrationError: error,
      seconds: {
        features: (features - started) / 1000,
        fitting: (performance.now() - features) / 1000,
      },
      notes: [...corpus.notes, ...notes],
    },
    ...(heldOut ? { heldOut } : {}),
  };
}

async function fitRows(
  data: TrainingData,
  { training }: Corpus,
  rows: Int32Array,
  pause: Pause,
): Promise<MultinomialWeights> {
  const sums = await classSums(training.matrix, training.labels, rows, data.classes.length, pause);
  return multinomialWeights(sums, pause);
}

async function judgeHeldOut(
  data: TrainingData,
  corpus: Corpus,
  plan: HeldOutPlan,
  context: TrainingContext,
  pause: Pause,
): Promise<Judged | undefined> {
  if (plan.by === 'none') return undefined;
  const training = rowsBetween(0, corpus.training.labels.length);
  const fits = plan.by === 'validation' ? [training] : plan.folds.map((fold) => fold.fit);
  const sizes = plan.by === 'validation' ? [Infinity] : plan.folds.map((fold) => fold.judge.length);
  const { ids, matrix, labels } = await judgedRows(data, corpus, plan, context, pause);
  const classCount = data.classes.length;
  const values = new Float32Array(labels.length * classCount);
  let row = 0;
  let pending = 0;
  for (const [place, rows] of fits.entries()) {
    const weights = await fitRows(data, corpus, rows, pause);
    const end = Math.min(labels.length, row + sizes[place]!);
    for (; row < end; row++) {
      multinomialValues(matrix, row, weights, values, classCount * row);
      pending += (matrix.offsets[row + 1]! - matrix.offsets[row]!) * classCount;
      if (pending < workPerPause) continue;
      pending = 0;
      await pause();
    }
  }
  const known = { classCount, documentCount: labels.length, values, truths: labels };
  return { ids: Int32Array.from(ids), values: known };
}

/** The documents to judge, fold after fold. */
async function judgedRows(
  data: TrainingData,
  { training, vectoriser }: Corpus,
  plan: Exclude<HeldOutPlan, { readonly by: 'none' }>,
  context: TrainingContext,
  pause: Pause,
): Promise<LabelledRows> {
  if (plan.by === 'validation') return vectorsOf(judgedValidation(data), vectoriser, context);
  return rowsAsUnseen(training, plan.folds, firstCharacters(vectoriser), pause);
}

function* asClassWeights(
  { weights, intercepts }: MultinomialWeights,
  classCount: number,
): Work<ClassWeights> {
  const featureCount = weights.length / classCount;
  const builder = createWeightsBuilder(featureCount, classCount);
  const column = new Float64Array(featureCount + 1);
  for (let k = 0; k < classCount; k++) {
    if (Number.isNaN(intercepts[k]!)) continue;
    yield* inStretches(featureCount, weightsPerStep, (from, to) => {
      for (let feature = from; feature < to; feature++) column[feature] = weights[feature * classCount + k]!;
    });
    column[featureCount] = intercepts[k]!;
    yield* builder.add(k, column);
  }
  return yield* builder.finish();
}
