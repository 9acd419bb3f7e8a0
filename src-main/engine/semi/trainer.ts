import { AppError } from '../../domain/errors.ts';
import { encodeArtefact } from '../artefact.ts';
import { surveyCorpus } from '../features/corpus.ts';
import { featureCount } from '../features/vectoriser.ts';
import { linearContent } from '../linear/model.ts';
import { type ClassWeights, createWeightsBuilder } from '../linear/weights.ts';
import { calibrationError } from '../output/calibration-error.ts';
import { type HeldOutPlan, planHeldOut } from '../output/held-out-plan.ts';
import { heldOutPredictions, type Judged } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import { type NetworkSources, networkSources } from '../tensorflow/documents.ts';
import { createThreadPool } from '../threads/pool.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData } from '../types.ts';
import { type LearnedVectors, learnVectors, usualVectorOptions } from '../vectors/learn-vectors.ts';
import { inStretches, type Pause, pauseOf, runPaced, type Work } from '../work.ts';
import { backgroundOf } from './class-ratios.ts';
import { judgeBy, judgeByFolds } from './held-out.ts';
import { type Taught, type Texts, teach } from './teaching.ts';

const semiFamily = 'semi';

const mostFeatures = 60_000;
/** Features times classes, at most: four bytes each, twice. */
const mostWeights = 10_000_000;
/** Weights of a class copied in one step. */
const weightsPerStep = 200_000;
/** Longer texts do without character n-grams. */
const charactersForCharacterNgrams = 20_000_000;
/** Unlabelled documents are worth learning from if there are so many, and at least so many for each labelled one. */
const leastUnlabelled = 50;
const leastUnlabelledPerLabelled = 0.5;

/** Whether this data has few labels and many documents without: otherwise other families do as well or better. */
export function fitsSemi(data: Pick<TrainingData, 'kind' | 'trainingSize' | 'unlabelledSize'>): boolean {
  const { kind, trainingSize, unlabelledSize } = data;
  return (
    kind === 'single' &&
    unlabelledSize >= Math.max(leastUnlabelled, leastUnlabelledPerLabelled * trainingSize)
  );
}

/**
 * Learns from few labels and many documents without any, see {@link teach}. A candidate of `auto` in single-label
 * projects; what it makes is a model of the `linear` family, which explains itself word by word.
 */
export const semiTrainer: Trainer = { family: semiFamily, train };

interface Read {
  readonly sources: NetworkSources;
  readonly learned: LearnedVectors;
  readonly texts: Texts;
}

async function train(data: TrainingData, context: TrainingContext): Promise<TrainedModel> {
  if (data.kind === 'multi') {
    throw new AppError(
      'unsupported_option',
      'Learning from documents without labels needs a single-label project. Choose another family of learner.',
    );
  }
  const started = performance.now();
  const pause = pauseOf(context);
  context.onProgress({ phase: 'reading', fraction: 0 });
  await surveyCorpus(data, context);
  const read = await readTexts(data, context, pause);
  const { sources, learned, texts } = read;
  const fitting = performance.now();

  const plan = planHeldOut(data, sources.training.labels, context.seed);
  const all = Int32Array.from(texts.classes.keys());
  const taught = await runPaced(teach(texts, all, context.seed), pause);
  context.onProgress({ phase: 'tuning', fraction: 0.6 });
  const judged = await judgeHeldOut(data, read, taught, plan, context, pause);
  const fitted = await runPaced(fitOutput(data.kind, data.classes.length, judged?.values), pause);
  const { output, options, notes } = fitted;
  const heldOut = judged && (await runPaced(heldOutPredictions(judged, output), pause));
  const error = heldOut ? await runPaced(calibrationError(data.kind, heldOut), pause) : null;

  context.onProgress({ phase: 'saving', fraction: 0.97 });
  const { vectoriser } = learned.model;
  const features = featureCount(vectoriser);
  const weights = await runPaced(classWeights(taught, features, data.classes.length), pause);
  const model = { classes: data.classes, vectoriser, weights, output };
  const content = await runPaced(linearContent(model), pause);
  const artefact = await runPaced(encodeArtefact(content), pause);
  const ended = performance.now();
  return {
    artefact,
    summary: {
      family: semiFamily,
      backend: 'typescript',
      options: { ...options, unlabelled: texts.unlabelled.rowCount },
      features,
      tunedOn: plan.by,
      calibrationError: error,
      seconds: { vectors: (fitting - started) / 1000, fitting: (ended - fitting) / 1000 },
      notes: [...sources.notes, ...notes, ...notesOnClasses(data, taught)],
    },
    ...(heldOut ? { heldOut } : {}),
  };
}

async function readTexts(data: TrainingData, context: TrainingContext, pause: Pause): Promise<Read> {
  const sources = await networkSources(data, context);
  const { training, validation, unlabelled } = sources;
  const pool = createThreadPool(context.threads, context);
  const size = data.trainingSize + data.validationSize + data.unlabelledSize;
  try {
    const learned = await learnVectors(
      [training.texts, validation.texts, unlabelled.texts],
      {
        ...usualVectorOptions,
        mostFeatures: Math.min(mostFeatures, Math.floor(mostWeights / data.classes.length)),
        characterNgrams: sources.characters <= charactersForCharacterNgrams,
        seed: context.seed,
      },
      pool,
      context,
      (texts) => {
        if (texts % 100 > 0) return;
        context.onProgress({ phase: 'reading', fraction: (0.2 * texts) / Math.max(1, size) });
      },
    );
    context.onProgress({ phase: 'vectors', fraction: 0.4 });
    const { dimensions } = learned.model.projection;
    const texts: Texts = {
      labelled: learned.matrices[0]!,
      labelledVectors: { vectors: await learned.vectorsOf(0), dimensions },
      classes: Int32Array.from(training.labels, (classes) => classes[0]!),
      unlabelled: learned.matrices[2]!,
      unlabelledVectors: { vectors: await learned.vectorsOf(2), dimensions },
      background: await runPaced(backgroundOf(learned.matrices), pause),
    };
    context.onProgress({ phase: 'fitting', fraction: 0.5 });
    return { sources, learned, texts };
  } finally {
    await pool.close();
  }
}

async function judgeHeldOut(
  data: TrainingData,
  { sources, learned, texts }: Read,
  taught: Taught,
  plan: HeldOutPlan,
  context: TrainingContext,
  pause: Pause,
): Promise<Judged | undefined> {
  const classCount = data.classes.length;
  if (plan.by === 'none') return undefined;
  if (plan.by === 'validation') {
    const { ids, labels } = sources.validation;
    const values = await runPaced(judgeBy(taught, learned.matrices[1]!, labels, classCount), pause);
    return { ids: Int32Array.from(ids), values };
  }
  const { rows, heldOut } = await judgeByFolds(texts, plan, classCount, context.seed, pause, (done) =>
    context.onProgress({ phase: 'tuning', fraction: 0.6 + 0.35 * done }),
  );
  return { ids: rows.map((row) => sources.training.ids[row]!), values: heldOut };
}

function* classWeights(
  { learned, weights }: Taught,
  features: number,
  classCount: number,
): Work<ClassWeights> {
  const builder = createWeightsBuilder(features, classCount);
  const own = new Float64Array(features + 1);
  for (const [place, classIndex] of learned.entries()) {
    yield* inStretches(features, weightsPerStep, (from, to) => {
      for (let feature = from; feature < to; feature++) {
        own[feature] = weights[feature * learned.length + place]!;
      }
    });
    yield* builder.add(classIndex, own);
  }
  return yield* builder.finish();
}

function notesOnClasses(data: TrainingData, { learned }: Taught): string[] {
  const missing = data.classes.filter((_, k) => !learned.includes(k));
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 5).map((name) => `"${name}"`);
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return [`Never predicted, for want of training documents: ${shown.join(', ')}${more}.`];
}
