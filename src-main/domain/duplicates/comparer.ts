import { jaccard, type Shingler } from './shingles.ts';

/** Real similarity of texts by their numbers. */
export interface Comparer {
  /** Jaccard similarity of the shingles, 0 to 1; 0 when one of the texts cannot be read any more. */
  similarity(first: number, second: number): number;
  /** UTF-16 units read and shingles compared so far: a measure of the time taken. */
  work(): number;
}

/** Shingles kept in memory: 16 MB. */
const keptShingles = 4_000_000;

/** Keeps the shingles of the texts that were compared last; others are read again. */
export function createComparer(
  shingler: Shingler,
  textOf: (index: number) => string | undefined,
  kept = keptShingles,
): Comparer {
  const sets = new Map<number, Uint32Array>();
  let shingles = 0;
  let work = 0;
  const setOf = (index: number): Uint32Array | undefined => {
    let set = sets.get(index);
    if (set === undefined) {
      const text = textOf(index);
      if (text === undefined) return undefined;
      set = shingler.set(text);
      work += text.length;
      shingles += set.length;
    }
    // Taken out and put in again, it is the last to go.
    sets.delete(index);
    sets.set(index, set);
    for (const [oldest, old] of sets) {
      if (shingles <= kept || oldest === index) break;
      sets.delete(oldest);
      shingles -= old.length;
    }
    return set;
  };
  return {
    similarity(first, second) {
      const one = setOf(first);
      const other = setOf(second);
      if (one === undefined || other === undefined) return 0;
      work += one.length + other.length;
      return jaccard(one, other);
    },
    work: () => work,
  };
}
