import { AppError } from '../../domain/errors.ts';
import type { Dataset } from '../../domain/project.ts';
import { breathe } from '../breathe.ts';
import { changeMany } from '../documents/bulk-change.ts';
import type { DuplicateRemedy } from '../improvement.ts';
import type { AnalysisItem, AnalysisRecord } from '../ports/analysis-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { pagesOf } from './stored-duplicates.ts';
import { type TwinState, twinState } from './twin-state.ts';

const groupsPerPage = 100;
/** Documents looked at between two breaths. */
const documentsPerSlice = 500;

/** Documents with the dataset that each is to have; for `drop` there is none. */
interface Plan {
  readonly ids: number[];
  readonly places: Dataset[];
  groups: number;
}

/** See `Health.resolveDuplicates`. @throws AppError `not_found` for a position without a group. */
export async function resolveDuplicates(
  context: ProjectContext,
  record: AnalysisRecord,
  { groups, remedy }: DuplicateRemedy,
): Promise<{ readonly changed: number }> {
  await context.bulk.idle();
  const pages =
    typeof groups === 'string'
      ? pagesOf(context, record, groups, groupsPerPage)
      : [chosen(context, record, groups)];
  const plan: Plan = { ids: [], places: [], groups: 0 };
  for (const page of pages) {
    for (const item of page) await planGroup(context, item, remedy, plan);
    await breathe();
  }
  const common = { kind: 'resolve-duplicates', source: 'health' } as const;
  if (remedy === 'drop') {
    return await changeMany(context, plan.ids, {
      ...common,
      title: `Set aside ${counted(plan.ids.length, 'duplicate')}`,
      field: 'excluded',
      read: (id) => context.store.documents.marks(id)?.excluded,
      next: () => true,
    });
  }
  return await changeMany(context, plan.ids, {
    ...common,
    title: `Move the duplicates of ${counted(plan.groups, 'group')} together`,
    field: 'dataset',
    read: (id) => context.store.documents.dataset(id),
    next: (_before, index) => plan.places[index]!,
  });
}

function chosen(
  context: ProjectContext,
  record: AnalysisRecord,
  positions: readonly number[],
): readonly AnalysisItem[] {
  return [...new Set(positions)].map((position) => {
    const item = context.store.analyses.items(record.id, position, 1)[0];
    if (item?.position !== position) {
      throw new AppError('not_found', `This list of duplicates has no group ${position}.`);
    }
    return item;
  });
}

/** Adds what the remedy does to one group; documents that are gone or set aside play no part. */
async function planGroup(
  context: ProjectContext,
  { documentIds }: AnalysisItem,
  remedy: DuplicateRemedy['remedy'],
  plan: Plan,
): Promise<void> {
  const states: TwinState[] = [];
  for (const [index, id] of documentIds.entries()) {
    const state = twinState(context, id);
    if (state !== undefined) states.push(state);
    if (index % documentsPerSlice === documentsPerSlice - 1) await breathe();
  }
  if (states.length < 2) return;
  if (remedy === 'drop') {
    const kept = keptOf(states);
    for (const { id } of states) if (id !== kept) plan.ids.push(id);
    return;
  }
  const place = commonPlace(states);
  const moved = place === null ? [] : states.filter(({ dataset }) => dataset !== place);
  if (place === null || moved.length === 0) return;
  plan.groups++;
  for (const { id } of moved) {
    plan.ids.push(id);
    plan.places.push(place);
  }
}

/** The document that stays: the test set keeps its labelled documents, and labels are not set aside for none. */
function keptOf(states: readonly TwinState[]): number {
  const labelled = states.filter(({ labels }) => labels !== null);
  const kept = labelled.find(({ dataset }) => dataset === 'test') ?? labelled[0] ?? states[0]!;
  return kept.id;
}

/** The test set loses no document to training; else the first document that has a place decides. */
function commonPlace(states: readonly TwinState[]): Dataset | null {
  const places = states.map(({ dataset }) => dataset).filter((dataset) => dataset !== null);
  return places.find((dataset) => dataset === 'test') ?? places[0] ?? null;
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count.toLocaleString('en')} ${noun}s`;
}
