import type { DocumentRow, Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { Dataset } from '../../domain/project.ts';
import type { Change } from '../ports/history-tables.ts';
import { now, type ProjectContext } from '../projects/project-context.ts';

export type Field = Change['field'];

/** Class ids ascending, so that equal label sets have equal texts in history. */
export function orderedLabels(labels: Labels): Labels {
  return labels === null ? null : [...new Set(labels)].sort((a, b) => a - b);
}

/** A field's value as history keeps it. */
export function fieldText(row: Pick<DocumentRow, Field>, field: Field): string {
  return JSON.stringify(field === 'labels' ? orderedLabels(row.labels) : row[field]);
}

/** The same without reading a whole row where that can be avoided; undefined when there is no such document. */
export function readFieldText(context: ProjectContext, documentId: number, field: Field): string | undefined {
  const { documents } = context.store;
  if (field === 'labels') {
    const labels = documents.labels(documentId);
    return labels === undefined ? undefined : JSON.stringify(orderedLabels(labels));
  }
  if (field === 'dataset') {
    return JSON.stringify(documents.dataset(documentId));
  }
  if (field !== 'language') {
    const marks = documents.marks(documentId);
    return marks === undefined ? undefined : JSON.stringify(marks[field]);
  }
  const row = documents.rows([documentId])[0];
  return row === undefined ? undefined : fieldText(row, field);
}

/** @throws AppError `not_found`. */
export function requireRow(context: ProjectContext, documentId: number): DocumentRow {
  return context.store.documents.rows([documentId])[0] ?? missingDocument(documentId);
}

export function missingDocument(documentId: number): never {
  throw new AppError('not_found', `There is no document ${documentId} in this project.`);
}

/**
 * Writes a new value and its change under an operation. New labels are nobody's confirmed ones: the mark of the
 * old ones is taken away in the same operation.
 */
export function changeField(context: ProjectContext, operationId: number, change: Change): void {
  const { documents, operations } = context.store;
  const { documentId, field } = change;
  writeField(context, documentId, field, change.after);
  operations.addChange(operationId, change);
  if (field === 'labels' && documents.marks(documentId)?.verified === true) {
    documents.setVerified(documentId, false);
    operations.addChange(operationId, { documentId, field: 'verified', before: 'true', after: 'false' });
  }
}

/** The same for labels, computed from those that the document has. Returns whether they are others now. */
export function changeLabels(
  context: ProjectContext,
  operationId: number,
  documentId: number,
  next: (labels: Labels) => Labels,
): boolean {
  const labels = orderedLabels(context.store.documents.labels(documentId) ?? null);
  const before = JSON.stringify(labels);
  const after = JSON.stringify(orderedLabels(next(labels)));
  if (before === after) return false;
  changeField(context, operationId, { documentId, field: 'labels', before, after });
  return true;
}

/** Marks a document as unsure under an operation, unless it is already. */
export function markUnsure(context: ProjectContext, operationId: number, documentId: number): void {
  if (context.store.documents.marks(documentId)?.unsure !== false) return;
  changeField(context, operationId, { documentId, field: 'unsure', before: 'false', after: 'true' });
}

/** Writes a value as history keeps it. */
export function writeField(context: ProjectContext, documentId: number, field: Field, text: string): void {
  const { documents } = context.store;
  const value: unknown = JSON.parse(text);
  switch (field) {
    case 'labels':
      documents.setLabels(documentId, value as Labels, now(context));
      break;
    case 'dataset':
      documents.setDataset(documentId, value as Dataset | null);
      break;
    case 'unsure':
      documents.setUnsure(documentId, value as boolean);
      break;
    case 'excluded':
      documents.setExcluded(documentId, value as boolean);
      break;
    case 'verified':
      documents.setVerified(documentId, value as boolean);
      break;
    case 'language':
      documents.setLanguage(documentId, value as string | null);
      break;
  }
}

/**
 * The labels as they are stored, after checking them against the project.
 * @throws AppError `bad_request`: unknown class, two classes in a single-label project.
 */
export function checkedLabels(context: ProjectContext, labels: Labels): Labels {
  const ordered = orderedLabels(labels);
  if (ordered === null) {
    return null;
  }
  for (const classId of ordered) {
    if (context.store.classes.get(classId) === undefined) {
      throw new AppError(
        'bad_request',
        `There is no class ${classId} in this project; it may have been deleted.`,
      );
    }
  }
  if (context.kind === 'single' && ordered.length > 1) {
    throw new AppError('bad_request', 'A document of a single-label project takes one class.');
  }
  return context.kind === 'single' && ordered.length === 0 ? null : ordered;
}
