import { joinIntoWords, type PlacedStretch, placeTokens } from '../features/placed-tokens.ts';
import { visitCharacters, visitWords, type WordEnds } from '../features/stretch.ts';
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
  const shares = new TokenShares(model, contributionsPerPlace(model, vectoriser, text, classIndex));
  const { folding } = model.vectoriser;
  const placed = placeTokens(text, folding, (stretch) => shares.take(stretch));
  return joinIntoWords(text, placed)
    .map(({ start, end, fromToken, toToken }) => {
      let weight = 0;
      for (let token = fromToken; token < toToken; token++) weight += shares.perToken[token] ?? 0;
      return { start, end, weight };
    })
    .filter(({ weight }) => weight !== 0);
}

/** Per n-gram of the text what each of its places adds. */
function contributionsPerPlace(
  model: LinearModel,
  vectoriser: Vectoriser,
  text: string,
  classIndex: number,
): Map<number, number> {
  vectoriser.read(text);
  const { intercepts } = model.weights;
  let others = 0;
  for (let k = 0; k < intercepts.length; k++) if (k !== classIndex && !Number.isNaN(intercepts[k])) others++;
  const result = new Map<number, number>();
  for (let index = 0; index < vectoriser.size; index++) {
    const feature = vectoriser.indices[index]!;
    const weight = featureWeight(model, feature, classIndex, others);
    if (weight === 0) continue;
    result.set(feature, (weight * vectoriser.values[index]!) / vectoriser.countOf(feature));
  }
  return result;
}

/** The class's weight, less (single-label) the mean weight of the other learned classes. */
function featureWeight(model: LinearModel, feature: number, classIndex: number, others: number): number {
  const { offsets, classes, weights } = model.weights;
  let own = 0;
  let total = 0;
  for (let entry = offsets[feature]!; entry < offsets[feature + 1]!; entry++) {
    if (classes[entry] === classIndex) own = weights[entry]!;
    else total += weights[entry]!;
  }
  return model.output.kind === 'multi' ? own : own - total / others;
}

/** Shares the contributions of n-grams out over the tokens they cover. */
class TokenShares {
  readonly perToken: number[] = [];
  private readonly model: LinearModel;
  private readonly perPlace: ReadonlyMap<number, number>;
  private readonly ends: WordEnds = { first: -1, last: -1 };
  /** Of the stretch before: its last word's number, and how many units that has. */
  private lastWord = -1;
  private lastUnits = 0;

  constructor(model: LinearModel, perPlace: ReadonlyMap<number, number>) {
    this.model = model;
    this.perPlace = perPlace;
  }

  take({ tokens, firstToken }: PlacedStretch): void {
    const { table, characterNgrams } = this.model.vectoriser;
    const { ends, perToken, perPlace } = this;
    const { units, unitCount, starts, tokenCount } = tokens;
    const tokenOf = new Int32Array(unitCount);
    for (let token = 0; token < tokenCount; token++) {
      tokenOf.fill(firstToken + token, starts[token]!, tokens.ends[token]!);
      perToken.push(0);
    }
    const share = (id: number, from: number, to: number): void => {
      const amount = perPlace.get(id);
      if (amount === undefined) return;
      let covered = 0;
      for (let unit = from; unit < to; unit++) if (units[unit] !== spaceUnit) covered++;
      for (let unit = from; unit < to; unit++) {
        if (units[unit] !== spaceUnit) perToken[tokenOf[unit]!]! += amount / covered;
      }
    };
    ends.first = -1;
    ends.last = -1;
    visitWords(tokens, table, false, 0, tokenCount, ends, share);
    if (characterNgrams) visitCharacters(tokens, table, false, 0, unitCount, share);
    if (tokenCount === 0) return;
    const firstUnits = tokens.ends[0]! - starts[0]!;
    if (this.lastWord >= 0 && ends.first >= 0) {
      const amount = perPlace.get(table.find(this.lastWord, ends.first)) ?? 0;
      const covered = this.lastUnits + firstUnits;
      perToken[firstToken - 1]! += (amount * this.lastUnits) / covered;
      perToken[firstToken]! += (amount * firstUnits) / covered;
    }
    this.lastWord = ends.last;
    this.lastUnits = tokens.ends[tokenCount - 1]! - starts[tokenCount - 1]!;
  }
}
