import { type NgramTable, ngramKinds } from './ngram-table.ts';
import type { Tokens } from './tokens.ts';

/** A token that is longer is no word (encoded data, a run of letters); it only counts by its characters. */
export const longestWord = 64;
export const shortestCharacterNgram = 2;
export const longestCharacterNgram = 5;

const spaceUnit = 0x20;

/** Takes an n-gram's number and its place in the tokens' units, `to` exclusive. */
export type NgramSink = (id: number, from: number, to: number) => void;

/** Where the words of a stretch begin and end, for the pairs that reach over white space; -1: nothing to pair. */
export interface WordEnds {
  first: number;
  last: number;
}

/**
 * The words `fromToken` to `toToken` of a stretch, and every two neighbours of them.
 * @param add whether unknown n-grams enter the table; else they are passed over
 * @param ends `last` is the word before `fromToken` and becomes the last one read; `first` is set with token 0
 */
export function visitWords(
  tokens: Tokens,
  table: NgramTable,
  add: boolean,
  fromToken: number,
  toToken: number,
  ends: WordEnds,
  sink: NgramSink,
): void {
  const { units, starts } = tokens;
  for (let token = fromToken; token < toToken; token++) {
    const start = starts[token]!;
    const end = tokens.ends[token]!;
    const word = end - start > longestWord ? -1 : table.word(units, start, end, add);
    if (token === 0) ends.first = word;
    else if (word >= 0 && ends.last >= 0) {
      const pair = add ? table.findOrAdd(ends.last, word, ngramKinds.pair) : table.find(ends.last, word);
      if (pair >= 0) sink(pair, starts[token - 1]!, end);
    }
    if (word >= 0) sink(word, start, end);
    ends.last = word;
  }
}

/**
 * Runs of 2 to 5 code points that begin at the units `fromUnit` to `toUnit`, the space on either side of the stretch
 * included: scikit-learn's analyser `char_wb`.
 */
export function visitCharacters(
  tokens: Tokens,
  table: NgramTable,
  add: boolean,
  fromUnit: number,
  toUnit: number,
  sink: NgramSink,
): void {
  const { units, unitCount } = tokens;
  const lastStart = Math.min(toUnit, unitCount - 1);
  for (let start = fromUnit; start < lastStart; start++) {
    const unit = units[start]!;
    if ((unit & 0xfc00) === 0xdc00) continue;
    let end = start + 1;
    let before = ~unit;
    if ((unit & 0xfc00) === 0xd800) before = ~codePointOf(unit, units[end++]!);
    for (let length = shortestCharacterNgram; length <= longestCharacterNgram && end < unitCount; length++) {
      let next = units[end++]!;
      if ((next & 0xfc00) === 0xd800) next = codePointOf(next, units[end++]!);
      before = add ? table.findOrAdd(before, next, ngramKinds.characters) : table.find(before, next);
      // An n-gram is known only if all that it begins with is.
      if (before < 0) break;
      sink(before, start, end);
      // The space after the stretch ends it.
      if (next === spaceUnit) break;
    }
  }
}

function codePointOf(high: number, low: number): number {
  return ((high - 0xd800) << 10) + (low - 0xdc00) + 0x10000;
}
