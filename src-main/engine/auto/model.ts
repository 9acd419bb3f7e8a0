import type { ProjectKind } from '../../domain/project.ts';
import { type ArtefactArray, type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import type { Output } from '../output/output-types.ts';
import { outputFrom, storedOutput } from '../output/stored-output.ts';

export const autoFamily = 'auto';

/** How the members' evidence becomes one prediction; see `pooling.ts`. */
export interface Combination {
  readonly weights: Float64Array;
  readonly output: Output;
}

export interface AutoModel {
  readonly kind: ProjectKind;
  readonly classes: readonly string[];
  /** The members' own artefacts. */
  readonly members: readonly Uint8Array[];
  /** Nothing where the only member stands as it is. */
  readonly combination: Combination | undefined;
}

/** The model as an artefact's content; {@link autoModelFrom} reads it back. */
export function autoContent({ kind, classes, members, combination }: AutoModel): ArtefactContent {
  const arrays: Record<string, ArtefactArray> = {};
  for (const [place, member] of members.entries()) arrays[`member.${place}`] = member;
  const facts = { family: autoFamily, kind, classes, members: members.length };
  if (!combination) return { facts, arrays };
  const stored = storedOutput(combination.output);
  return {
    facts: { ...facts, output: stored.facts },
    arrays: { ...arrays, memberWeights: combination.weights, ...stored.arrays },
  };
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function autoModelFrom(content: ArtefactContent): AutoModel {
  const { kind, classes, members: count } = content.facts;
  const described =
    (kind === 'single' || kind === 'multi') &&
    Array.isArray(classes) &&
    classes.every((name) => typeof name === 'string') &&
    typeof count === 'number' &&
    count >= 1;
  if (!described) throw damaged('its description is incomplete');
  const members = Array.from({ length: count }, (_, place) => arrayOf(content, `member.${place}`, 'u8'));
  if (content.facts.output === undefined) {
    if (count !== 1) throw damaged('the weights of its members are missing');
    return { kind, classes, members, combination: undefined };
  }
  const weights = arrayOf(content, 'memberWeights', 'f64');
  if (weights.length !== count) throw damaged('the weights of its members are missing');
  return { kind, classes, members, combination: { weights, output: outputFrom(content, classes.length) } };
}
