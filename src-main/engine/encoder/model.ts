import { type ArtefactContent, damaged } from '../artefact.ts';
import type { Output } from '../output/output-types.ts';
import type { Head } from '../tensorflow/head.ts';
import { headFrom, storedHead } from '../tensorflow/model.ts';
import type { Work } from '../work.ts';

export const encoderFamily = 'encoder';

/** Which encoder a model was trained with; its files are not part of the model. */
export interface EncoderReference {
  readonly path: string;
  readonly name: string;
  readonly fingerprint: string;
}

export interface EncoderModel {
  readonly classes: readonly string[];
  readonly encoder: EncoderReference;
  readonly head: Head;
  readonly output: Output;
}

/** The model as an artefact's content; {@link encoderModelFrom} reads it back. */
export function* encoderContent({ classes, encoder, head, output }: EncoderModel): Work<ArtefactContent> {
  const stored = yield* storedHead(head, output);
  return {
    facts: { family: encoderFamily, kind: head.kind, classes, encoder, head: stored.facts },
    arrays: stored.arrays,
  };
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function* encoderModelFrom(content: ArtefactContent): Work<EncoderModel> {
  const { classes, encoder } = content.facts;
  const { path, name, fingerprint } = (encoder ?? {}) as Partial<EncoderReference>;
  if (!Array.isArray(classes) || ![path, name, fingerprint].every((fact) => typeof fact === 'string')) {
    throw damaged('its description is incomplete');
  }
  const { head, output } = yield* headFrom(content);
  if (head.classCount !== classes.length || head.wide !== null) {
    throw damaged('its network does not fit its classes');
  }
  return { classes, encoder: { path: path!, name: name!, fingerprint: fingerprint! }, head, output };
}
