import { emptyHash, extendHash } from './dictionary.ts';
import type { Tokens } from './tokens.ts';

/**
 * Takes one n-gram: its key is `units[start, end)` with hash `hash`; it stands at `from` to `to` (exclusive)
 * of the tokens' units. The key is to be copied at once: the array is written again.
 */
export type NgramSink = (
  units: Uint16Array,
  start: number,
  end: number,
  hash: number,
  from: number,
  to: number,
) => void;

/** A token that is longer is no word (encoded data, a run of letters); it only counts by its characters. */
export const longestWord = 64;
export const shortestCharacterNgram = 2;
export const longestCharacterNgram = 5;

const spaceUnit = 0x20;
const pair = new Uint16Array(2 * longestWord + 1);

function hashOf(units: Uint16Array, start: number, end: number, from: number): number {
  let hash = from;
  for (let index = start; index < end; index++) hash = extendHash(hash, units[index]!);
  return hash;
}

/** Every token, and every two neighbours joined by one space. */
export function forEachWordNgram(tokens: Tokens, sink: NgramSink): void {
  const { units, starts, ends, tokenCount } = tokens;
  let beforeStart = 0;
  let beforeEnd = -1;
  let beforeHash = emptyHash;
  for (let token = 0; token < tokenCount; token++) {
    const start = starts[token]!;
    const end = ends[token]!;
    if (end - start > longestWord) {
      beforeEnd = -1;
      continue;
    }
    const hash = hashOf(units, start, end, emptyHash);
    sink(units, start, end, hash, start, end);
    if (beforeEnd >= 0) {
      const pairHash = hashOf(units, start, end, extendHash(beforeHash, spaceUnit));
      if (start > beforeEnd) {
        sink(units, beforeStart, end, pairHash, beforeStart, end);
      } else {
        const length = joinPair(units, beforeStart, beforeEnd, start, end);
        sink(pair, 0, length, pairHash, beforeStart, end);
      }
    }
    beforeStart = start;
    beforeEnd = end;
    beforeHash = hash;
  }
}

function joinPair(
  units: Uint16Array,
  firstStart: number,
  firstEnd: number,
  start: number,
  end: number,
): number {
  let length = 0;
  for (let index = firstStart; index < firstEnd; index++) pair[length++] = units[index]!;
  pair[length++] = spaceUnit;
  for (let index = start; index < end; index++) pair[length++] = units[index]!;
  return length;
}

/**
 * Runs of 2 to 5 code points inside each stretch between white space, the space on either side included:
 * scikit-learn's analyser `char_wb`.
 */
export function forEachCharacterNgram(tokens: Tokens, sink: NgramSink): void {
  const { units, unitCount } = tokens;
  for (let start = 0; start < unitCount - 1; start++) {
    if ((units[start]! & 0xfc00) === 0xdc00) continue;
    let hash = emptyHash;
    let end = start;
    for (let length = 1; length <= longestCharacterNgram && end < unitCount; length++) {
      const unit = units[end++]!;
      hash = extendHash(hash, unit);
      if ((unit & 0xfc00) === 0xd800) hash = extendHash(hash, units[end++]!);
      if (length >= shortestCharacterNgram) sink(units, start, end, hash, start, end);
      // A space that is not the first character ends the stretch.
      if (unit === spaceUnit && length > 1) break;
    }
  }
}
