import { mix } from '../mix.ts';
import { type Banding, equalBytes, expectedEqualBytes, sketchLength } from './sketch.ts';

/** Earlier texts that are proposed for one text. */
export const maximalCandidates = 8;

/**
 * Texts of one bucket that are looked at for one text, the latest first: in a bucket of thousands of texts made
 * from one template, others would be looked at for no gain.
 */
const maximalLooks = 64;

/** Texts between two pauses: a few milliseconds of work. */
const textsPerStep = 1000;

export interface Candidates {
  /** Of text `index`, best first: the earlier texts that may be like it. */
  of(index: number): readonly number[];
}

/**
 * For each of `count` sketched texts the earlier ones that agree with it in a whole band and have enough equal
 * bytes for the similarity wanted, at most {@link maximalCandidates}. One band at a time, so that memory stays at
 * some 50 bytes a text beside the sketches.
 *
 * @param sketches one after another, {@link sketchLength} bytes each
 * @returns yields the share done, 0 to 1, every few milliseconds
 */
export function* findCandidates(
  sketches: Uint8Array,
  count: number,
  similarity: number,
  banding: Banding,
): Generator<number, Candidates, void> {
  const lists = createLists(count);
  const words = new Int32Array(sketches.buffer, sketches.byteOffset, (count * sketchLength) / 4);
  const buckets = createBuckets(count);
  const least = expectedEqualBytes(similarity, -3);
  const enough = expectedEqualBytes(similarity, 1);
  const look = (index: number, key: number): void => {
    let looks = 0;
    for (let other = buckets.latest(key); other >= 0 && looks < maximalLooks; other = buckets.before(other)) {
      if (lists.least(index) >= enough) return;
      if (buckets.keyOf(other) !== key) continue;
      looks++;
      const equal = equalBytes(words, index, other);
      if (equal >= least) lists.offer(index, other, equal);
    }
  };
  for (let band = 0; band < banding.bands; band++) {
    buckets.clear();
    for (let index = 0; index < count; index++) {
      const key = keyOf(sketches, index * sketchLength + band * banding.rows, banding.rows);
      look(index, key);
      buckets.add(index, key);
      if (index % textsPerStep === 0) yield (band + index / count) / banding.bands;
    }
  }
  return lists;
}

function keyOf(sketches: Uint8Array, start: number, rows: number): number {
  let key = 0;
  for (let byte = start; byte < start + rows; byte++) {
    key = Math.imul(key ^ sketches[byte]!, 0x01000193) ^ (key >>> 24);
  }
  return mix(key);
}

/** Texts by key in chains, the latest first; texts of other keys may be among them. */
function createBuckets(count: number) {
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * count)));
  const heads = new Int32Array(slots);
  const next = new Int32Array(count);
  const keys = new Int32Array(count);
  return {
    clear: () => heads.fill(-1),
    latest: (key: number): number => heads[key & (slots - 1)]!,
    before: (index: number): number => next[index]!,
    keyOf: (index: number): number => keys[index]!,
    add(index: number, key: number): void {
      keys[index] = key;
      next[index] = heads[key & (slots - 1)]!;
      heads[key & (slots - 1)] = index;
    },
  };
}

/** The best candidates of every text, sorted as they come; of equals the earlier one stands first. */
function createLists(count: number) {
  const others = new Int32Array(count * maximalCandidates);
  const scores = new Uint8Array(count * maximalCandidates);
  const sizes = new Uint8Array(count);
  const has = (index: number, other: number): boolean => {
    const start = index * maximalCandidates;
    for (let place = start; place < start + sizes[index]!; place++) {
      if (others[place] === other) return true;
    }
    return false;
  };
  return {
    /** The lowest score of a full list, else -1. */
    least: (index: number): number =>
      sizes[index] === maximalCandidates ? scores[(index + 1) * maximalCandidates - 1]! : -1,
    offer(index: number, other: number, score: number): void {
      const start = index * maximalCandidates;
      const full = sizes[index] === maximalCandidates;
      if ((full && score < scores[start + maximalCandidates - 1]!) || has(index, other)) return;
      let place = start + (full ? maximalCandidates - 1 : sizes[index]!);
      if (!full) sizes[index]!++;
      else if (score === scores[place] && other > others[place]!) return;
      while (
        place > start &&
        (scores[place - 1]! < score || (scores[place - 1] === score && others[place - 1]! > other))
      ) {
        scores[place] = scores[place - 1]!;
        others[place] = others[place - 1]!;
        place--;
      }
      scores[place] = score;
      others[place] = other;
    },
    of: (index: number): readonly number[] => [
      ...others.subarray(index * maximalCandidates, index * maximalCandidates + sizes[index]!),
    ],
  };
}
