import { AppError } from '../../domain/errors.ts';
import { mix } from '../random.ts';
import type { ThreadPool } from '../threads/pool.ts';
import type { UnlabelledDocument } from '../types.ts';
import { type DocumentVectors, documentVectors } from '../vectors/document-vectors.ts';
import { learnVectors } from '../vectors/learn-vectors.ts';
import { type Pacing, pauseOf, runPaced } from '../work.ts';
import { type Groups, kMeans, nearestCentre, type UnitVectors } from './k-means.ts';
import { tellingWords } from './telling-words.ts';

export interface TextGroup {
  /** One of the names that were given. */
  readonly name: string;
  readonly documents: number;
  readonly words: readonly string[];
  /** Ids of the documents nearest to the group's middle, the nearest first. */
  readonly examples: readonly number[];
}

export interface GroupedTexts {
  /** As the documents came. */
  readonly ids: Int32Array;
  /** Per document the place of its group in {@link groups}. */
  readonly members: Uint8Array;
  /** Per document 0 (between two groups) to 1 (in the middle of its own). */
  readonly certainty: Float32Array;
  /** In the order of the names. */
  readonly groups: readonly TextGroup[];
}

export interface GroupingProgress {
  readonly phase: 'reading' | 'grouping' | 'placing';
  /** Of the whole work, 0 to 1. */
  readonly fraction: number;
}

/** Groups are found on a seeded share of more texts than this; every text is then placed. */
const mostTexts = 10_000;
const mostCharacters = 8_000_000;
const vectorOptions = {
  dimensions: 100,
  mostFeatures: 40_000,
  mostProjected: 20_000,
  characterNgrams: true,
} as const;
const examplesPerGroup = 3;

/**
 * Groups texts by what they are like: document vectors learned from these texts alone (of all texts of a project,
 * the strongest directions tell other things apart: merged classes of banking77 came apart with a purity of 0.94
 * against 0.89), then spherical k-means. The same documents, names and seed give the same groups.
 * @param documents the same ones in the same order, whenever called
 * @param names of the groups, at least 2; each goes to the group whose texts it is most like
 * @throws AppError `too_few_documents` with fewer documents than names; `cancelled`
 */
export async function groupTexts(
  documents: () => Iterable<UnlabelledDocument>,
  names: readonly string[],
  seed: number,
  pool: ThreadPool,
  pacing: Pacing,
  onProgress: (progress: GroupingProgress) => void = () => {},
): Promise<GroupedTexts> {
  onProgress({ phase: 'reading', fraction: 0 });
  const { size, share } = await survey(documents, names.length, pacing);
  const options = { ...vectorOptions, seed };
  const learned = await learnVectors([sampled(documents, share, seed)], options, pool, pacing);
  onProgress({ phase: 'grouping', fraction: 0.4 });
  const { dimensions } = learned.model.projection;
  const vectors = { dimensions, values: await learned.vectorsOf(0) };
  const pause = pauseOf(pacing);
  const found = await runPaced(kMeans(vectors, names.length, seed), pause);
  const reader = documentVectors(learned.model);
  const groups = inOrder(found, matchNames(names, found, reader));
  const words = await runPaced(
    tellingWords(learned.matrices[0]!, learned.model.vectoriser.table, groups.members, names.length),
    pause,
  );
  const placed = await placeAll(documents, size, groups.centres, reader, pacing, (fraction) =>
    onProgress({ phase: 'placing', fraction: 0.6 + 0.4 * fraction }),
  );
  const { ids, members, certainty } = placed;
  return {
    ids,
    members,
    certainty,
    groups: names.map((name, group) => ({
      name,
      documents: members.reduce((sum, member) => sum + (member === group ? 1 : 0), 0),
      words: words[group]!,
      examples: placed.examples[group]!,
    })),
  };
}

async function survey(documents: () => Iterable<UnlabelledDocument>, groups: number, pacing: Pacing) {
  let size = 0;
  let characters = 0;
  for (const { text } of documents()) {
    characters += text.length;
    if (++size % 2000 > 0) continue;
    await pacing.breathe();
    pacing.checkCancelled();
  }
  if (size < groups) {
    throw new AppError(
      'too_few_documents',
      `The class has ${size === 1 ? '1 document' : `${size} documents`}; it cannot be split into ${groups} classes.`,
    );
  }
  // A share of few long texts must still hold enough of them to be grouped.
  const fewest = Math.min(1, (groups * 20) / size);
  return { size, share: Math.max(fewest, Math.min(1, mostTexts / size, mostCharacters / characters)) };
}

function* sampled(documents: () => Iterable<UnlabelledDocument>, share: number, seed: number) {
  for (const { id, text } of documents()) {
    if (share >= 1 || mix(mix(seed) ^ id) / 0x1_0000_0000 < share) yield text;
  }
}

/**
 * Per group the place of its name. The best match of all is made first; names that no group's texts say anything
 * about go by size.
 */
function matchNames(names: readonly string[], groups: Groups, reader: DocumentVectors): readonly number[] {
  const { dimensions } = reader;
  const spoken = names.map((name) => reader.vectorOf(name.replaceAll(/[_\-/]+/g, ' ')));
  const pairs = spoken.flatMap((vector, name) =>
    names.map((_, group) => ({
      name,
      group,
      likeness: vector.reduce(
        (sum, value, k) => sum + value * groups.centres.values[group * dimensions + k]!,
        0,
      ),
    })),
  );
  const sizes = names.map((_, group) => groups.members.filter((member) => member === group).length);
  const nameOf = new Map<number, number>();
  const take = (group: number, name: number): void => {
    if (!nameOf.has(group) && ![...nameOf.values()].includes(name)) nameOf.set(group, name);
  };
  for (const { group, name, likeness } of pairs.sort((a, b) => b.likeness - a.likeness)) {
    if (likeness > 0) take(group, name);
  }
  const bySize = [...sizes.keys()].sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  for (const group of bySize) for (const name of names.keys()) take(group, name);
  return names.map((_, group) => nameOf.get(group)!);
}

/** The groups renumbered: group `g` becomes `places[g]`. */
function inOrder({ members, centres }: Groups, places: readonly number[]): Groups {
  const { dimensions, values } = centres;
  const moved = new Float32Array(values.length);
  for (const [group, place] of places.entries()) {
    moved.set(values.subarray(group * dimensions, (group + 1) * dimensions), place * dimensions);
  }
  return { members: members.map((group) => places[group]!), centres: { dimensions, values: moved } };
}

interface Example {
  readonly id: number;
  readonly likeness: number;
}

async function placeAll(
  documents: () => Iterable<UnlabelledDocument>,
  size: number,
  centres: UnitVectors,
  reader: DocumentVectors,
  pacing: Pacing,
  onFraction: (fraction: number) => void,
) {
  const count = centres.values.length / centres.dimensions;
  const ids = new Int32Array(size);
  const members = new Uint8Array(size);
  const certainty = new Float32Array(size);
  const examples: Example[][] = Array.from({ length: count }, () => []);
  let at = 0;
  for (const { id, text } of documents()) {
    const vector = { dimensions: centres.dimensions, values: reader.vectorOf(text) };
    const { group, best, second } = nearestCentre(vector, 0, centres);
    ids[at] = id;
    members[at] = group;
    certainty[at] = certaintyOf(best, second);
    keepNearest(examples[group]!, { id, likeness: best });
    if (++at % 200 > 0) continue;
    onFraction(at / size);
    await pacing.breathe();
    pacing.checkCancelled();
  }
  return { ids, members, certainty, examples: examples.map((nearest) => nearest.map(({ id }) => id)) };
}

/**
 * How much nearer (by cosine distance) the own middle is than the next one: the simplified silhouette. On merged
 * classes of banking77 a wrong proposal has a lower one than a right proposal in 89 of 100 pairs.
 */
function certaintyOf(best: number, second: number): number {
  const far = 1 - second;
  return far <= 0 ? 0 : Math.max(0, 1 - (1 - best) / far);
}

function keepNearest(nearest: Example[], example: Example): void {
  const place = nearest.findIndex(({ likeness }) => likeness < example.likeness);
  nearest.splice(place === -1 ? nearest.length : place, 0, example);
  if (nearest.length > examplesPerGroup) nearest.pop();
}
