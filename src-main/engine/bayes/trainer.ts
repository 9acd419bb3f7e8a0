import { encodeArtefact } from '../artefact.ts';
import { surveyCorpus } from '../features/corpus.ts';
import { rowsBetween } from '../linear/held-out-rows.ts';
import { createWeightsBuilder } from '../linear/weights.ts';
import { calibrationError } from '../output/calibration-error.ts';
import { planHeldOut } from '../output/held-out-plan.ts';
import { heldOutPredictions } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData } from '../types.ts';
import { pauseOf, runPaced } from '../work.ts';
import { judgeHeldOut, readDocuments } from './documents.ts';
import { fitClasses } from './fitting.ts';
import { bayesContent, bayesFamily } from './model.ts';

/**
 * A support vector machine on words, pairs of words and first words, each scaled by its naive Bayes log-ratio for the
 * class (Wang and Manning, "Baselines and bigrams", ACL 2012). It errs on other documents than the `linear` family, so
 * that an average of the two gains. A candidate of `auto`; single-label probabilities by temperature, multi-label by
 * Platt's sigmoids.
 */
export const bayesTrainer: Trainer = { family: bayesFamily, train };

async function train(data: TrainingData, context: TrainingContext): Promise<TrainedModel> {
  const started = performance.now();
  const pause = pauseOf(context);
  context.onProgress({ phase: 'reading', fraction: 0 });
  const { documents: size } = await surveyCorpus(data, context);
  const documents = await readDocuments(data, context, size, (labels) =>
    planHeldOut(data, labels, context.seed),
  );
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
