import { AppError } from '../../domain/errors.ts';
import { familyOf, withDefaults } from '../../domain/families.ts';
import { encodeArtefact } from '../artefact.ts';
import { createClock } from '../clock.ts';
import { surveyCorpus } from '../features/corpus.ts';
import { judgedValidation, planHeldOut, validationDecides } from '../output/held-out-plan.ts';
import type { HeadOptions } from '../tensorflow/head-training.ts';
import { type TrainedHead, trainHead } from '../tensorflow/train-head.ts';
import type { TrainedModel, Trainer, TrainingContext, TrainingData, TrainingDocument } from '../types.ts';
import { type Pause, pauseOf, runPaced } from '../work.ts';
import { createVectorSource } from './document-vectors.ts';
import { type Encoder, openEncoder } from './encoder.ts';
import { encoderContent, encoderFamily } from './model.ts';

/** Shares of the progress bar: vectors take far longer than the head, where they are not there yet. */
const vectorShare = 0.8;
const headShare = 0.98;

/**
 * Frozen vectors of a sentence encoder that lies in a folder of the user's, then a dense network in TensorFlow.js
 * that learns the classes (`engine/tensorflow`). Vectors are kept with the project: a second training reads them.
 */
export const encoderTrainer: Trainer = { family: encoderFamily, train };

async function train(data: TrainingData, context: TrainingContext): Promise<TrainedModel> {
  const { encoder: path } = context;
  if (path === null) {
    throw new AppError(
      'unsupported_option',
      'Choose the folder of a sentence encoder, or use another family.',
    );
  }
  context.onProgress({ phase: 'reading', fraction: 0, message: 'Opening the sentence encoder' });
  await surveyCorpus(data, context);
  const clock = createClock();
  const pause = pauseOf(context);
  const encoder = await openEncoder(path, pause);
  try {
    clock.lap('opening');
    const { training, validation, plan } = await labelledVectors(data, encoder, context);
    clock.lap('vectors');
    const trained = await trainHead(
      {
        kind: data.kind,
        classCount: data.classes.length,
        dimensions: encoder.details.dimensions,
        training,
        validation,
        plan,
        options: headOptions(context),
      },
      context,
      [vectorShare, headShare],
    );
    clock.lap('fitting');
    context.onProgress({ phase: 'saving', fraction: headShare });
    const facts = { seconds: clock.seconds, documents: training.labels.length, tunedOn: plan.by };
    return await trainedModel(data, context, encoder, trained, facts, pause);
  } finally {
    await encoder.close();
  }
}

async function labelledVectors(data: TrainingData, encoder: Encoder, context: TrainingContext) {
  const judged = validationDecides(data.validationSize, data.trainingSize) ? [...judgedValidation(data)] : [];
  const total = data.trainingSize + judged.length;
  const source = createVectorSource(encoder, context.encoder!, data.kind, total, context);
  const read = (documents: Iterable<TrainingDocument>, size: number, before: number) =>
    source.read(documents, size, (done) => {
      context.onProgress({
        phase: 'vectors',
        fraction: (vectorShare * (before + done)) / total,
        message: `Reading document ${before + done} of ${total} with the encoder "${encoder.details.name}"`,
      });
    });
  try {
    const training = await read(data.training(), data.trainingSize, 0);
    const plan = planHeldOut(data, training.labels, context.seed);
    const validation = plan.by === 'validation' ? await read(judged, judged.length, data.trainingSize) : null;
    return { training, validation, plan };
  } finally {
    await source.close();
  }
}

function headOptions({ options }: TrainingContext): HeadOptions {
  const known = familyOf(encoderFamily)!.options;
  const given = Object.fromEntries(
    Object.entries(options).filter(([id]) => known.some((one) => one.id === id)),
  );
  return withDefaults(known, given) as unknown as HeadOptions;
}

async function trainedModel(
  data: TrainingData,
  context: TrainingContext,
  encoder: Encoder,
  { head, fitted, heldOut, calibrationError, backend, epochs }: TrainedHead,
  facts: Pick<TrainedModel['summary'], 'seconds' | 'tunedOn'> & { readonly documents: number },
  pause: Pause,
): Promise<TrainedModel> {
  const { name, fingerprint, dimensions, limit, pooling, notes } = encoder.details;
  const reference = { path: context.encoder!, name, fingerprint };
  const model = { classes: data.classes, encoder: reference, head, output: fitted.output };
  const content = await runPaced(encoderContent(model), pause);
  return {
    artefact: await runPaced(encodeArtefact(content), pause),
    summary: {
      family: encoderFamily,
      backend: `onnxruntime + ${backend}`,
      options: {
        ...headOptions(context),
        ...fitted.options,
        encoder: name,
        encoderFingerprint: fingerprint,
        limit,
        pooling,
        epochsRun: epochs,
        documents: facts.documents,
      },
      features: dimensions,
      tunedOn: facts.tunedOn,
      calibrationError,
      seconds: facts.seconds,
      notes: [
        ...notes,
        ...fitted.notes,
        ...unlearned(data, head.learned),
        `The model works only together with the sentence encoder in "${reference.path}".`,
      ],
    },
    ...(heldOut === null ? {} : { heldOut }),
  };
}

function unlearned(data: TrainingData, learned: Int32Array): readonly string[] {
  const missing = data.classes.filter((_, k) => !learned.includes(k)).map((name) => `"${name}"`);
  if (missing.length === 0) return [];
  const more = missing.length > 5 ? ` and ${missing.length - 5} more` : '';
  return [`Never predicted, for want of training documents: ${missing.slice(0, 5).join(', ')}${more}.`];
}
