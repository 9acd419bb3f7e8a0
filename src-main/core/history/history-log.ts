import { AppError } from '../../domain/errors.ts';
import { missingDocument } from '../documents/document-fields.ts';
import { checkPage } from '../documents/documents.ts';
import type { DocumentHistoryEntry, HistoryEntry, HistoryFilter, HistoryLog } from '../improvement.ts';
import type { DocumentChange, ListedOperation } from '../ports/history-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { revert } from './history.ts';
import { type InCopy, restoreSnapshot, snapshotPreview } from './snapshot.ts';
import { takesBack } from './step.ts';
import type { ImportDetails } from './take-back.ts';

/** `inCopy` works in another project file. */
export function createHistoryLog(context: ProjectContext, inCopy: InCopy): HistoryLog {
  const { operations } = context.store;
  return {
    entries(filter, from, count) {
      checkPage(from, count);
      checkDays(filter);
      const rows = operations.list(filter, from, count).map(toEntry);
      return { total: operations.count(filter), rows };
    },
    annotators: () => operations.annotators(),
    ofDocument(documentId) {
      if (context.store.documents.labels(documentId) === undefined) missingDocument(documentId);
      return operations.ofDocument(documentId).map(toDocumentEntry);
    },
    revert: (operationId) => revert(context, operationId),
    snapshotPreview: (modelId) => snapshotPreview(context, modelId),
    restoreSnapshot: (modelId, target) => restoreSnapshot(context, inCopy, modelId, target),
  };
}

function toEntry(operation: ListedOperation): HistoryEntry {
  const { id, kind, title, annotator, source, at, undoneBy, reverts, details } = operation;
  // An import makes documents; it changes none.
  const documents = kind === 'import' ? (details as ImportDetails).documents : operation.documents;
  return {
    operationId: id,
    kind,
    title,
    annotator,
    source,
    at,
    documents,
    undone: undoneBy !== null,
    reverts: reverts ?? takesBack(operation),
  };
}

function toDocumentEntry({ operation, change }: DocumentChange): DocumentHistoryEntry {
  const { id, at, annotator, source, kind, title } = operation;
  return {
    operationId: id,
    at,
    annotator,
    source,
    kind,
    title,
    field: change.field,
    before: JSON.parse(change.before) as unknown,
    after: JSON.parse(change.after) as unknown,
  };
}

/** @throws AppError `bad_request`. */
function checkDays({ from, to }: HistoryFilter): void {
  for (const day of [from, to]) {
    if (day !== undefined && !/^\d{4}-\d\d-\d\d$/.test(day)) {
      throw new AppError('bad_request', `"${day}" is no day. Write it as 2026-12-31.`);
    }
  }
}
