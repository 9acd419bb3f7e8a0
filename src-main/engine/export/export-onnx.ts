import { AppError } from '../../domain/errors.ts';
import { type ArtefactContent, decodeArtefact } from '../artefact.ts';
import { autoFamily, autoModelFrom } from '../auto/model.ts';
import { type LinearModel, linearFamily, linearModelFrom } from '../linear/model.ts';
import { type Pause, runPaced } from '../work.ts';
import { linearOnnx } from './linear-onnx.ts';
import { vocabularyJson } from './vocabulary.ts';

/** Both as pieces that follow one another. */
export interface OnnxExport {
  readonly model: readonly Uint8Array[];
  /** JSON for the featuriser. */
  readonly vocabulary: Iterable<string>;
}

/**
 * A linear model, or an `auto` one that kept nothing but a linear model, as ONNX.
 * @throws AppError `model_not_exportable` for every other family, and see `loadClassifier`
 */
export async function exportOnnx(artefact: Uint8Array, pause: Pause): Promise<OnnxExport> {
  const model = await linearModelIn(await runPaced(decodeArtefact(artefact), pause), pause);
  return { model: await runPaced(linearOnnx(model), pause), vocabulary: vocabularyJson(model) };
}

async function linearModelIn(content: ArtefactContent, pause: Pause): Promise<LinearModel> {
  const { family } = content.facts;
  if (family === linearFamily) return await runPaced(linearModelFrom(content), pause);
  if (family === autoFamily) {
    const { members, combination } = autoModelFrom(content);
    if (combination === undefined) {
      return await linearModelIn(await runPaced(decodeArtefact(members[0]!), pause), pause);
    }
  }
  const what = family === autoFamily ? 'an average of several learners' : `of the family “${String(family)}”`;
  throw new AppError(
    'model_not_exportable',
    `Only linear models can be written as ONNX; this one is ${what}. Export it as a model file, or train a linear model.`,
  );
}
