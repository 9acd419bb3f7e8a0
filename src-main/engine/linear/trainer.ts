import { AppError } from '../../domain/errors.ts';
import { familyOf, optionProblem, withDefaults } from '../../domain/families.ts';
import { encodeArtefact } from '../artefact.ts';
import { createClock } from '../clock.ts';
import { usualLimits } from '../features/corpus.ts';
import { featureCount } from '../features/vectoriser.ts';
import { calibrationError } from '../output/calibration-error.ts';
import { planHeldOut } from '../output/held-out-plan.ts';
import { heldOutPredictions } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import { createThreadPool, type ThreadPool } from '../threads/pool.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData } from '../types.ts';
import { pauseOf, runPaced } from '../work.ts';
import { fitFinal } from './fitting.ts';
import { weightsOfLanes } from './lane-weights.ts';
import { linearContent, linearFamily } from './model.ts';
import { placeDocuments } from './placed-documents.ts';
import { fitLimits, tune } from './tuning.ts';

/**
 * TF-IDF over words, pairs of words and parts of words; one linear support vector machine with squared hinge
 * loss per class; probabilities by temperature (single-label) or Platt's sigmoids (multi-label).
 */
export const linearTrainer: Trainer = {
  family: linearFamily,
  train: async (data, context) => {
    const options = linearOptions(context);
    const pool = createThreadPool(context.threads, context);
    try {
      return await train(data, context, options, pool);
    } finally {
      await pool.close();
    }
  },
};

interface LinearOptions {
  /** 0 = choose. */
  readonly cost: number;
  readonly balanced: boolean;
}

function linearOptions({ options }: TrainingContext): LinearOptions {
  const { options: definitions } = familyOf(linearFamily)!;
  const problem = optionProblem(definitions, options);
  if (problem !== null) throw new AppError('unsupported_option', problem);
  const values = withDefaults(definitions, options);
  return { cost: Number(values.cost), balanced: values.classWeights === 'balanced' };
}

async function train(
  data: TrainingData,
  context: TrainingContext,
  { cost: givenCost, balanced }: LinearOptions,
  pool: ThreadPool,
): Promise<TrainedModel> {
  const clock = createClock();
  const pause = pauseOf(context);
  context.onProgress({ phase: 'reading', fraction: 0 });
  const {
    fitting,
    vectoriser,
    notes: corpusNotes,
  } = await placeDocuments(data, context, pool, {
    balanced,
    limits: usualLimits,
    planOf: (labels) => planHeldOut(data, labels, context.seed),
  });
  clock.lap('features');

  const tuned = await tune(fitting, givenCost, pause, (fraction) =>
    context.onProgress({ phase: 'tuning', fraction: 0.3 + 0.4 * fraction }),
  );
  clock.lap('tuning');
  const onFitted = (fraction: number): void =>
    context.onProgress({ phase: 'fitting', fraction: 0.7 + 0.25 * fraction });
  const { cost, folds } = tuned;
  const { converged, weights: shards } = await fitFinal(fitting, folds, cost, fitLimits, pause, onFitted);
  const weights = await weightsOfLanes(featureCount(vectoriser), data.classes.length, shards, pause);
  clock.lap('fitting');

  context.onProgress({ phase: 'calibrating', fraction: 0.95 });
  await pause();
  const fitted = await runPaced(fitOutput(data.kind, data.classes.length, tuned.heldOut), pause);
  const { output, options, notes } = fitted;
  const judged = tuned.heldOut && { ids: fitting.judgedIds, values: tuned.heldOut };
  const heldOut = judged && (await runPaced(heldOutPredictions(judged, output), pause));
  const error = heldOut ? await runPaced(calibrationError(data.kind, heldOut), pause) : null;
  clock.lap('calibrating');

  context.onProgress({ phase: 'saving', fraction: 0.98 });
  const model = { classes: data.classes, vectoriser, weights, output };
  const content = await runPaced(linearContent(model), pause);
  const artefact = await runPaced(encodeArtefact(content), pause);
  clock.lap('saving');
  return {
    artefact,
    summary: {
      family: linearFamily,
      backend: 'typescript+wasm-simd',
      options: {
        cost,
        classWeights: balanced ? 'balanced' : 'none',
        documents: fitting.trainingRows,
        heldOutScore: tuned.score,
        ...options,
      },
      features: featureCount(vectoriser),
      tunedOn: fitting.heldOut.by,
      calibrationError: error,
      seconds: clock.seconds,
      notes: [
        ...corpusNotes,
        ...notes,
        ...notesOnClasses(data, fitting.classSizes),
        ...(converged ? [] : ['The search for the best weights was stopped before it was quite finished.']),
      ],
    },
    ...(heldOut ? { heldOut } : {}),
  };
}

function notesOnClasses(data: TrainingData, sizes: Int32Array): string[] {
  const missing = data.classes.filter((_, k) => sizes[k] === 0);
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 5).map((name) => `"${name}"`);
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return [`Never predicted, for want of training documents: ${shown.join(', ')}${more}.`];
}
