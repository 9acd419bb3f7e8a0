import { encodeArtefact } from '../artefact.ts';
import {
  buildCorpus,
  type Corpus,
  type LabelledRows,
  surveyCorpus,
  usualLimits,
  vectorsOf,
} from '../features/corpus.ts';
import { featureCount } from '../features/vectoriser.ts';
import { fitOutput } from '../output/output.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData, TrainingSummary } from '../types.ts';
import { squaredRowNorms } from './dual-coordinate-descent.ts';
import { createPacer, fitClasses, type LabelledMatrix, type Pacer } from './fitting.ts';
import { linearContent, linearFamily } from './model.ts';
import { allRows, fitLimits, type Tuned, tune } from './tuning.ts';
import { createWeightsBuilder } from './weights.ts';

/** Validation documents needed to choose options by; with fewer, the training part is cross-validated. */
const leastValidation = 10;
const mostValidation = 20_000;

/**
 * TF-IDF over words, pairs of words and parts of words; one linear support vector machine with squared hinge
 * loss per class; probabilities by temperature (single-label) or Platt's sigmoids (multi-label).
 */
export const linearTrainer: Trainer = { family: linearFamily, train };

async function train(data: TrainingData, context: TrainingContext): Promise<TrainedModel> {
  const clock = createClock();
  context.onProgress({ phase: 'reading', fraction: 0 });
  const facts = await surveyCorpus(data, context);
  const corpus = await buildCorpus(data, facts, context, usualLimits);
  const labelled = labelledMatrix(data, corpus);
  const validation = await validationRows(data, corpus, context);
  clock.lap('features');

  const pacer = createPacer(context);
  const tuned = await tune(data.kind, labelled, validation, context.seed, pacer, (fraction) =>
    context.onProgress({ phase: 'tuning', fraction: 0.3 + 0.4 * fraction }),
  );
  clock.lap('tuning');
  const { weights, converged } = await fitFinal(labelled, tuned, context, pacer);
  clock.lap('fitting');

  context.onProgress({ phase: 'calibrating', fraction: 0.95 });
  await context.breathe();
  context.checkCancelled();
  const { output, options, notes } = fitOutput(data.kind, data.classes.length, tuned.heldOut);
  clock.lap('calibrating');

  context.onProgress({ phase: 'saving', fraction: 0.98 });
  const artefact = encodeArtefact(
    linearContent({ classes: data.classes, vectoriser: corpus.vectoriser, weights, output }),
  );
  clock.lap('saving');
  const summary: TrainingSummary = {
    family: linearFamily,
    backend: 'typescript',
    options: {
      cost: tuned.cost,
      documents: labelled.matrix.rowCount,
      heldOutScore: tuned.scores.get(tuned.cost) ?? 0,
      ...options,
    },
    features: featureCount(corpus.vectoriser),
    tunedOn: tuned.tunedOn,
    calibrationError: null,
    seconds: clock.seconds,
    notes: [
      ...corpus.notes,
      ...notes,
      ...notesOnClasses(data, facts.classSizes),
      ...(converged ? [] : ['The search for the best weights was stopped before it was quite finished.']),
    ],
  };
  return { artefact, summary };
}

/** The validation documents, or nothing where they are too few to choose by. */
async function validationRows(
  data: TrainingData,
  corpus: Corpus,
  context: TrainingContext,
): Promise<LabelledRows | undefined> {
  if (data.validationSize < leastValidation) return undefined;
  const source = data.validation();
  const rows = await vectorsOf(data, source, data.validationSize, corpus.vectoriser, context, mostValidation);
  return rows.labels.length < leastValidation ? undefined : rows;
}

async function fitFinal(labelled: LabelledMatrix, tuned: Tuned, context: TrainingContext, pacer: Pacer) {
  const { matrix, mirrored, classCount, learned } = labelled;
  const builder = createWeightsBuilder(matrix.columnCount, classCount);
  const options = { cost: tuned.cost, ...fitLimits };
  const rows = allRows(matrix);
  let fitted = 0;
  const { converged } = await fitClasses(
    labelled,
    rows,
    options,
    context.seed,
    pacer,
    tuned.warm,
    (k, values) => {
      builder.add(k, values);
      if (mirrored) {
        builder.add(
          mirrored.as,
          values.map((weight) => -weight),
        );
      }
      context.onProgress({ phase: 'fitting', fraction: 0.7 + (0.25 * ++fitted) / learned.length });
    },
  );
  return { weights: builder.finish(), converged };
}

function labelledMatrix(data: TrainingData, corpus: Corpus): LabelledMatrix {
  const { matrix, labels } = corpus.training;
  const used = new Set(labels.flat());
  const learned = data.classes.map((_, k) => k).filter((k) => used.has(k));
  const mirrored =
    data.kind === 'single' && learned.length === 2 ? { of: learned[0]!, as: learned[1]! } : undefined;
  return {
    matrix,
    labels,
    squaredNorms: squaredRowNorms(matrix),
    classCount: data.classes.length,
    learned: mirrored ? [mirrored.of] : learned,
    mirrored,
  };
}

function notesOnClasses(data: TrainingData, sizes: Int32Array): string[] {
  const missing = data.classes.filter((_, k) => sizes[k] === 0);
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 5).map((name) => `"${name}"`);
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return [`Never predicted, for want of training documents: ${shown.join(', ')}${more}.`];
}

function createClock() {
  const seconds: Record<string, number> = {};
  let last = performance.now();
  const lap = (name: string): void => {
    const now = performance.now();
    seconds[name] = (now - last) / 1000;
    last = now;
  };
  return { seconds, lap };
}
