import { damaged, decodeArtefact } from './artefact.ts';
import { linearClassifier } from './linear/classifier.ts';
import { linearTrainer } from './linear/trainer.ts';
import type { Classifier, Trainer } from './types.ts';

export const trainers: Readonly<Record<string, Trainer>> = { [linearTrainer.family]: linearTrainer };

/**
 * A trained model's bytes as a classifier, of whichever family trained it.
 * @throws AppError `project_damaged` when the bytes are not a whole model, `project_newer` when they come from a
 *   later version of the program.
 */
export async function loadClassifier(bytes: Uint8Array): Promise<Classifier> {
  const content = decodeArtefact(bytes);
  if (content.facts.family === linearTrainer.family) return linearClassifier(content);
  throw damaged('its family of learner is unknown');
}
