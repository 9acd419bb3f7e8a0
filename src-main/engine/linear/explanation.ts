import { kindOf, kinds } from '../features/characters.ts';
import { blockVisitors } from '../features/feature-block.ts';
import { originalOffsets } from '../features/normalise.ts';
import type { Tokens } from '../features/tokens.ts';
import type { Vectoriser } from '../features/vectoriser.ts';
import type { Attribution } from '../types.ts';
import type { LinearModel } from './model.ts';

const spaceUnit = 0x20;

/**
 * What every word of the text adds to a class's decision value; single-label: to its lead over the mean of the
 * other learned classes. Exact: the weights sum to that value without the intercepts. An n-gram's contribution is
 * shared evenly by its places in the text, and at each place by the characters it covers.
 */
export function explainText(
  model: LinearModel,
  vectoriser: Vectoriser,
  text: string,
  classIndex: number,
): Attribution[] {
  vectoriser.read(text);
  const { tokens } = vectoriser;
  const perUnit = new Float64Array(tokens.unitCount);
  let firstFeature = 0;
  let entry = 0;
  model.vectoriser.blocks.forEach((block, place) => {
    const counts = vectoriser.counts[place]!;
    const perOccurrence = new Float64Array(block.dictionary.size);
    for (let index = 0; index < counts.size; index++, entry++) {
      const id = counts.ids[index]!;
      const weight = featureWeight(model, firstFeature + id, classIndex);
      perOccurrence[id] = (weight * vectoriser.values[entry]!) / counts.countOf[id]!;
    }
    blockVisitors[block.kind](tokens, (units, start, end, hash, from, to) => {
      const id = block.dictionary.find(units, start, end, hash);
      if (id >= 0 && perOccurrence[id] !== 0) spread(tokens, perUnit, perOccurrence[id]!, from, to);
    });
    firstFeature += block.dictionary.size;
  });
  return attributionsOf(tokens, perUnit, text);
}

/** The class's weight, less (single-label) the mean weight of the other learned classes. */
function featureWeight(model: LinearModel, feature: number, classIndex: number): number {
  const { offsets, classes, weights, intercepts } = model.weights;
  let own = 0;
  let others = 0;
  for (let entry = offsets[feature]!; entry < offsets[feature + 1]!; entry++) {
    if (classes[entry] === classIndex) own = weights[entry]!;
    else others += weights[entry]!;
  }
  if (model.output.kind === 'multi') return own;
  let learned = 0;
  for (let k = 0; k < intercepts.length; k++) if (k !== classIndex && !Number.isNaN(intercepts[k])) learned++;
  return own - others / learned;
}

function spread(tokens: Tokens, perUnit: Float64Array, amount: number, from: number, to: number): void {
  let covered = 0;
  for (let unit = from; unit < to; unit++) if (tokens.units[unit] !== spaceUnit) covered++;
  const share = amount / covered;
  for (let unit = from; unit < to; unit++) if (tokens.units[unit] !== spaceUnit) perUnit[unit]! += share;
}

function attributionsOf(tokens: Tokens, perUnit: Float64Array, text: string): Attribution[] {
  const map = originalOffsets(text);
  const wordStarts = spacelessWordStarts(tokens, text);
  const result: { start: number; end: number; weight: number }[] = [];
  let joinable = false;
  for (let token = 0; token < tokens.tokenCount; token++) {
    const first = tokens.starts[token]!;
    const last = tokens.ends[token]! - 1;
    const start = map.starts[tokens.origins[first]!]!;
    const end = map.ends[tokens.origins[last]!]!;
    let weight = 0;
    for (let unit = first; unit <= last; unit++) weight += perUnit[unit]!;
    const spaceless = isSpaceless(tokens, token);
    const open = result.at(-1);
    if (open && joinable && spaceless && open.end === start && wordStarts?.[start] === 0) {
      open.end = end;
      open.weight += weight;
    } else {
      result.push({ start, end, weight });
    }
    joinable = spaceless;
  }
  return result.filter((attribution) => attribution.weight !== 0);
}

/** Is the token a letter of a script without spaces? (These scripts' letters may lie outside the basic plane.) */
function isSpaceless(tokens: Tokens, token: number): boolean {
  const start = tokens.starts[token]!;
  const unit = tokens.units[start]!;
  const wide = unit >= 0xd800 && unit <= 0xdbff;
  const codePoint = wide ? ((unit - 0xd800) << 10) + (tokens.units[start + 1]! - 0xdc00) + 0x10000 : unit;
  return kindOf(codePoint) === kinds.spaceless;
}

/**
 * 1 where a word begins, by the runtime's own word lists, if the text holds scripts without spaces. This only
 * decides which letters are shown together: learning never depends on it.
 */
function spacelessWordStarts(tokens: Tokens, text: string): Uint8Array | undefined {
  let found = false;
  for (let token = 0; token < tokens.tokenCount && !found; token++) found = isSpaceless(tokens, token);
  if (!found) return undefined;
  const starts = new Uint8Array(text.length);
  for (const { index } of new Intl.Segmenter('und', { granularity: 'word' }).segment(text)) starts[index] = 1;
  return starts;
}
