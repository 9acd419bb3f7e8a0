import type { Duplicates } from '../health/types.ts';
import { type Dataset, datasets } from '../project.ts';
import type { TextGroups } from './originals.ts';
import type { GroupProblems } from './problems.ts';

export const duplicateFilters = ['all', 'exact', 'leaks', 'contradictions'] as const;
export type DuplicateFilter = (typeof duplicateFilters)[number];

/** A group's kind is a sum of these; a list of groups is in falling order of kinds, then of sizes. */
const kindBits = { exact: 1, contradictions: 2, leaks: 4 } as const;
const kindCount = 8;

/** How many groups of each kind a list has, by kind. With it a filtered list is a few stretches of the whole one. */
export type KindCounts = readonly number[];

export interface GroupKind extends GroupProblems {
  readonly exact: boolean;
}

export function kindNumber({ exact, contradiction, leak }: GroupKind): number {
  return (
    (exact ? kindBits.exact : 0) + (contradiction ? kindBits.contradictions : 0) + (leak ? kindBits.leaks : 0)
  );
}

export function groupKind(kind: number): GroupKind {
  return {
    exact: (kind & kindBits.exact) !== 0,
    contradiction: (kind & kindBits.contradictions) !== 0,
    leak: (kind & kindBits.leaks) !== 0,
  };
}

/** A stretch of the list: places `from` to `to`, `to` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Where the groups of a filter stand in the whole list, in its order. */
export function stretchesOf(counts: KindCounts, filter: DuplicateFilter): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (let kind = kindCount - 1; kind >= 0; kind--) {
    const to = from + counts[kind]!;
    if (to > from && (filter === 'all' || (kind & kindBits[filter]) !== 0)) stretches.push({ from, to });
    from = to;
  }
  return stretches;
}

/** A part of the filtered list as stretches of the whole one. */
export function pageOf(stretches: readonly Stretch[], from: number, count: number): readonly Stretch[] {
  const page: Stretch[] = [];
  let skip = from;
  let left = count;
  for (const stretch of stretches) {
    const size = stretch.to - stretch.from;
    const start = stretch.from + Math.min(size, skip);
    const end = Math.min(stretch.to, start + left);
    if (end > start) page.push({ from: start, to: end });
    skip = Math.max(0, skip - size);
    left -= end - start;
  }
  return page;
}

/** What is known of the texts that were compared, by their numbers. */
export interface TextFacts {
  /** Index into `datasets` of project.ts; -1 without a place. */
  readonly dataset: ArrayLike<number>;
  /** The same number for the same set of labels; -1 when nobody has judged the text. */
  readonly labels: ArrayLike<number>;
}

export interface GroupList {
  /** Numbers of the groups: the worst kinds first, of a kind the largest first. */
  readonly order: Int32Array;
  /** Kind of each group. */
  readonly kinds: Uint8Array;
  readonly counts: KindCounts;
  readonly figures: Omit<Duplicates, 'documents' | 'threshold'>;
}

/** Judges groups and puts them in the order in which they are shown. */
export function listGroups(groups: TextGroups, facts: TextFacts): GroupList {
  const groupCount = groups.exact.length;
  const kinds = new Uint8Array(groupCount);
  const counts = new Array<number>(kindCount).fill(0);
  let leakedTestDocuments = 0;
  for (let group = 0; group < groupCount; group++) {
    const { leak, contradiction, inTest } = judge(groups, group, facts);
    if (leak) leakedTestDocuments += inTest;
    kinds[group] = kindNumber({ exact: groups.exact[group] === 1, leak, contradiction });
    counts[kinds[group]!]!++;
  }
  const sizeOf = (filter: DuplicateFilter): number =>
    stretchesOf(counts, filter).reduce((sum, { from, to }) => sum + to - from, 0);
  const testDocuments = countOf(facts.dataset, datasets.indexOf('test'));
  return {
    order: inOrder(groups, kinds),
    kinds,
    counts,
    figures: {
      groups: groupCount,
      duplicates: groups.members.length - groupCount,
      exactGroups: sizeOf('exact'),
      leaks: sizeOf('leaks'),
      leakedTestDocuments,
      leakedTestShare: testDocuments === 0 ? 0 : leakedTestDocuments / testDocuments,
      contradictions: sizeOf('contradictions'),
    },
  };
}

function judge(
  { offsets, members }: TextGroups,
  group: number,
  facts: TextFacts,
): GroupProblems & { readonly inTest: number } {
  const places = new Set<Dataset>();
  const labels = new Set<number>();
  let inTest = 0;
  for (let place = offsets[group]!; place < offsets[group + 1]!; place++) {
    const text = members[place]!;
    const dataset = datasets[facts.dataset[text]!];
    if (dataset !== undefined) places.add(dataset);
    if (dataset === 'test') inTest++;
    if (facts.labels[text]! >= 0) labels.add(facts.labels[text]!);
  }
  return { leak: places.size > 1, contradiction: labels.size > 1, inTest };
}

/** Two groups of one kind and size stay in the order in which they were found. */
function inOrder({ offsets }: TextGroups, kinds: Uint8Array): Int32Array {
  const factor = 2 ** 21;
  const keys = Float64Array.from(kinds, (kind, group) => {
    const size = Math.min(factor - 1, offsets[group + 1]! - offsets[group]!);
    return ((kindCount - 1 - kind) * factor + (factor - 1 - size)) * factor + group;
  }).sort();
  return Int32Array.from(keys, (key) => key % factor);
}

function countOf(values: ArrayLike<number>, wanted: number): number {
  let count = 0;
  for (let index = 0; index < values.length; index++) if (values[index] === wanted) count++;
  return count;
}
