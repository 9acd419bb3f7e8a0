import { type ArtefactContent, decodeArtefact, encodeArtefact } from '../artefact.ts';
import { autoContent, autoFamily, autoModelFrom } from '../auto/model.ts';
import { type EncoderReference, encoderFamily } from '../encoder/model.ts';
import type { Work } from '../work.ts';

export interface PortableModel {
  readonly artefact: Uint8Array;
  /** Multi-label: per class the score from which on it is given; else null. */
  readonly thresholds: readonly number[] | null;
  /** The sentence encoder that it needs, or null. */
  readonly encoder: Pick<EncoderReference, 'name' | 'fingerprint'> | null;
}

/**
 * A model that can go elsewhere: the same bytes, but that those of a model with a sentence encoder no longer say in
 * which folder of this computer the encoder lies.
 * @throws AppError see `decodeArtefact`
 */
export function* portableModel(artefact: Uint8Array): Work<PortableModel> {
  const content = yield* decodeArtefact(artefact);
  const { family } = content.facts;
  if (family === encoderFamily) return yield* withoutFolder(content);
  const thresholds = thresholdsOf(content);
  if (family !== autoFamily) return { artefact, thresholds, encoder: null };
  const model = autoModelFrom(content);
  const members: PortableModel[] = [];
  for (const member of model.members) members.push(yield* portableModel(member));
  const encoder = members.find((member) => member.encoder !== null)?.encoder ?? null;
  // A member that stands alone decides by its own.
  const own = { thresholds: model.combination ? thresholds : members[0]!.thresholds, encoder };
  if (encoder === null) return { artefact, ...own };
  const moved = autoContent({ ...model, members: members.map((member) => member.artefact) });
  return { artefact: yield* encodeArtefact(moved), ...own };
}

/** Of the model as a whole, or of the network that it is. */
function thresholdsOf({ arrays }: ArtefactContent): readonly number[] | null {
  const stored = arrays.thresholds ?? arrays['head.thresholds'];
  return stored === undefined ? null : [...stored];
}

function* withoutFolder(content: ArtefactContent): Work<PortableModel> {
  const { facts, arrays } = content;
  const { name, fingerprint } = facts.encoder as EncoderReference;
  const encoder = { path: '', name, fingerprint };
  return {
    artefact: yield* encodeArtefact({ facts: { ...facts, encoder }, arrays }),
    thresholds: thresholdsOf(content),
    encoder: { name, fingerprint },
  };
}
