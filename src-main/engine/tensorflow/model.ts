import type { ProjectKind } from '../../domain/project.ts';
import { type ArtefactArray, type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import { storedVectoriser, vectoriserFrom } from '../features/stored-vectoriser.ts';
import { featureCount } from '../features/vectoriser.ts';
import type { Output } from '../output/output-types.ts';
import type { TopFeature } from '../types.ts';
import type { DocumentVectorModel } from '../vectors/learn-vectors.ts';
import type { Projection } from '../vectors/projection.ts';
import { inStretches, type Work } from '../work.ts';
import type { Head } from './head.ts';
import { sizesOf, weightNames } from './weights.ts';
import type { WidePart } from './wide-part.ts';

export const tensorflowFamily = 'tensorflow';

export interface TensorflowModel {
  readonly classes: readonly string[];
  readonly vectors: DocumentVectorModel;
  readonly head: Head;
  readonly output: Output;
  /** Per class its strongest words, strongest first. */
  readonly topFeatures: readonly (readonly TopFeature[])[];
}

/** A part of an artefact: facts to be kept under a name, and arrays. */
interface StoredPart {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, ArtefactArray>>;
}

/** A head with its calibration; {@link headFrom} reads it back. Array names begin with `head.`. */
export function* storedHead(head: Head, output: Output): Work<StoredPart> {
  const arrays: Record<string, ArtefactArray> = {
    'head.learned': Uint32Array.from(head.learned),
    'head.mean': head.normalisation.mean,
  };
  for (const name of weightNames) arrays[`head.${name}`] = head.weights[name];
  if (head.wide) {
    const { weights, scales } = yield* packedWide(head.wide);
    arrays['head.wide'] = weights;
    arrays['head.wideScales'] = scales;
  }
  if (output.kind === 'multi') {
    arrays['head.slopes'] = output.slopes;
    arrays['head.offsets'] = output.offsets;
    arrays['head.thresholds'] = output.thresholds;
  }
  const { kind, shape, classCount, normalisation } = head;
  return {
    facts: {
      kind,
      shape,
      classCount,
      scale: normalisation.scale,
      output: output.kind === 'single' ? { scale: output.scale } : { bestIfNone: output.bestIfNone },
    },
    arrays,
  };
}

interface HeadFacts {
  readonly kind: ProjectKind;
  readonly shape: Head['shape'];
  readonly classCount: number;
  readonly scale: number;
  readonly output: { readonly scale?: number; readonly bestIfNone?: boolean };
}

/**
 * The head whose facts are `content.facts.head`.
 * @throws AppError `project_damaged` when parts are missing or do not fit together
 */
export function* headFrom(content: ArtefactContent): Work<{ readonly head: Head; readonly output: Output }> {
  const facts = checkedHead(content.facts.head);
  const { shape, kind, classCount } = facts;
  const learned = Int32Array.from(arrayOf(content, 'head.learned', 'u32'));
  const mean = arrayOf(content, 'head.mean', 'f32');
  const [first, firstBias, second, secondBias] = weightNames.map((name) => {
    const array = arrayOf(content, `head.${name}`, 'f32');
    if (array.length !== sizesOf(shape)[name]) throw damaged('its network does not fit together');
    return array;
  });
  if (
    learned.length !== shape.outputs ||
    mean.length !== shape.inputs ||
    learned.some((k) => k >= classCount)
  ) {
    throw damaged('its network does not fit its classes');
  }
  const head: Head = {
    kind,
    shape,
    learned,
    classCount,
    normalisation: { mean, scale: facts.scale },
    weights: { first: first!, firstBias: firstBias!, second: second!, secondBias: secondBias! },
    wide: 'head.wide' in content.arrays ? yield* wideFrom(content, learned.length) : null,
  };
  return { head, output: outputFrom(content, facts) };
}

function outputFrom(content: ArtefactContent, { kind, classCount, output }: HeadFacts): Output {
  if (kind === 'single') {
    if (typeof output.scale !== 'number') throw damaged('its calibration is missing');
    return { kind, scale: output.scale };
  }
  const slopes = arrayOf(content, 'head.slopes', 'f64');
  const offsets = arrayOf(content, 'head.offsets', 'f64');
  const thresholds = arrayOf(content, 'head.thresholds', 'f32');
  if (![slopes, offsets, thresholds].every((array) => array.length === classCount)) {
    throw damaged('its thresholds do not fit its classes');
  }
  return { kind, slopes, offsets, thresholds, bestIfNone: output.bestIfNone === true };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function checkedHead(value: unknown): HeadFacts {
  const facts = (value ?? {}) as Partial<HeadFacts>;
  const { kind, shape, classCount, scale, output } = facts;
  const valid =
    (kind === 'single' || kind === 'multi') &&
    isCount(shape?.inputs) &&
    isCount(shape.hidden) &&
    isCount(shape.outputs) &&
    isCount(classCount) &&
    typeof scale === 'number' &&
    typeof output === 'object';
  if (!valid) throw damaged('its description is incomplete');
  return facts as HeadFacts;
}

const largest = 127;
/** Weights of the wide part packed or unpacked in one step. */
const wideWeightsPerStep = 500_000;

/** Eight bits a weight, and per feature what the largest of them stands for. */
function* packedWide({
  weights,
  classCount,
}: WidePart): Work<{ readonly weights: Uint8Array; readonly scales: Float32Array }> {
  const bytes = new Int8Array(weights.length);
  const scales = new Float32Array(weights.length / classCount);
  yield* inStretches(scales.length, Math.ceil(wideWeightsPerStep / classCount), (from, to) => {
    for (let feature = from; feature < to; feature++) {
      const start = feature * classCount;
      let top = 0;
      for (let k = 0; k < classCount; k++) top = Math.max(top, Math.abs(weights[start + k]!));
      if (top === 0) continue;
      scales[feature] = top / largest;
      for (let k = 0; k < classCount; k++) {
        bytes[start + k] = Math.round((weights[start + k]! / top) * largest);
      }
    }
  });
  return { weights: new Uint8Array(bytes.buffer), scales };
}

function* wideFrom(content: ArtefactContent, classCount: number): Work<WidePart> {
  const bytes = arrayOf(content, 'head.wide', 'u8');
  const scales = arrayOf(content, 'head.wideScales', 'f32');
  if (bytes.length !== scales.length * classCount) throw damaged('its sparse weights do not fit its classes');
  const signed = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const weights = new Float32Array(bytes.length);
  yield* inStretches(weights.length, wideWeightsPerStep, (from, to) => {
    for (let at = from; at < to; at++) weights[at] = signed[at]! * scales[Math.floor(at / classCount)]!;
  });
  return { classCount, weights };
}

/** The model as an artefact's content; {@link tensorflowModelFrom} reads it back. */
export function* tensorflowContent(model: TensorflowModel): Work<ArtefactContent> {
  const vectoriser = yield* storedVectoriser(model.vectors.vectoriser);
  const head = yield* storedHead(model.head, model.output);
  const { dimensions, weights, scales } = model.vectors.projection;
  return {
    facts: {
      family: tensorflowFamily,
      kind: model.head.kind,
      classes: model.classes,
      vectoriser: vectoriser.facts,
      dimensions,
      head: head.facts,
      topFeatures: model.topFeatures,
    },
    arrays: {
      ...vectoriser.arrays,
      'projection.weights': weights,
      'projection.scales': scales,
      ...head.arrays,
    },
  };
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function* tensorflowModelFrom(content: ArtefactContent): Work<TensorflowModel> {
  const { classes, dimensions, topFeatures } = content.facts;
  if (!Array.isArray(classes) || !isCount(dimensions) || !Array.isArray(topFeatures)) {
    throw damaged('its description is incomplete');
  }
  const vectoriser = yield* vectoriserFrom(content);
  const projection: Projection = {
    dimensions,
    weights: arrayOf(content, 'projection.weights', 'u8'),
    scales: arrayOf(content, 'projection.scales', 'f32'),
  };
  const { head, output } = yield* headFrom(content);
  const features = featureCount(vectoriser);
  const used = projection.scales.reduce((count, scale) => count + (scale === 0 ? 0 : 1), 0);
  const fits =
    projection.scales.length === features &&
    projection.weights.length === used * dimensions &&
    head.shape.inputs === dimensions &&
    head.classCount === classes.length &&
    (head.wide === null || head.wide.weights.length === features * head.wide.classCount);
  if (!fits) throw damaged('its vectors do not fit its network');
  return { classes, vectors: { vectoriser, projection }, head, output, topFeatures };
}
