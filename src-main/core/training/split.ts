import { AppError } from '../../domain/errors.ts';
import { datasets } from '../../domain/project.ts';
import { checkPercentages, type PlacedCounts, type SplitPercentages } from '../../domain/splits.ts';
import { changeMany } from '../documents/bulk-change.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import type { SplitRequest } from '../learning.ts';
import type { DrawnPlaces } from '../ports/store.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { nearGroups } from './near-groups.ts';

export interface DrawnCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/**
 * Draws labelled documents, by default those without a place, and writes their places as one operation. Near
 * duplicates stay together.
 */
export async function split(
  context: ProjectContext,
  request: SplitRequest,
  control?: JobControl,
): Promise<DrawnCounts> {
  checkPercentages(request.percentages);
  checkedSeed(request.seed);
  const groups = await nearGroups(context, control);
  if (groups !== undefined && groups.offsets.length > 1) {
    control?.log(`Near duplicates stay together: ${groups.offsets.length - 1} groups.`);
  }
  const drawn = await context.store.reader.draw({
    percentages: request.percentages,
    seed: request.seed,
    all: request.all,
    ...(groups === undefined ? {} : { groups }),
    ...(request.all ? {} : { alreadyPlaced: await placedCounts(context) }),
  });
  return await place(context, drawn, control?.throwIfCancelled);
}

/** Puts the labelled documents that have no place into training. */
async function joinTraining(context: ProjectContext, control: JobControl): Promise<DrawnCounts> {
  const documents = await context.store.reader.unplaced(false);
  const ids = Int32Array.from(documents, (document) => document.id);
  const places = new Int8Array(ids.length).fill(datasets.indexOf('train'));
  return await place(context, { ids, places }, control.throwIfCancelled);
}

/**
 * What a training does about documents without a place: when none has one yet, the draw; later the draw of the
 * others (`automatic`), or training for them (`assigned`). Placed documents stay where they are.
 */
export async function placeForTraining(
  context: ProjectContext,
  request: {
    readonly split: 'assigned' | 'automatic';
    readonly percentages: SplitPercentages;
    readonly seed: number;
  },
  control: JobControl,
): Promise<DrawnCounts> {
  const { train, validation, test, none } = (await context.counts.settled()).labelledIn;
  if (none === 0) {
    return { train: 0, validation: 0, test: 0 };
  }
  if (request.split === 'automatic' || train + validation + test === 0) {
    return await split(context, { ...request, all: false }, control);
  }
  return await joinTraining(context, control);
}

async function place(
  context: ProjectContext,
  { ids, places }: DrawnPlaces,
  throwIfCancelled?: () => void,
): Promise<DrawnCounts> {
  const what = ids.length === 1 ? '1 document' : `${ids.length.toLocaleString('en')} documents`;
  await changeMany(context, ids, {
    kind: 'split',
    title: `Assign ${what} to datasets`,
    source: 'train',
    field: 'dataset',
    read: (id) => context.store.documents.dataset(id),
    next: (_before, index) => datasets[places[index]!]!,
    ...(throwIfCancelled === undefined ? {} : { throwIfCancelled }),
  });
  const counts = datasets.map(() => 0);
  for (const place of places) {
    counts[place]! += 1;
  }
  const [train = 0, validation = 0, test = 0] = counts;
  return { train, validation, test };
}

async function placedCounts(context: ProjectContext): Promise<PlacedCounts> {
  const counts = await context.counts.settled();
  return { documents: counts.labelledIn, classes: counts.classes };
}

/** @throws AppError `bad_request`. */
export function checkedSeed(seed: number): number {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new AppError('bad_request', `The seed ${seed} must be a whole number, 0 or more.`);
  }
  return seed;
}
