import { mix } from '../mix.ts';

/** UTF-16 units of a text that are looked at: enough to tell what it is like, and bounded. */
const maximalUnits = 10_000;

const kinds = { unknown: 0, space: 1, word: 2, unspaced: 3 } as const;
const letter = /[\p{L}\p{N}\p{M}\p{Cs}]/u;
const unspacedLetter =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const kindOfUnit = new Uint8Array(65_536);

/** Turns texts into hashes of their words. */
export interface WordReader {
  /** Of the text read last, in its order; the first `count` hold. Never 0. */
  readonly hashes: Int32Array;
  /** Returns how many words the text has. */
  read(text: string): number;
}

/**
 * Words are runs of letters, digits and marks in lower case. Chinese, Japanese, Thai, Lao, Khmer and Burmese, which
 * have no spaces, count by overlapping pairs of characters. A word is known by 32 bits of FNV-1a (Fowler, Noll, Vo)
 * and the mixer of MurmurHash3: among a million words one of 4,000 others is taken for one of them.
 */
export function createWordReader(): WordReader {
  let hashes = new Int32Array(1024);
  let count = 0;
  const push = (hash: number): void => {
    if (count === hashes.length) {
      const longer = new Int32Array(2 * count);
      longer.set(hashes);
      hashes = longer;
    }
    hashes[count++] = mix(hash) | 0 || 1;
  };
  return {
    get hashes() {
      return hashes;
    },
    read(text) {
      count = 0;
      const folded = text.slice(0, maximalUnits).toLowerCase();
      let hash = offsetBasis;
      let length = 0;
      let before = 0;
      let pairs = 0;
      for (let index = 0; index <= folded.length; index++) {
        const unit = index === folded.length ? 32 : folded.charCodeAt(index);
        const kind = kindOf(unit);
        if (kind !== kinds.word && length > 0) {
          push(hash);
          hash = offsetBasis;
          length = 0;
        }
        if (kind !== kinds.unspaced && before !== 0) {
          if (pairs === 0) push(Math.imul(offsetBasis ^ before, prime));
          before = 0;
          pairs = 0;
        }
        if (kind === kinds.word) {
          hash = Math.imul(hash ^ unit, prime);
          length++;
        } else if (kind === kinds.unspaced) {
          if (before !== 0) {
            push(Math.imul(Math.imul(offsetBasis ^ before, prime) ^ unit, prime));
            pairs++;
          }
          before = unit;
        }
      }
      return count;
    },
  };
}

const offsetBasis = 0x811c9dc5 | 0;
const prime = 0x01000193;

function kindOf(unit: number): number {
  const known = kindOfUnit[unit]!;
  if (known !== kinds.unknown) return known;
  const character = String.fromCharCode(unit);
  const kind = !letter.test(character)
    ? kinds.space
    : unspacedLetter.test(character)
      ? kinds.unspaced
      : kinds.word;
  kindOfUnit[unit] = kind;
  return kind;
}
