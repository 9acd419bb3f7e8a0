import { families, withDefaults } from '../../domain/families.ts';
import { encodeArtefact } from '../artefact.ts';
import { createClock } from '../clock.ts';
import { surveyCorpus } from '../features/corpus.ts';
import { featureCount } from '../features/vectoriser.ts';
import { planHeldOut } from '../output/held-out-plan.ts';
import { createThreadPool } from '../threads/pool.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData } from '../types.ts';
import { type LearnedVectors, learnVectors, usualVectorOptions } from '../vectors/learn-vectors.ts';
import { pauseOf, runPaced } from '../work.ts';
import { type NetworkSources, networkSources, type ReadDocuments } from './documents.ts';
import type { HeadOptions } from './head-training.ts';
import { tensorflowContent, tensorflowFamily } from './model.ts';
import { strongestWords } from './top-features.ts';
import { type LabelledVectors, type TrainedHead, trainHead } from './train-head.ts';

/** Longer training texts do without character n-grams. */
const charactersForCharacterNgrams = 20_000_000;
/** Weights of the wide part (features times classes) at most. */
const mostWideWeights = 8_000_000;
const mostFeatures = 150_000;
const topFeaturesKept = 20;

/**
 * Document vectors learned from all texts (TF-IDF and a truncated singular value decomposition), a dense network on
 * them in TensorFlow.js, and beside it one weight per feature and class: a wide-and-deep model (Cheng et al. 2016).
 */
export const tensorflowTrainer: Trainer = { family: tensorflowFamily, train };

async function train(data: TrainingData, context: TrainingContext): Promise<TrainedModel> {
  const clock = createClock();
  const pause = pauseOf(context);
  const options = networkOptions(context.options);
  context.onProgress({ phase: 'reading', fraction: 0 });
  const facts = await surveyCorpus(data, context);
  const sources = await networkSources(data, context);
  const learned = await learnAllVectors(data, sources, facts.documents, context);
  clock.lap('vectors');

  const plan = planHeldOut(data, sources.training.labels, context.seed);
  const training = await labelledVectors(learned, 0, sources.training);
  const validation = plan.by === 'validation' ? await labelledVectors(learned, 1, sources.validation) : null;
  const request = {
    kind: data.kind,
    classCount: data.classes.length,
    dimensions: learned.model.projection.dimensions,
    training,
    validation,
    plan,
    options,
  };
  const trained = await trainHead(request, context, [0.35, 0.95]);
  clock.lap('fitting');

  await pause();
  context.onProgress({ phase: 'saving', fraction: 0.97 });
  const topFeatures = await runPaced(strongestWords(learned.model, trained.head, topFeaturesKept), pause);
  const model = {
    classes: data.classes,
    vectors: learned.model,
    head: trained.head,
    output: trained.fitted.output,
    topFeatures,
  };
  const content = await runPaced(tensorflowContent(model), pause);
  const artefact = await runPaced(encodeArtefact(content), pause);
  clock.lap('saving');
  return {
    artefact,
    summary: {
      family: tensorflowFamily,
      backend: trained.backend,
      options: { ...options, epochsUsed: trained.epochs, ...trained.fitted.options },
      features: featureCount(learned.model.vectoriser),
      tunedOn: plan.by,
      calibrationError: trained.calibrationError,
      seconds: clock.seconds,
      notes: [...sources.notes, ...trained.fitted.notes, ...notesOnClasses(data, trained)],
    },
    ...(trained.heldOut ? { heldOut: trained.heldOut } : {}),
  };
}

/** The values of the family's options, absent ones at their defaults. */
export function networkOptions(values: TrainingContext['options']): HeadOptions {
  const definitions = families.find(({ id }) => id === tensorflowFamily)!.options;
  return withDefaults(definitions, values) as unknown as HeadOptions;
}

async function learnAllVectors(
  data: TrainingData,
  sources: NetworkSources,
  documents: number,
  context: TrainingContext,
): Promise<LearnedVectors> {
  const pool = createThreadPool(context.threads, context);
  const all = documents + data.validationSize + data.unlabelledSize;
  try {
    return await learnVectors(
      [sources.training.texts, sources.validation.texts, sources.unlabelled.texts],
      {
        ...usualVectorOptions,
        mostFeatures: Math.min(mostFeatures, Math.floor(mostWideWeights / data.classes.length)),
        characterNgrams: sources.characters <= charactersForCharacterNgrams,
        seed: context.seed,
      },
      pool,
      context,
      (texts) => {
        if (texts % 100 > 0) return;
        context.onProgress({
          phase: texts === all ? 'vectors' : 'reading',
          fraction: (0.1 * texts) / Math.max(1, all),
        });
      },
    );
  } finally {
    await pool.close();
  }
}

async function labelledVectors(
  learned: LearnedVectors,
  source: number,
  { ids, labels }: ReadDocuments,
): Promise<LabelledVectors> {
  return { vectors: await learned.vectorsOf(source), labels, ids, sparse: learned.matrices[source]! };
}

/** Classes that no training document has. */
export function notesOnClasses(data: TrainingData, { head }: Pick<TrainedHead, 'head'>): string[] {
  const missing = data.classes.filter((_, k) => !head.learned.includes(k));
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 5).map((name) => `"${name}"`);
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return [`Never predicted, for want of training documents: ${shown.join(', ')}${more}.`];
}
