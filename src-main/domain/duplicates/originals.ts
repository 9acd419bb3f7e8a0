import type { NearGroups } from './near-groups.ts';

/** Groups of two texts and more, one after another: group `g` lies from `offsets[g]` to `offsets[g + 1]`. */
export interface TextGroups {
  readonly offsets: Int32Array;
  /** Numbers of the texts: the one that the group is around, then the others ascending. */
  readonly members: Int32Array;
  /** Of each member with the first of its group, 0 to 1. */
  readonly similarities: Float32Array;
  /** Of each group: 1 when all its texts are equal character by character. */
  readonly exact: Uint8Array;
}

/** Different texts in the order in which each came first, numbered from 0, and which texts are copies of them. */
export interface Originals {
  /** The number of a text that is no copy of an earlier one. */
  add(text: string, hash: number): number | undefined;
  count(): number;
  /** Which of all texts the original is. */
  indexOf(number: number): number;
  /** Groups of originals as groups of all texts; originals that are alone and have no copy are in none. */
  withCopies(near: NearGroups): TextGroups;
}

/** UTF-16 units of texts kept, so that a text that comes again and again need not be read each time. */
const keptUnits = 2_000_000;

/** @param textOf texts that were added before, by their place among all texts */
export function createOriginals(textOf: (index: number) => string | undefined): Originals {
  const numbers = new Map<number, number>();
  const indexes: number[] = [];
  // Of every text: the number of its original.
  const originalOf: number[] = [];
  const known = createKeptTexts();
  return {
    add(text, hash) {
      const index = originalOf.length;
      const number = numbers.get(hash);
      if (number !== undefined && known.of(number, () => textOf(indexes[number]!)) === text) {
        originalOf.push(number);
        return undefined;
      }
      // Of two texts with one hash the later one is found to be equal to its copies by its shingles.
      if (number === undefined) numbers.set(hash, indexes.length);
      originalOf.push(indexes.length);
      indexes.push(index);
      return indexes.length - 1;
    },
    count: () => indexes.length,
    indexOf: (number) => indexes[number]!,
    withCopies: (near) => groupsOfTexts(near, originalOf, indexes),
  };
}

/** The texts that were asked for last. */
function createKeptTexts() {
  const texts = new Map<number, string>();
  let units = 0;
  return {
    of(number: number, read: () => string | undefined): string | undefined {
      const text = texts.get(number) ?? read();
      if (text === undefined || texts.has(number)) return text;
      texts.set(number, text);
      units += text.length;
      for (const [oldest, old] of texts) {
        if (units <= keptUnits) break;
        texts.delete(oldest);
        units -= old.length;
      }
      return text;
    },
  };
}

function groupsOfTexts(
  { firsts, similarities }: NearGroups,
  originalOf: readonly number[],
  indexes: readonly number[],
): TextGroups {
  const firstOf = (index: number): number => firsts[originalOf[index]!]!;
  const sizes = new Int32Array(indexes.length);
  for (let index = 0; index < originalOf.length; index++) sizes[firstOf(index)]!++;
  // The group of each first text, in the order of those; -1: it is alone.
  const groupOf = new Int32Array(indexes.length).fill(-1);
  const offsets = [0];
  for (let first = 0; first < sizes.length; first++) {
    if (sizes[first]! < 2) continue;
    groupOf[first] = offsets.length - 1;
    offsets.push(offsets.at(-1)! + sizes[first]!);
  }
  const groups = {
    offsets: Int32Array.from(offsets),
    members: new Int32Array(offsets.at(-1)!),
    similarities: new Float32Array(offsets.at(-1)!),
    exact: new Uint8Array(offsets.length - 1).fill(1),
  };
  const filled = groups.offsets.slice();
  const add = (group: number, index: number): void => {
    const place = filled[group]!++;
    groups.members[place] = index;
    groups.similarities[place] = similarities[originalOf[index]!]!;
  };
  groupOf.forEach((group, first) => {
    if (group !== -1) add(group, indexes[first]!);
  });
  for (let index = 0; index < originalOf.length; index++) {
    const original = originalOf[index]!;
    const first = firsts[original]!;
    const group = groupOf[first]!;
    if (group === -1 || index === indexes[first]) continue;
    add(group, index);
    if (original !== first) groups.exact[group] = 0;
  }
  return groups;
}
