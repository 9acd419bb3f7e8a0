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
  const state = new Words();
  return {
    get hashes() {
      return state.hashes;
    },
    read(text) {
      state.count = 0;
      const folded = text.slice(0, maximalUnits).toLowerCase();
      for (let index = 0; index < folded.length; index++) {
        const unit = folded.charCodeAt(index);
        const kind = kindOf(unit);
        if (kind === kinds.word) state.addLetter(unit);
        else if (kind === kinds.unspaced) state.addUnspaced(unit);
        else state.end();
      }
      state.end();
      return state.count;
    },
  };
}

/** The words found so far, and the one that is being read. */
class Words {
  hashes = new Int32Array(1024);
  count = 0;
  #hash = offsetBasis;
  #letters = 0;
  /** The character before, in a run of a script without spaces; 0 = none. */
  #before = 0;
  #pairs = 0;

  addLetter(unit: number): void {
    if (this.#before !== 0) this.end();
    this.#hash = Math.imul(this.#hash ^ unit, prime);
    this.#letters++;
  }

  addUnspaced(unit: number): void {
    if (this.#letters > 0) this.end();
    if (this.#before !== 0) {
      this.#push(Math.imul(Math.imul(offsetBasis ^ this.#before, prime) ^ unit, prime));
      this.#pairs++;
    }
    this.#before = unit;
  }

  end(): void {
    if (this.#letters > 0) this.#push(this.#hash);
    else if (this.#before !== 0 && this.#pairs === 0)
      this.#push(Math.imul(offsetBasis ^ this.#before, prime));
    this.#hash = offsetBasis;
    this.#letters = 0;
    this.#before = 0;
    this.#pairs = 0;
  }

  #push(hash: number): void {
    if (this.count === this.hashes.length) {
      const longer = new Int32Array(2 * this.count);
      longer.set(this.hashes);
      this.hashes = longer;
    }
    this.hashes[this.count++] = mix(hash) | 0 || 1;
  }
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
