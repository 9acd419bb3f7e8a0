import type { OperationKind } from '../../domain/history.ts';
import { applyOrder } from '../classes/class-order.ts';
import { removeClass, reviveClass } from '../classes/class-removal.ts';
import { changeField, readFieldText, requireRow, writeField } from '../documents/document-fields.ts';
import type { Change, Operation } from '../ports/history-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { type PolicyDetails, restorePolicy } from '../test-set/policy.ts';
import { insertOperation, writeInSlices } from './operations.ts';

/** `documentId` when one document was changed. */
export interface TakenBack {
  readonly changed: number;
  readonly skipped: number;
  readonly documentId: number | null;
}

/** Details that operations on classes and imports keep for their undo. */
export interface ClassDetails {
  readonly classId: number;
  readonly name: string;
}
interface ClassUpdateDetails {
  readonly classId: number;
  readonly before: Readonly<Record<string, string | null>>;
  readonly after: Readonly<Record<string, string | null>>;
}
interface ClassOrderDetails {
  readonly before: readonly number[];
  readonly after: readonly number[];
}
export interface ImportDetails {
  readonly importId: number;
  readonly documents: number;
}

const changesPerRead = 1000;
const firstPlace = { documentId: 0, field: '' } as const;
/** Up to this many documents counts are adjusted one by one, beyond they are counted anew. */
const exactCountLimit = 100;

/** Taking back the adding of a class is a removal, and the other way round; everything else is its own inverse. */
export function inverseKind(kind: OperationKind): OperationKind {
  if (kind === 'class-add') {
    return 'class-delete';
  }
  return kind === 'class-delete' ? 'class-add' : kind;
}

/** The details under which the inverse operation can be taken back in its turn. */
export function inverseDetails(operation: Operation): unknown {
  if (operation.kind === 'class-update') {
    const { classId, before, after } = operation.details as ClassUpdateDetails;
    return { classId, before: after, after: before };
  }
  if (operation.kind === 'class-order') {
    const { before, after } = operation.details as ClassOrderDetails;
    return { before: after, after: before };
  }
  if (operation.kind === 'test-set-policy') {
    const { before, after } = operation.details as PolicyDetails;
    return { before: after, after: before };
  }
  return operation.details;
}

/**
 * Reverses what `operation` did, recording the changes under the operation `by`. A document whose value is no
 * longer what `operation` made of it is left alone and counted as skipped.
 */
export async function takeBack(
  context: ProjectContext,
  operation: Operation,
  by: number,
): Promise<TakenBack> {
  switch (operation.kind) {
    case 'class-add': {
      const { classId } = operation.details as ClassDetails;
      const changed = await removeClass(context, classId, by);
      return { changed, skipped: 0, documentId: null };
    }
    case 'class-delete': {
      const { classId, name } = operation.details as ClassDetails;
      reviveClass(context, classId, name);
      return await reverseChanges(context, operation.id, by);
    }
    case 'class-update':
    case 'class-order':
    case 'test-set-policy':
      return context.store.transaction(() => takeBackAtOnce(context, operation, by));
    default:
      return await reverseChanges(context, operation.id, by);
  }
}

/** Whether the operation can be taken back within one short transaction, by {@link takeBackAtOnce}. */
export function isSmall(context: ProjectContext, operation: Operation): boolean {
  const { id, kind } = operation;
  const hasMore = kind === 'class-add' || kind === 'class-delete' || kind === 'import';
  const changes = context.store.operations.changes(id, firstPlace, exactCountLimit + 1);
  return !hasMore && changes.length <= exactCountLimit;
}

export function takeBackAtOnce(context: ProjectContext, operation: Operation, by: number): TakenBack {
  if (operation.kind === 'class-update') {
    return restoreClass(context, operation.details as ClassUpdateDetails);
  }
  if (operation.kind === 'class-order') {
    applyOrder(context, (operation.details as ClassOrderDetails).before);
    return { changed: 0, skipped: 0, documentId: null };
  }
  if (operation.kind === 'test-set-policy') {
    const isDone = restorePolicy(context, operation.details as PolicyDetails);
    return { changed: 0, skipped: isDone ? 0 : 1, documentId: null };
  }
  const changes = context.store.operations.changes(operation.id, firstPlace, exactCountLimit);
  const alive = aliveClasses(context);
  const tally = createTally();
  for (const change of changes) {
    tally.add(
      change,
      reverseChange(context, { change, operationId: operation.id, by, alive, exactCounts: true }),
    );
  }
  return tally.result();
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
    }),
  };
}

function aliveClasses(context: ProjectContext): ReadonlySet<number> {
  return new Set(context.store.classes.list().map((entry) => entry.id));
}

/** Fields that were changed again since, or whose old name another class has now, stay. */
function restoreClass(context: ProjectContext, details: ClassUpdateDetails): TakenBack {
  const { classes } = context.store;
  const current = classes.get(details.classId);
  const fields = Object.entries(details.before).filter(
    ([key, value]) =>
      current !== undefined &&
      current[key as 'name'] === details.after[key] &&
      !(key === 'name' && classes.findByName(String(value)) !== undefined),
  );
  if (fields.length > 0) {
    classes.update(details.classId, Object.fromEntries(fields));
  }
  return { changed: 0, skipped: fields.length === 0 ? 1 : 0, documentId: null };
}

async function reverseChanges(context: ProjectContext, operationId: number, by: number): Promise<TakenBack> {
  const { operations } = context.store;
  const tally = createTally();
  let page = operations.changes(operationId, firstPlace, changesPerRead);
  const exactCounts = page.length <= exactCountLimit;
  while (page.length > 0) {
    const alive = aliveClasses(context);
    await writeInSlices(context, page, (change) => {
      tally.add(change, reverseChange(context, { change, operationId, by, alive, exactCounts }));
    });
    page = operations.changes(operationId, page.at(-1)!, changesPerRead);
  }
  if (!exactCounts) {
    context.counts.invalidate();
  }
  return tally.result();
}

interface Reversal {
  readonly change: Change;
  /** That made the change. */
  readonly operationId: number;
  /** That reverses it. */
  readonly by: number;
  readonly alive: ReadonlySet<number>;
  readonly exactCounts: boolean;
}

function reverseChange(context: ProjectContext, reversal: Reversal): boolean {
  const { change, by, alive, exactCounts } = reversal;
  const { documentId, field, before, after } = change;
  if (readFieldText(context, documentId, field) !== after || !marksItsLabels(context, reversal)) {
    return false;
  }
  const value: unknown = JSON.parse(before);
  if (field === 'labels' && !((value ?? []) as number[]).every((classId) => alive.has(classId))) {
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
    context.counts.apply(row, { ...row, [field]: value });
  }
  return true;
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

/**
 * Takes back bulk operations that a crash or an error left unfinished. The operation that does it is marked, so
 * that its work is not offered for redo; when it is itself cut off, the next one goes on where it stopped.
 */
export async function takeBackUnfinished(context: ProjectContext): Promise<void> {
  const { operations } = context.store;
  for (const operation of operations.unfinished()) {
    if (isRepair(operation)) {
      operations.finish(operation.id);
      continue;
    }
    const by = insertOperation(context, {
      kind: inverseKind(operation.kind),
      title: `Take back “${operation.title}”, which was interrupted`,
      source: operation.source,
      details: { interrupted: true },
      reverts: operation.id,
      finished: false,
    });
    await takeBack(context, operation, by);
    context.store.transaction(() => {
      operations.setUndoneBy(operation.id, by);
      operations.finish(operation.id);
      operations.finish(by);
    });
    context.counts.invalidate();
    context.changes.emit('classes', 'documents', 'counts', 'history');
  }
}

/** Whether the operation took back an interrupted one. */
export function isRepair(operation: Operation): boolean {
  return (operation.details as { interrupted?: boolean } | null)?.interrupted === true;
}
