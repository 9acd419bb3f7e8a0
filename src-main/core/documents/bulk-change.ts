import type { DocumentSelection, Labels } from '../../domain/document.ts';
import { AppError, assertNever } from '../../domain/errors.ts';
import type { ChangeSource, OperationKind } from '../../domain/history.ts';
import type { Dataset } from '../../domain/project.ts';
import { insertOperation, writeInSlices } from '../history/operations.ts';
import { takeBackUnfinished } from '../history/take-back.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { changeField, checkedLabels, orderedLabels } from './document-fields.ts';
import { checkedDataset, datasetTitle, excludedTitle } from './edit-document.ts';
import { withoutClass } from './labels-after.ts';
import type { Queries } from './queries.ts';

export type BulkLabelAction =
  | { readonly type: 'set' | 'add' | 'remove'; readonly classId: number }
  | { readonly type: 'clear' };

export async function bulkLabel(
  context: ProjectContext,
  queries: Queries,
  selection: DocumentSelection,
  action: BulkLabelAction,
): Promise<{ readonly changed: number }> {
  assertWritable(context);
  if (action.type !== 'clear') {
    checkedLabels(context, [action.classId]);
  }
  if (context.kind === 'single' && (action.type === 'add' || action.type === 'remove')) {
    throw new AppError(
      'bad_request',
      'Classes are added and removed one by one only in a multi-label project.',
    );
  }
  const ids = queries.selected(selection);
  return changeMany(context, ids, {
    kind: 'bulk-label',
    title: bulkLabelTitle(context, action, ids.length),
    source: 'documents',
    field: 'labels',
    read: (id) => context.store.documents.labels(id),
    next: (before) => labelsAfter(action, orderedLabels(before as Labels)),
  });
}

export async function bulkDataset(
  context: ProjectContext,
  queries: Queries,
  selection: DocumentSelection,
  dataset: Dataset | null,
): Promise<{ readonly changed: number }> {
  assertWritable(context);
  const value = checkedDataset(dataset);
  const ids = queries.selected(selection);
  return changeMany(context, ids, {
    kind: 'bulk-dataset',
    title: datasetTitle(dataset, ids.length),
    source: 'documents',
    field: 'dataset',
    read: (id) => context.store.documents.dataset(id),
    next: () => value,
  });
}

export async function bulkExcluded(
  context: ProjectContext,
  queries: Queries,
  selection: DocumentSelection,
  excluded: boolean,
): Promise<{ readonly changed: number }> {
  assertWritable(context);
  const ids = queries.selected(selection);
  return changeMany(context, ids, {
    kind: 'bulk-exclude',
    title: excludedTitle(excluded, ids.length),
    source: 'documents',
    field: 'excluded',
    read: (id) => context.store.documents.marks(id)?.excluded,
    next: () => excluded,
  });
}

type Value = Labels | Dataset | boolean;

export interface ManyChanges {
  readonly kind: OperationKind;
  readonly title: string;
  readonly source: ChangeSource;
  readonly field: 'labels' | 'dataset' | 'excluded';
  /** Undefined when there is no such document. */
  readonly read: (documentId: number) => Value | undefined;
  /** `index` is the document's place in the ids. */
  readonly next: (before: Value, index: number) => Value;
  /** Looked at between slices; what was written is then taken back. */
  readonly throwIfCancelled?: () => void;
}

/** One undoable operation in slices; it is unfinished, and so taken back after a crash, until the last one. */
export function changeMany(
  context: ProjectContext,
  ids: ArrayLike<number>,
  fields: ManyChanges,
): Promise<{ readonly changed: number }> {
  return context.bulk.run(async () => {
    const { operations } = context.store;
    let operationId: number | null = null;
    let changed = 0;
    // Where something of its own can cancel it, that shows it, too.
    if (fields.throwIfCancelled === undefined) context.bulk.describe(fields.title, ids.length);
    try {
      await writeInSlices(context, ids, (documentId, index) => {
        fields.throwIfCancelled?.();
        const before = fields.read(documentId);
        if (before === undefined) {
          return;
        }
        const beforeText = JSON.stringify(
          fields.field === 'labels' ? orderedLabels(before as Labels) : before,
        );
        const afterText = JSON.stringify(fields.next(before, index));
        if (beforeText === afterText) {
          return;
        }
        // Only now: a bulk action that changes nothing leaves no step to undo.
        operationId ??= insertOperation(context, { ...fields, finished: false });
        const change = { documentId, field: fields.field, before: beforeText, after: afterText };
        changeField(context, operationId, change);
        changed += 1;
      });
    } catch (error) {
      await takeBackUnfinished(context);
      throw error;
    }
    if (operationId !== null) {
      operations.finish(operationId);
      context.counts.invalidate();
      context.changes.emit('documents', 'counts', 'history');
    }
    return { changed };
  });
}

function labelsAfter(action: BulkLabelAction, before: Labels): Labels {
  switch (action.type) {
    case 'set':
      return [action.classId];
    case 'add':
      return orderedLabels([...(before ?? []), action.classId]);
    case 'remove':
      return withoutClass(before, action.classId);
    case 'clear':
      return null;
    default:
      return assertNever(action);
  }
}

function bulkLabelTitle(context: ProjectContext, action: BulkLabelAction, count: number): string {
  const what = count === 1 ? '1 document' : `${count.toLocaleString('en')} documents`;
  if (action.type === 'clear') {
    return `Remove labels of ${what}`;
  }
  const name = context.store.classes.get(action.classId)?.name ?? String(action.classId);
  return action.type === 'remove' ? `Remove “${name}” from ${what}` : `Label ${what} “${name}”`;
}
