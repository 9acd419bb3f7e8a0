import { damaged, decodeArtefact } from './artefact.ts';
import { autoClassifier } from './auto/classifier.ts';
import { autoFamily } from './auto/model.ts';
import { autoTrainer } from './auto/trainer.ts';
import { bayesClassifier } from './bayes/classifier.ts';
import { bayesFamily } from './bayes/model.ts';
import { encoderClassifier } from './encoder/classifier.ts';
import { encoderFamily } from './encoder/model.ts';
import { encoderTrainer } from './encoder/trainer.ts';
import { linearClassifier } from './linear/classifier.ts';
import { linearTrainer } from './linear/trainer.ts';
import { tensorflowClassifier } from './tensorflow/classifier.ts';
import { tensorflowTrainer } from './tensorflow/trainer.ts';
import type { Classifier, Trainer } from './types.ts';
import { type Pause, runPaced } from './work.ts';

export const trainers: Readonly<Record<string, Trainer>> = {
  [autoTrainer.family]: autoTrainer,
  [linearTrainer.family]: linearTrainer,
  [tensorflowTrainer.family]: tensorflowTrainer,
  [encoderTrainer.family]: encoderTrainer,
};

/**
 * A trained model's bytes as a classifier, of whichever family trained it.
 * @param encoder folder of the sentence encoder, where it is not where the model was trained with it
 * @throws AppError `project_damaged` when the bytes are not a whole model, `project_newer` when they come from a
 *   later version of the program; `encoder_missing`, `encoder_invalid`, `encoder_changed` when the sentence encoder
 *   that it needs is not where it was; what `pause` throws.
 */
export async function loadClassifier(
  bytes: Uint8Array,
  pause: Pause = async () => {},
  encoder: string | null = null,
): Promise<Classifier> {
  const content = await runPaced(decodeArtefact(bytes), pause);
  const { family } = content.facts;
  if (family === linearTrainer.family) return runPaced(linearClassifier(content), pause);
  if (family === tensorflowTrainer.family) return runPaced(tensorflowClassifier(content), pause);
  if (family === encoderFamily) return encoderClassifier(content, pause, encoder);
  if (family === bayesFamily) return runPaced(bayesClassifier(content), pause);
  if (family === autoFamily)
    return autoClassifier(content, (member) => loadClassifier(member, pause, encoder));
  throw damaged('its family of learner is unknown');
}
