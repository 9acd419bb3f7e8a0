import type { Comparer } from './comparer.ts';
import { type Links, textsPerStep, workPerStep } from './links.ts';

/** Which group each text is in. */
export interface NearGroups {
  /** Of each text: the first text of its group, itself when it is that or alone. */
  readonly firsts: Int32Array;
  /** Of each text: similarity with the first one of its group, 1 for that one itself. */
  readonly similarities: Float32Array;
}

/**
 * Least similarity of a member of a group with its first text. Two texts that are both as similar to a third as is
 * wanted are at least 2s - 1 similar to each other, because 1 - s is a distance (Jaccard's, of sets); where that
 * says little, half of what is wanted.
 */
export function leastSimilarityToFirst(similarity: number): number {
  return Math.max(2 * similarity - 1, similarity / 2);
}

/**
 * Groups of linked texts around a first text, the one with the most links: whoever is linked to a member belongs to
 * the group when it is still like the first ({@link leastSimilarityToFirst}). Chains that lead further away are cut
 * there, and the rest makes groups of its own. Groups whose members are all as similar to the first as is wanted
 * (star clustering: Aslam, Pelekhov and Rus, 2004) would tear apart up to half of the similar pairs where texts are
 * made from templates; see docs/data-health.md.
 * @returns yields the share done, 0 to 1, every few milliseconds
 */
export function* groupAroundFirsts(
  links: Links,
  count: number,
  similarity: number,
  comparer: Comparer,
): Generator<number, NearGroups, void> {
  const graph = createGraph(links, count);
  const firsts = Int32Array.from({ length: count }, (_, index) => index);
  const similarities = new Float32Array(count).fill(1);
  const grouped = new Uint8Array(count);
  // The first text for which this one was last looked at.
  const seenFor = new Int32Array(count).fill(-1);
  const least = leastSimilarityToFirst(similarity);
  const order = graph.mostLinkedFirst();
  const take = (member: number, first: number, found: number): void => {
    grouped[member] = 1;
    firsts[member] = first;
    similarities[member] = found;
  };
  let pausedAt = 0;
  for (let place = 0; place < order.length; place++) {
    if (place % textsPerStep === 0) yield place / order.length;
    const first = order[place]!;
    if (grouped[first] === 1) continue;
    take(first, first, 1);
    const members = [first];
    for (const member of members) {
      const others = graph
        .neighbours(member)
        .filter((other) => grouped[other] === 0 && seenFor[other] !== first);
      for (const other of others) {
        seenFor[other] = first;
        const found = comparer.similarity(first, other);
        if (found < least) continue;
        take(other, first, found);
        members.push(other);
      }
      if (comparer.work() - pausedAt > workPerStep) {
        pausedAt = comparer.work();
        yield place / order.length;
      }
    }
  }
  return { firsts, similarities };
}

/** Both ends of every link. */
function createGraph({ earlier, later }: Links, count: number) {
  const offsets = new Int32Array(count + 1);
  for (const ends of [earlier, later]) {
    for (const end of ends) offsets[end + 1]!++;
  }
  for (let index = 0; index < count; index++) offsets[index + 1]! += offsets[index]!;
  const others = new Int32Array(2 * earlier.length);
  const filled = offsets.slice(0, count);
  for (let link = 0; link < earlier.length; link++) {
    others[filled[earlier[link]!]!++] = later[link]!;
    others[filled[later[link]!]!++] = earlier[link]!;
  }
  const degree = (index: number): number => offsets[index + 1]! - offsets[index]!;
  return {
    neighbours: (index: number): Int32Array => others.subarray(offsets[index], offsets[index + 1]),
    /** Linked texts only; of equals the earlier one first. */
    mostLinkedFirst(): Int32Array {
      const keys: number[] = [];
      for (let index = 0; index < count; index++) {
        if (degree(index) > 0) keys.push(index - degree(index) * count);
      }
      // From -links * count to 0, safe whole numbers; the remainder leads back to the text.
      const sorted = Float64Array.from(keys).sort();
      return Int32Array.from(sorted, (key) => key - Math.floor(key / count) * count);
    },
  };
}
