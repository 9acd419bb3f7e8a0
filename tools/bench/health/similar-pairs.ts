import { createShingler } from '../../../src-main/domain/duplicates/shingles.ts';

export type SimilarPair = readonly [first: number, second: number, similarity: number];

/** All pairs of texts at least this similar, by counting the shingles that any two of them share. */
export function similarPairs(texts: readonly string[], least: number): readonly SimilarPair[] {
  const shingler = createShingler(1);
  const sets = texts.map((text) => shingler.set(text));
  const holders = new Map<number, number[]>();
  const shared = new Uint16Array(texts.length);
  return sets.flatMap((set, index) => {
    shared.fill(0);
    for (const shingle of set) {
      const others = holders.get(shingle) ?? [];
      for (const other of others) shared[other]!++;
      others.push(index);
      holders.set(shingle, others);
    }
    const pairs = sets.slice(0, index).map((other, place): SimilarPair => {
      return [place, index, shared[place]! / (set.length + other.length - shared[place]!)];
    });
    return pairs.filter(([, , similarity]) => similarity >= least);
  });
}
