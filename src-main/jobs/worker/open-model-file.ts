import { AppError } from '../../domain/errors.ts';
import type { ModelManifest } from '../../domain/model-file.ts';
import type { Classifier } from '../../engine/types.ts';
import { invalid, type ModelFile, readModelFile } from '../../formats/model-file.ts';

/** Reads a model file and makes sure that the encoder that it needs was named. @throws AppError see `readModelFile` */
export async function openModelFile(path: string, encoder: string | null): Promise<ModelFile> {
  const file = await readModelFile(path);
  const needed = file.manifest.encoder;
  if (needed !== null && encoder === null) {
    throw new AppError(
      'encoder_missing',
      `This model needs the sentence encoder “${needed.name}”, which is no part of the file. Name its folder (--encoder).`,
    );
  }
  return file;
}

/**
 * Loads what a model file holds, by whichever means; of a file put together by hand it says what it says of a damaged
 * one.
 * @throws AppError `model_file_invalid`, `model_file_newer`, and of the encoder
 */
export async function loadedFrom<Loaded>(
  { manifest }: ModelFile,
  load: () => Promise<Loaded>,
  classifierOf: (loaded: Loaded) => Classifier,
): Promise<Loaded> {
  const loaded = await load().catch((error: unknown) => {
    throw fileError(error);
  });
  if (!fits(classifierOf(loaded), manifest)) throw invalid('its description does not fit its model');
  return loaded;
}

function fits({ kind, classes }: Classifier, manifest: ModelManifest): boolean {
  const alike = classes.length === manifest.classes.length;
  return kind === manifest.kind && alike && classes.every((name, index) => name === manifest.classes[index]);
}

function fileError(error: unknown): unknown {
  // Sizes that no memory holds, or parts that are no parts.
  if (error instanceof RangeError || error instanceof TypeError) return invalid('its model cannot be read');
  if (!(error instanceof AppError)) return error;
  if (error.code === 'project_damaged') return invalid('its model cannot be read');
  if (error.code !== 'project_newer') return error;
  return new AppError(
    'model_file_newer',
    'This model was trained by a newer version of Winnow. Update Winnow.',
  );
}
