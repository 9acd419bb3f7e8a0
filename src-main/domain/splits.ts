import type { ClassCounts } from './class.ts';
import { AppError } from './errors.ts';
import { type Dataset, datasets } from './project.ts';
import { createRandom, shuffle } from './random.ts';
import { drawGroups, type SplitGroup } from './split-groups.ts';

/** Percentages of the labelled documents; they sum to 100. */
export type SplitPercentages = Readonly<Record<Dataset, number>>;

export const defaultSplit: SplitPercentages = { train: 80, validation: 10, test: 10 };

/** Of draws and trainings for which nobody has chosen one. */
export const defaultSeed = 42;

/** A labelled document without a place yet; `classes` are different class ids, empty for "none of the classes". */
export interface SplitDocument {
  readonly id: number;
  readonly classes: readonly number[];
}

/** Labelled documents that have a place already; the draw fills up what the percentages still lack. */
export interface PlacedCounts {
  readonly documents: Readonly<Record<Dataset, number>>;
  readonly classes: readonly Pick<ClassCounts, 'classId' | Dataset>[];
}

export interface SplitRequest {
  readonly documents: readonly SplitDocument[];
  readonly percentages: SplitPercentages;
  readonly seed: number;
  readonly alreadyPlaced?: PlacedCounts;
  /** Documents that must stay together; a document is in one group at most. */
  readonly groups?: readonly SplitGroup[];
}

/** @throws AppError `bad_request` unless all are 0 to 100, they sum to 100 and training gets some. */
export function checkPercentages(percentages: SplitPercentages): void {
  const values = datasets.map((dataset) => percentages[dataset]);
  const total = values.reduce((sum, value) => sum + value, 0);
  if (!values.every((value) => value >= 0 && value <= 100) || Math.abs(total - 100) > 1e-6) {
    throw new AppError(
      'bad_request',
      `Training, validation and test get ${values.join(', ')} percent. Use three numbers from 0 to 100 that sum to 100.`,
    );
  }
  if (percentages.train <= 0) {
    throw new AppError(
      'bad_request',
      'Training gets 0 percent. Give it some, or there is nothing to learn from.',
    );
  }
}

/**
 * A seeded, stratified draw: document id to dataset. The same documents, percentages, seed and placed counts give
 * the same draw whatever the order of the documents.
 *
 * Stratification goes class by class, the one with the fewest documents left first, and deals all of its
 * documents (iterative stratification: Sechidis, Tsoumakas and Vlahavas, 2011, "On the stratification of
 * multi-label data"). Within a class each dataset gets the whole number below what it still lacks; the one or
 * two documents left over go where the whole draw is furthest behind, so that many rare classes do not starve
 * the test set. In a single-label project every class is thus within one document of its percentage. Documents
 * that belong to no class form a stratum of their own.
 *
 * Every class has at least one training document afterwards, however few documents it has.
 *
 * Groups are drawn first, each as a whole ({@link drawGroups}); the other documents then fill up what the
 * percentages still lack.
 *
 * @throws AppError `bad_request` for bad percentages, a bad seed or a repeated id.
 */
export function drawSplit(request: SplitRequest): Map<number, Dataset> {
  checkPercentages(request.percentages);
  const documents = inIdOrder(request.documents);
  if (request.groups === undefined || request.groups.length === 0) {
    return drawDocuments({ ...request, documents });
  }
  const { places, placed } = drawGroups({ ...request, documents }, request.groups);
  const others = documents.filter(({ id }) => !places.has(id));
  return new Map([...places, ...drawDocuments({ ...request, documents: others, alreadyPlaced: placed })]);
}

/** @param request its documents in ascending order of their ids */
function drawDocuments(request: SplitRequest): Map<number, Dataset> {
  const shares = datasets.map((dataset) => request.percentages[dataset] / 100);
  const documents = shuffle([...request.documents], createRandom(request.seed));
  const strata = collectStrata(documents, request.alreadyPlaced);
  const places = new Int8Array(documents.length).fill(-1);
  const draw: Draw = { shares, documents, strata, places, dealt: placedDocuments(request.alreadyPlaced) };
  const open = new Set(strata.values());
  while (open.size > 0) {
    const stratum = rarest(open);
    open.delete(stratum);
    deal(draw, stratum);
  }
  guaranteeTraining(draw);
  return new Map(documents.map((document, index) => [document.id, datasets[places[index]!]!]));
}

/** Documents of one class; `counts` are those placed in each dataset, before and during the draw. */
interface Stratum {
  readonly key: number;
  readonly members: number[];
  readonly counts: number[];
  left: number;
}

interface Draw {
  /** Shares, places and counts follow the order of {@link datasets}: training is 0. */
  readonly shares: readonly number[];
  readonly documents: readonly SplitDocument[];
  readonly strata: ReadonlyMap<number, Stratum>;
  readonly places: Int8Array;
  readonly dealt: number[];
}

/** Class ids are 0 or more, so this key is free for the documents without a class. */
const noClass = -1;

function inIdOrder(documents: readonly SplitDocument[]): readonly SplitDocument[] {
  const sorted = [...documents].sort((first, second) => first.id - second.id);
  for (let index = 1; index < sorted.length; index++) {
    if (sorted[index]!.id === sorted[index - 1]!.id) {
      throw new AppError('bad_request', `Document ${sorted[index]!.id} occurs twice in the draw.`);
    }
  }
  return sorted;
}

function strataOf(document: SplitDocument): readonly number[] {
  return document.classes.length === 0 ? [noClass] : document.classes;
}

function collectStrata(
  documents: readonly SplitDocument[],
  placed: PlacedCounts | undefined,
): Map<number, Stratum> {
  const strata = new Map<number, Stratum>();
  documents.forEach((document, index) => {
    for (const key of strataOf(document)) {
      let stratum = strata.get(key);
      if (stratum === undefined) {
        stratum = { key, members: [], counts: datasets.map(() => 0), left: 0 };
        strata.set(key, stratum);
      }
      stratum.members.push(index);
      stratum.left++;
    }
  });
  for (const counts of placed?.classes ?? []) {
    const stratum = strata.get(counts.classId);
    datasets.forEach((dataset, index) => {
      if (stratum !== undefined) {
        stratum.counts[index] = counts[dataset];
      }
    });
  }
  return strata;
}

function placedDocuments(placed: PlacedCounts | undefined): number[] {
  return datasets.map((dataset) => placed?.documents[dataset] ?? 0);
}

function rarest(open: ReadonlySet<Stratum>): Stratum {
  let best: Stratum | undefined;
  for (const stratum of open) {
    if (
      best === undefined ||
      stratum.left < best.left ||
      (stratum.left === best.left && stratum.key < best.key)
    ) {
      best = stratum;
    }
  }
  return best!;
}

/** Gives every document of the stratum that has no place yet a place. */
function deal(draw: Draw, stratum: Stratum): void {
  const members = stratum.members.filter((index) => draw.places[index] === -1);
  if (members.length === 0) {
    return;
  }
  let next = 0;
  wholeQuotas(draw, stratum, members.length).forEach((quota, dataset) => {
    for (let given = 0; given < quota; given++) {
      place(draw, members[next++]!, dataset);
    }
  });
}

/** Of a document; ideals are computed in floating point, and 80 % of 10 must be 8. */
const tolerance = 1e-9;

/** How many of `size` documents each dataset gets; sums to `size`. */
function wholeQuotas(draw: Draw, stratum: Stratum, size: number): number[] {
  const ideal = lackOf(stratum.counts, draw.shares, size);
  const quotas = ideal.map((value) => Math.floor(value + tolerance));
  let left = size - total(quotas);
  if (left > 0 && stratum.counts[0] === 0 && quotas[0] === 0) {
    quotas[0] = 1;
    left--;
  }
  const dealtAfter = total(draw.dealt) + size;
  const behind = (dataset: number): number =>
    draw.shares[dataset]! * dealtAfter - draw.dealt[dataset]! - quotas[dataset]!;
  for (; left > 0; left--) {
    const candidates = datasets
      .map((_, dataset) => dataset)
      .filter((dataset) => ideal[dataset]! > quotas[dataset]! + tolerance);
    const chosen = candidates.reduce((best, dataset) => (behind(dataset) > behind(best) ? dataset : best));
    quotas[chosen]!++;
  }
  return quotas;
}

/** What each dataset lacks of its share, scaled so that together they lack exactly `size`. */
function lackOf(counts: readonly number[], shares: readonly number[], size: number): number[] {
  const whole = total(counts) + size;
  const lack = shares.map((share, dataset) => Math.max(0, share * whole - counts[dataset]!));
  const scale = size / total(lack);
  return lack.map((value) => value * scale);
}

function place(draw: Draw, index: number, dataset: number): void {
  draw.places[index] = dataset;
  draw.dealt[dataset]!++;
  for (const key of strataOf(draw.documents[index]!)) {
    const stratum = draw.strata.get(key)!;
    stratum.counts[dataset]!++;
    stratum.left--;
  }
}

/** In a multi-label project the rarer classes of its documents may have left a class without training. */
function guaranteeTraining(draw: Draw): void {
  for (const stratum of draw.strata.values()) {
    const first = stratum.members[0]!;
    if (stratum.key !== noClass && stratum.counts[0] === 0) {
      const previous = draw.places[first]!;
      draw.places[first] = 0;
      for (const key of strataOf(draw.documents[first]!)) {
        const counts = draw.strata.get(key)!.counts;
        counts[previous]!--;
        counts[0]!++;
      }
    }
  }
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
