import type { Labels } from '../../domain/document.ts';
import { changeField, readFieldText, requireRow, writeField } from '../documents/document-fields.ts';
import type { Change } from '../ports/history-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { writeInSlices } from './operations.ts';

/** `documentId` when one document was changed. */
export interface TakenBack {
  readonly changed: number;
  readonly skipped: number;
  readonly documentId: number | null;
  /** What could not be taken back besides documents, and why; a sentence for a person. */
  readonly note: string | null;
}

export const nothingTakenBack: TakenBack = { changed: 0, skipped: 0, documentId: null, note: null };

const changesPerRead = 1000;
const firstPlace = { documentId: 0, field: '' } as const;
/** Up to this many changes counts are adjusted one by one, beyond they are counted anew. */
const exactCountLimit = 100;

/** Whether its changes can be reversed within one short transaction. */
export function hasFewChanges(context: ProjectContext, operationId: number): boolean {
  const changes = context.store.operations.changes(operationId, firstPlace, exactCountLimit + 1);
  return changes.length <= exactCountLimit;
}

/** Reverses the few changes of an operation, to be called within a transaction. */
export function reverseFewChanges(context: ProjectContext, operationId: number, by: number): TakenBack {
  const changes = context.store.operations.changes(operationId, firstPlace, exactCountLimit);
  const alive = aliveClasses(context);
  const tally = createTally();
  for (const change of changes) {
    tally.add(change, reverseChange(context, { change, operationId, by, alive, exactCounts: true }));
  }
  return tally.result();
}

/** Reverses all changes of an operation in slices, recording them under the operation `by`. */
export async function reverseChanges(
  context: ProjectContext,
  operationId: number,
  by: number,
): Promise<TakenBack> {
  const tally = createTally();
  const exactCounts = hasFewChanges(context, operationId);
  await forEachChange(context, operationId, (change, alive) => {
    tally.add(change, reverseChange(context, { change, operationId, by, alive, exactCounts }));
  });
  if (!exactCounts) {
    context.counts.invalidate();
  }
  return tally.result();
}

/** Goes through the changes of an operation in write transactions; `alive`: the classes that are there. */
export async function forEachChange(
  context: ProjectContext,
  operationId: number,
  work: (change: Change, alive: ReadonlySet<number>) => void,
): Promise<void> {
  const { operations } = context.store;
  let page = operations.changes(operationId, firstPlace, changesPerRead);
  while (page.length > 0) {
    const alive = aliveClasses(context);
    await writeInSlices(context, page, (change) => {
      work(change, alive);
    });
    page = operations.changes(operationId, page.at(-1)!, changesPerRead);
  }
}

function aliveClasses(context: ProjectContext): ReadonlySet<number> {
  return new Set(context.store.classes.list().map((entry) => entry.id));
}

/** Counts documents, of which an operation can change several fields; they come in order. */
function createTally() {
  let seen = 0;
  let documents = 0;
  let done = 0;
  let changed = 0;
  return {
    add({ documentId }: Change, isReversed: boolean): void {
      if (documentId !== seen) documents += 1;
      seen = documentId;
      if (!isReversed) return;
      if (documentId !== done) changed += 1;
      done = documentId;
    },
    result: (): TakenBack => ({
      changed,
      skipped: documents - changed,
      documentId: changed === 1 ? done : null,
      note: null,
    }),
  };
}

interface Reversal {
  readonly change: Change;
  /** That made the change. */
  readonly operationId: number;
  /** That reverses it. */
  readonly by: number;
  readonly alive: ReadonlySet<number>;
  /** Adjusts the counts; else the caller has them counted anew. */
  readonly exactCounts: boolean;
}

export function reverseChange(context: ProjectContext, reversal: Reversal): boolean {
  const { change, operationId, by, alive, exactCounts } = reversal;
  const { documentId, field, before, after } = change;
  if (!isAsLeft(context, operationId, change) || !marksItsLabels(context, reversal)) {
    return false;
  }
  const value: unknown = JSON.parse(before);
  if (field === 'labels' && !fits(context, value as Labels, alive)) {
    return false;
  }
  const row = exactCounts ? requireRow(context, documentId) : null;
  const reversed = { documentId, field, before: after, after: before };
  if (field === 'labels' && hasMark(context, reversal)) {
    // The labels' own mark comes back with them, next.
    writeField(context, documentId, field, before);
    context.store.operations.addChange(by, reversed);
  } else {
    changeField(context, by, reversed);
  }
  if (row !== null) {
    context.counts.apply(row, requireRow(context, documentId));
  }
  return true;
}

/**
 * Whether nobody has given the field another value since the operation, nor the same one anew. Who confirms labels
 * gives them anew.
 */
export function isAsLeft(context: ProjectContext, operationId: number, change: Change): boolean {
  const { documents, operations } = context.store;
  const { documentId, field } = change;
  if (readFieldText(context, documentId, field) !== change.after) return false;
  if (operations.changedSince(operationId, change)) return false;
  const isConfirmed = field === 'labels' && documents.marks(documentId)?.verified === true;
  return !isConfirmed || !operations.changedSince(operationId, { documentId, field: 'verified' });
}

/** Whether documents of the project can have these labels, as it is now. */
function fits(context: ProjectContext, labels: Labels, alive: ReadonlySet<number>): boolean {
  if (labels === null) return true;
  const isOfKind = context.kind === 'multi' || labels.length === 1;
  return isOfKind && labels.every((classId) => alive.has(classId));
}

/** Whether the operation took the mark from the labels that it changed. */
function hasMark(context: ProjectContext, { change, operationId }: Reversal): boolean {
  return context.store.operations.change(operationId, change.documentId, 'verified') !== undefined;
}

/** The confirmation of labels comes back only where those labels did; they come before it in the order of fields. */
function marksItsLabels(context: ProjectContext, { change, operationId }: Reversal): boolean {
  const { documentId, field } = change;
  if (field !== 'verified') return true;
  const labels = context.store.operations.change(operationId, documentId, 'labels');
  return labels === undefined || readFieldText(context, documentId, 'labels') === labels.before;
}
