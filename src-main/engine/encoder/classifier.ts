import { AppError } from '../../domain/errors.ts';
import type { ArtefactContent } from '../artefact.ts';
import { occlusion } from '../explanation/occlusion.ts';
import { predictionFrom } from '../output/prediction.ts';
import { headScorer } from '../tensorflow/head.ts';
import type { Classifier } from '../types.ts';
import { type Pause, runPaced } from '../work.ts';
import { type Encoder, openEncoder } from './encoder.ts';
import { type EncoderModel, encoderFamily, encoderModelFrom } from './model.ts';

/**
 * Opens the encoder that the model was trained with.
 * @param folder where it lies; null = where it was then
 * @throws AppError `encoder_missing`, `encoder_invalid` or `encoder_changed` when it is not there as it was,
 *   `project_damaged` when the content is no such model.
 */
export async function encoderClassifier(
  content: ArtefactContent,
  pause: Pause,
  folder: string | null = null,
): Promise<Classifier> {
  const model = await runPaced(encoderModelFrom(content), pause);
  const encoder = await openAgain(model, folder ?? model.encoder.path, pause);
  return classifierOf(model, encoder);
}

async function openAgain(
  { encoder: { fingerprint }, head }: EncoderModel,
  path: string,
  pause: Pause,
): Promise<Encoder> {
  const encoder = await openEncoder(path, pause);
  const { details } = encoder;
  if (details.fingerprint === fingerprint && details.dimensions === head.shape.inputs) return encoder;
  await encoder.close();
  throw new AppError(
    'encoder_changed',
    `The folder "${path}" holds another sentence encoder than the one that the model was trained with. Put the former files back, or train the model again.`,
    { path },
  );
}

function classifierOf({ classes, head, output }: EncoderModel, encoder: Encoder): Classifier {
  const scorer = headScorer(head);
  const predict: Classifier['predict'] = async (texts, pause) => {
    const vectors = await encoder.encode(texts, pause);
    return vectors.map((vector) => predictionFrom(scorer.score(vector, 0), output));
  };
  return {
    family: encoderFamily,
    kind: head.kind,
    classes,
    ...(output.kind === 'multi' ? { thresholds: output.thresholds } : {}),
    predict,
    explain: (text, classIndex, limit) => occlusion(predict, text, classIndex, limit),
    topFeatures: () => [],
  };
}
