import type { ProjectKind } from '../../domain/project.ts';
import { type ArtefactArray, type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import { storedVectoriser, vectoriserFrom } from '../features/stored-vectoriser.ts';
import { featureCount, type VectoriserModel } from '../features/vectoriser.ts';
import type { Output } from '../output/output-types.ts';
import type { Work } from '../work.ts';
import { isVersion1, partsOfVersion1 } from './model-version-1.ts';
import { storedWeights, weightsFrom } from './stored-weights.ts';
import type { ClassWeights } from './weights.ts';

export interface LinearModel {
  readonly classes: readonly string[];
  readonly vectoriser: VectoriserModel;
  readonly weights: ClassWeights;
  readonly output: Output;
}

export const linearFamily = 'linear';

/** The model as an artefact's content; {@link linearModelFrom} reads it back. */
export function* linearContent({ vectoriser, weights, output, classes }: LinearModel): Work<ArtefactContent> {
  const stored = yield* storedVectoriser(vectoriser);
  const arrays: Record<string, ArtefactArray> = { ...stored.arrays, ...(yield* storedWeights(weights)) };
  if (output.kind === 'multi') {
    arrays.slopes = output.slopes;
    arrays.offsets = output.offsets;
    arrays.thresholds = output.thresholds;
  }
  const facts = {
    family: linearFamily,
    kind: output.kind,
    classes,
    vectoriser: stored.facts,
    ...(output.kind === 'single' ? { scale: output.scale } : { bestIfNone: output.bestIfNone }),
  };
  return { facts, arrays };
}

interface LinearFacts {
  readonly kind: ProjectKind;
  readonly classes: readonly string[];
  readonly scale?: number;
  readonly bestIfNone?: boolean;
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function* linearModelFrom(content: ArtefactContent): Work<LinearModel> {
  const facts = checkedFacts(content.facts);
  const classCount = facts.classes.length;
  const { vectoriser, weights } = isVersion1(content)
    ? partsOfVersion1(content, classCount)
    : yield* partsOf(content, classCount);
  return { classes: facts.classes, vectoriser, weights, output: outputFrom(content, facts, classCount) };
}

function* partsOf(
  content: ArtefactContent,
  classCount: number,
): Work<Pick<LinearModel, 'vectoriser' | 'weights'>> {
  const vectoriser = yield* vectoriserFrom(content);
  return { vectoriser, weights: yield* weightsFrom(content, featureCount(vectoriser), classCount) };
}

function outputFrom(content: ArtefactContent, facts: LinearFacts, classCount: number): Output {
  if (facts.kind === 'single') {
    if (typeof facts.scale !== 'number') throw damaged('its calibration is missing');
    return { kind: 'single', scale: facts.scale };
  }
  const slopes = arrayOf(content, 'slopes', 'f64');
  const offsets = arrayOf(content, 'offsets', 'f64');
  const thresholds = arrayOf(content, 'thresholds', 'f32');
  if (![slopes, offsets, thresholds].every((array) => array.length === classCount)) {
    throw damaged('its thresholds do not fit its classes');
  }
  return { kind: 'multi', slopes, offsets, thresholds, bestIfNone: facts.bestIfNone === true };
}

function checkedFacts(facts: ArtefactContent['facts']): LinearFacts {
  const { kind, classes } = facts;
  const valid =
    (kind === 'single' || kind === 'multi') &&
    Array.isArray(classes) &&
    classes.every((name) => typeof name === 'string');
  if (!valid) throw damaged('its description is incomplete');
  return facts as unknown as LinearFacts;
}
