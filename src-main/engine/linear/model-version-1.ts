import { type ArtefactContent, arrayOf, damaged } from '../artefact.ts';
import { NgramTable, ngramKinds } from '../features/ngram-table.ts';
import type { VectoriserModel } from '../features/vectoriser.ts';
import type { ClassWeights } from './weights.ts';

/*
 * Models of the first layout: n-grams spelled out, words and pairs of words in one list, characters in another; weights
 * as 32-bit numbers.
 */

type BlockKind = 'words' | 'characters';

interface Block {
  readonly kind: BlockKind;
  readonly units: Uint16Array;
  /** Where each n-gram ends. */
  readonly ends: Uint32Array;
  readonly documentFrequencies: Uint32Array;
  readonly firstFeature: number;
}

const spaceUnit = 0x20;

export function isVersion1(content: ArtefactContent): boolean {
  return content.facts.vectoriser === undefined;
}

/** @throws AppError `project_damaged` when parts are missing or do not fit together. */
export function partsOfVersion1(
  content: ArtefactContent,
  classCount: number,
): { readonly vectoriser: VectoriserModel; readonly weights: ClassWeights } {
  const { blocks: kinds, documentCount } = content.facts;
  if (!Array.isArray(kinds) || typeof documentCount !== 'number')
    throw damaged('its description is incomplete');
  const blocks: Block[] = [];
  let featureCount = 0;
  for (const kind of kinds) {
    if (kind !== 'words' && kind !== 'characters') throw damaged('its description is incomplete');
    const block = blockOf(content, kind, featureCount);
    blocks.push(block);
    featureCount += block.ends.length;
  }
  const table = new NgramTable();
  /** Per feature of today the feature's number then. */
  const before: number[] = [];
  for (const block of blocks.filter(({ kind }) => kind === 'words')) addWordsAndPairs(table, block, before);
  for (const block of blocks.filter(({ kind }) => kind === 'characters')) addCharacters(table, block, before);
  if (table.size !== featureCount) throw damaged('its dictionary does not fit together');
  const frequencyOf = (feature: number): number => {
    const block = blocks.findLast(({ firstFeature }) => firstFeature <= feature)!;
    return block.documentFrequencies[feature - block.firstFeature]!;
  };
  return {
    vectoriser: {
      folding: 'simple',
      table,
      documentFrequencies: Uint32Array.from(before, frequencyOf),
      documentCount,
      characterNgrams: kinds.includes('characters'),
    },
    weights: reorderedWeights(content, before, classCount),
  };
}

function blockOf(content: ArtefactContent, kind: BlockKind, firstFeature: number): Block {
  const lengths = arrayOf(content, `${kind}.lengths`, 'u8');
  const units = arrayOf(content, `${kind}.units`, 'u16');
  const documentFrequencies = arrayOf(content, `${kind}.documentFrequencies`, 'u32');
  const ends = new Uint32Array(lengths.length);
  let end = 0;
  for (const [index, length] of lengths.entries()) {
    end += length;
    ends[index] = end;
  }
  if (end !== units.length || documentFrequencies.length !== lengths.length) {
    throw damaged('its dictionary does not fit together');
  }
  return { kind, units, ends, documentFrequencies, firstFeature };
}

/** Words first, because a pair is known by its words. */
function addWordsAndPairs(table: NgramTable, block: Block, before: number[]): void {
  const { units, ends, firstFeature } = block;
  const pairs: { readonly index: number; readonly start: number; readonly space: number }[] = [];
  for (let index = 0, start = 0; index < ends.length; start = ends[index++]!) {
    const space = units.subarray(start, ends[index]).indexOf(spaceUnit);
    if (space >= 0) pairs.push({ index, start, space: start + space });
    else before[table.word(units, start, ends[index]!, true)] = firstFeature + index;
  }
  for (const { index, start, space } of pairs) {
    const first = table.word(units, start, space, false);
    const second = table.word(units, space + 1, ends[index]!, false);
    if (first < 0 || second < 0) throw damaged('its dictionary does not fit together');
    before[table.findOrAdd(first, second, ngramKinds.pair)] = firstFeature + index;
  }
}

/** Short ones first, because an n-gram is known by what it begins with. */
function addCharacters(table: NgramTable, block: Block, before: number[]): void {
  const { units, ends, firstFeature } = block;
  const spelled = Array.from(ends, (end, index) =>
    Array.from(
      String.fromCharCode(...units.subarray(index === 0 ? 0 : ends[index - 1], end)),
      (character) => character.codePointAt(0)!,
    ),
  );
  const order = Array.from(spelled.keys()).sort((a, b) => spelled[a]!.length - spelled[b]!.length || a - b);
  for (const index of order) {
    const points = spelled[index]!;
    let left = ~points[0]!;
    for (const point of points.slice(1, -1)) {
      left = table.find(left, point);
      if (left < 0) throw damaged('its dictionary does not fit together');
    }
    before[table.findOrAdd(left, points.at(-1)!, ngramKinds.characters)] = firstFeature + index;
  }
}

function reorderedWeights(
  content: ArtefactContent,
  before: readonly number[],
  classCount: number,
): ClassWeights {
  const featureCount = before.length;
  const stored = {
    offsets: arrayOf(content, 'weightOffsets', 'u32'),
    classes: arrayOf(content, 'weightClasses', 'u16'),
    weights: arrayOf(content, 'weights', 'f32'),
    intercepts: arrayOf(content, 'intercepts', 'f64'),
  };
  const fits =
    stored.intercepts.length === classCount &&
    stored.offsets.length === featureCount + 1 &&
    stored.offsets.at(-1) === stored.weights.length &&
    stored.classes.length === stored.weights.length;
  if (!fits) throw damaged('its weights do not fit its classes');
  const offsets = new Uint32Array(featureCount + 1);
  const classes = new Uint16Array(stored.classes.length);
  const weights = new Float32Array(stored.weights.length);
  for (const [feature, old] of before.entries()) {
    const from = stored.offsets[old]!;
    const to = stored.offsets[old + 1]!;
    classes.set(stored.classes.subarray(from, to), offsets[feature]);
    weights.set(stored.weights.subarray(from, to), offsets[feature]);
    offsets[feature + 1] = offsets[feature]! + to - from;
  }
  return { featureCount, classCount, offsets, classes, weights, intercepts: stored.intercepts };
}
