import { mix } from '../mix.ts';

/** Bytes of a sketch. */
export const sketchLength = 128;

/** Words of 32 bits in a sketch. */
const sketchWords = sketchLength / 4;
const binShift = 32 - Math.log2(sketchLength);
const weyl = 0x9e3779b9;
const empty = 0xffff_ffff;

/** Writes the sketch of a set of hashes, repeated ones allowed, to `into` from `at` on. */
export type Sketcher = (hashes: Uint32Array, into: Uint8Array, at: number) => void;

/**
 * Sketches whose share of equal bytes estimates the Jaccard similarity of the sets (Dahlgaard, Knudsen and Thorup,
 * 2017, "Fast similarity sketching"): a round throws every hash into one of {@link sketchLength} bins, of which each
 * keeps its least; further rounds fill only bins that are still empty, and after as many rounds as bins each of
 * those takes the least of all. Unlike densified one-permutation hashing it has no more variance for sets smaller
 * than the sketch, and a large set costs one round. Of each least hash the lowest 8 bits are kept (Li and König,
 * 2010, "b-bit minwise hashing"); two different ones agree by accident once in 256.
 *
 * The hashes must be spread evenly over 32 bits; they are the first round's.
 */
export function createSketcher(): Sketcher {
  const least = new Uint32Array(sketchLength);
  const open = new Uint8Array(sketchLength);
  const throwAll = (hashes: Uint32Array, round: number): void => {
    const step = Math.imul(round, weyl);
    for (let index = 0; index < hashes.length; index++) {
      const hash = round === 0 ? hashes[index]! : mix(hashes[index]! + step) >>> 0;
      const bin = hash >>> binShift;
      if (open[bin] === 1 && hash < least[bin]!) least[bin] = hash;
    }
  };
  const leastOfAll = (hashes: Uint32Array, bin: number): number => {
    const step = Math.imul(sketchLength + bin, weyl);
    let found = empty;
    for (let index = 0; index < hashes.length; index++) {
      const hash = mix(hashes[index]! + step) >>> 0;
      if (hash < found) found = hash;
    }
    return found;
  };
  return (hashes, into, at) => {
    least.fill(empty);
    open.fill(1);
    let members = hashes;
    let left = sketchLength;
    for (let round = 0; round < sketchLength && left > 0; round++) {
      // So many rounds are for few different shingles, over all of a long text they would take seconds.
      if (round === 4) members = new Uint32Array(new Set(members));
      throwAll(members, round);
      left = 0;
      for (let bin = 0; bin < sketchLength; bin++) {
        open[bin] = least[bin] === empty ? 1 : 0;
        left += open[bin]!;
      }
    }
    for (let bin = 0; bin < sketchLength; bin++) {
      into[at + bin] = open[bin] === 1 ? leastOfAll(members, bin) : least[bin]!;
    }
  };
}

/** Equal bytes of the sketches number `first` and `second`, four at a time. @param words sketches one after another */
export function equalBytes(words: Int32Array, first: number, second: number): number {
  const a = first * sketchWords;
  const b = second * sketchWords;
  let counts = 0;
  for (let word = 0; word < sketchWords; word++) {
    const differing = words[a + word]! ^ words[b + word]!;
    // The highest bit of each byte is set where the byte is not 0 (Warren, "Hacker's Delight", 6-1).
    const set = ((differing & 0x7f7f7f7f) + 0x7f7f7f7f) | differing;
    counts += (~set >>> 7) & 0x01010101;
  }
  return (counts & 0xff) + ((counts >>> 8) & 0xff) + ((counts >>> 16) & 0xff) + (counts >>> 24);
}

/** Equal bytes to expect of the sketches of sets of this similarity, some standard errors more or less. */
export function expectedEqualBytes(similarity: number, standardErrors: number): number {
  const agreement = similarity + (1 - similarity) / 256;
  const error = Math.sqrt((agreement * (1 - agreement)) / sketchLength);
  return sketchLength * (agreement + standardErrors * error);
}

/** Cutting sketches into `bands` of `rows` bytes: sets that agree in a whole band are looked at more closely. */
export interface Banding {
  readonly bands: number;
  readonly rows: number;
}

const wantedRecall = 0.99;
const maximalRows = 16;

/**
 * The longest bands with which sets of this similarity still meet with a probability of {@link wantedRecall}:
 * 1 - (1 - s ** rows) ** bands (Indyk and Motwani, 1998; Leskovec, Rajaraman and Ullman, "Mining of massive
 * datasets", 3.4). At 0.8 these are 21 bands of 6, which sets of similarity 0.3 pass once in 65.
 */
export function bandingFor(similarity: number): Banding {
  for (let rows = maximalRows; rows > 1; rows--) {
    const bands = Math.floor(sketchLength / rows);
    if (1 - (1 - similarity ** rows) ** bands >= wantedRecall) {
      return { bands, rows };
    }
  }
  return { bands: sketchLength, rows: 1 };
}
