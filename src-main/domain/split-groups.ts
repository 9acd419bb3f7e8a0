import { type Dataset, datasets } from './project.ts';
import { createRandom, type Random, shuffle } from './random.ts';
import type { PlacedCounts, SplitDocument, SplitRequest } from './splits.ts';

/** Documents that must stay together, near duplicates for example. */
export interface SplitGroup {
  /** Document ids; those that are not to be drawn are passed over. */
  readonly ids: readonly number[];
  /** Where a member is already, or null. */
  readonly place: Dataset | null;
}

export interface GroupedDraw {
  readonly places: ReadonlyMap<number, Dataset>;
  /** The counts of before with those of the groups. */
  readonly placed: PlacedCounts;
}

/** A class's documents: how many there are in all, in each dataset, and outside of groups. */
interface Tally {
  total: number;
  readonly counts: number[];
  ungrouped: number;
}

/** The documents of one group that are to be drawn. */
interface Unit {
  readonly documents: readonly SplitDocument[];
  readonly place: Dataset | null;
  /** Documents of each class, by class id. */
  readonly classes: ReadonlyMap<number, number>;
}

/** In the place of a class id: all documents, and those of no class. */
const everything = -2;
const noClass = -1;

/**
 * Draws whole groups. One with a place follows it. The others go, the largest first, into a random dataset in which
 * they fit: with them it has less than one document too many, of all and of each of their classes; datasets that
 * lack more are drawn more often. A group that fits nowhere goes where it is least too much. A class without
 * training documents, and without documents outside of groups, gets its first group there, whatever its place.
 */
export function drawGroups(
  { documents, percentages, seed, alreadyPlaced }: SplitRequest,
  groups: readonly SplitGroup[],
): GroupedDraw {
  const shares = datasets.map((dataset) => percentages[dataset] / 100);
  const random = createRandom(seed);
  const units = shuffle(unitsOf(documents, groups), random).sort(largestFirst);
  const tallies = tally(documents, units, alreadyPlaced);
  const places = new Map<number, Dataset>();
  for (const unit of units) {
    const needed = [...unit.classes.keys()].some((key) => key >= 0 && lacksTraining(tallies.get(key)!));
    const fixed = needed ? 'train' : unit.place;
    const dataset = fixed === null ? choose(unit, shares, tallies, random) : datasets.indexOf(fixed);
    for (const [key, count] of unit.classes) tallies.get(key)!.counts[dataset]! += count;
    for (const { id } of unit.documents) places.set(id, datasets[dataset]!);
  }
  return { places, placed: toPlacedCounts(tallies) };
}

/** Groups of which at least two documents are to be drawn, or one that follows others; by their lowest ids. */
function unitsOf(documents: readonly SplitDocument[], groups: readonly SplitGroup[]): Unit[] {
  const byId = new Map(documents.map((document) => [document.id, document]));
  const units = groups.flatMap(({ ids, place }) => {
    const members = ids.map((id) => byId.get(id)).filter((document) => document !== undefined);
    if (members.length < (place === null ? 2 : 1)) return [];
    const classes = new Map([[everything, members.length]]);
    for (const key of members.flatMap(keysOf)) classes.set(key, (classes.get(key) ?? 0) + 1);
    return { documents: members.sort((first, second) => first.id - second.id), place, classes };
  });
  return units.sort((first, second) => first.documents[0]!.id - second.documents[0]!.id);
}

/** Groups with a place first: what they take is no longer free. */
function largestFirst(first: Unit, second: Unit): number {
  const placed = Number(second.place !== null) - Number(first.place !== null);
  return placed !== 0 ? placed : second.documents.length - first.documents.length;
}

function keysOf({ classes }: SplitDocument): readonly number[] {
  return classes.length === 0 ? [noClass] : classes;
}

function tally(
  documents: readonly SplitDocument[],
  units: readonly Unit[],
  placed: PlacedCounts | undefined,
): Map<number, Tally> {
  const tallies = new Map<number, Tally>();
  const of = (key: number): Tally => {
    const found = tallies.get(key) ?? { total: 0, counts: datasets.map(() => 0), ungrouped: 0 };
    tallies.set(key, found);
    return found;
  };
  const addPlaced = (key: number, counts: Readonly<Record<Dataset, number>>): void => {
    datasets.forEach((dataset, index) => {
      of(key).counts[index]! += counts[dataset];
      of(key).total += counts[dataset];
    });
  };
  if (placed !== undefined) addPlaced(everything, placed.documents);
  for (const counts of placed?.classes ?? []) addPlaced(counts.classId, counts);
  for (const document of documents) {
    for (const key of [everything, ...keysOf(document)]) {
      of(key).total++;
      of(key).ungrouped++;
    }
  }
  for (const { classes } of units) {
    for (const [key, count] of classes) of(key).ungrouped -= count;
  }
  return tallies;
}

function lacksTraining({ counts, ungrouped }: Tally): boolean {
  return counts[0] === 0 && ungrouped === 0;
}

/** Index of a dataset. */
function choose(
  { classes }: Unit,
  shares: readonly number[],
  tallies: ReadonlyMap<number, Tally>,
  random: Random,
): number {
  const parts = [...classes].map(([key, count]) => ({ count, ...tallies.get(key)! }));
  const excess = shares.map((share, dataset) =>
    Math.max(...parts.map(({ count, total, counts }) => counts[dataset]! + count - share * total)),
  );
  const lack = shares.map((share, dataset) => {
    const missing = parts.map(
      ({ count, total, counts }) => count * Math.max(0, share * total - counts[dataset]!),
    );
    return excess[dataset]! < 1 && share > 0 ? missing.reduce((sum, value) => sum + value, 0) : 0;
  });
  let drawn = random.fraction() * lack.reduce((sum, value) => sum + value, 0);
  for (const [dataset, value] of lack.entries()) {
    if (drawn < value) return dataset;
    drawn -= value;
  }
  const allowed = excess.map((value, dataset) => (shares[dataset]! > 0 ? value : Number.POSITIVE_INFINITY));
  return allowed.indexOf(Math.min(...allowed));
}

function toPlacedCounts(tallies: ReadonlyMap<number, Tally>): PlacedCounts {
  const named = (counts: readonly number[]): Record<Dataset, number> => ({
    train: counts[0]!,
    validation: counts[1]!,
    test: counts[2]!,
  });
  const classes = [...tallies].filter(([key]) => key !== everything);
  return {
    documents: named(tallies.get(everything)?.counts ?? [0, 0, 0]),
    classes: classes.map(([classId, { counts }]) => ({ classId, ...named(counts) })),
  };
}
