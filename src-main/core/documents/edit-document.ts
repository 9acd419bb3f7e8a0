import type { DocumentRow, Labels, ProjectDocument } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { ChangeSource, OperationKind } from '../../domain/history.ts';
import { type Dataset, datasetNames, datasets } from '../../domain/project.ts';
import { insertOperation } from '../history/operations.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import {
  changeField,
  checkedLabels,
  type Field,
  fieldText,
  missingDocument,
  orderedLabels,
  requireRow,
} from './document-fields.ts';

export function setLabels(
  context: ProjectContext,
  documentId: number,
  labels: Labels,
  source: ChangeSource,
): ProjectDocument {
  const checked = checkedLabels(context, labels);
  const title = (row: DocumentRow) => labelTitle(context, row.labels, checked);
  return edit(context, documentId, { kind: 'label', field: 'labels', value: checked, title, source });
}

export function setDataset(
  context: ProjectContext,
  documentId: number,
  dataset: Dataset | null,
  source: ChangeSource,
): ProjectDocument {
  const title = () => datasetTitle(dataset, 1);
  const value = checkedDataset(dataset);
  return edit(context, documentId, { kind: 'dataset', field: 'dataset', value, title, source });
}

export function setUnsure(
  context: ProjectContext,
  documentId: number,
  unsure: boolean,
  source: ChangeSource,
): ProjectDocument {
  const title = () => (unsure ? 'Mark as unsure' : 'Mark as sure');
  return edit(context, documentId, { kind: 'unsure', field: 'unsure', value: unsure, title, source });
}

export function setExcluded(
  context: ProjectContext,
  documentId: number,
  excluded: boolean,
  source: ChangeSource,
): ProjectDocument {
  const title = () => excludedTitle(excluded, 1);
  return edit(context, documentId, { kind: 'exclude', field: 'excluded', value: excluded, title, source });
}

/** @throws AppError `bad_request` for a document that nobody has judged. */
export function setVerified(
  context: ProjectContext,
  documentId: number,
  verified: boolean,
  source: ChangeSource,
): ProjectDocument {
  if (verified && requireRow(context, documentId).labels === null) {
    throw new AppError('bad_request', 'A document without a label has nothing to confirm. Label it first.');
  }
  const title = () => (verified ? 'Confirm label' : 'Take back the confirmation of a label');
  return edit(context, documentId, { kind: 'verify', field: 'verified', value: verified, title, source });
}

export function setLanguage(
  context: ProjectContext,
  documentId: number,
  language: string | null,
): ProjectDocument {
  const title = () => (language === null ? 'Clear language' : `Set language to ${language}`);
  const value = language === null ? null : checkedLanguage(language);
  return edit(context, documentId, { kind: 'language', field: 'language', value, title, source: 'label' });
}

interface Edit {
  readonly kind: OperationKind;
  readonly field: Field;
  readonly value: Labels | Dataset | boolean | string;
  readonly title: (row: DocumentRow) => string;
  readonly source: ChangeSource;
}

/** One document, one transaction: the value, the operation and its change. Nothing when nothing changes. */
function edit(context: ProjectContext, documentId: number, fields: Edit): ProjectDocument {
  assertWritable(context);
  const { store } = context;
  const after = JSON.stringify(fields.value);
  const changed = store.transaction(() => {
    const row = requireRow(context, documentId);
    const before = fieldText(row, fields.field);
    if (before === after) {
      return null;
    }
    const { kind, source } = fields;
    const operationId = insertOperation(context, { kind, source, title: fields.title(row) });
    changeField(context, operationId, { documentId, field: fields.field, before, after });
    return row;
  });
  const edited = store.documents.get(documentId) ?? missingDocument(documentId);
  if (changed !== null) {
    context.counts.apply(changed, edited);
    context.changes.emit('documents', 'counts', 'history');
  }
  return edited;
}

function labelTitle(context: ProjectContext, before: Labels, after: Labels): string {
  if (after === null) {
    return 'Remove label';
  }
  if (after.length === 0) {
    return 'Label “none of the classes”';
  }
  const had = new Set(orderedLabels(before) ?? []);
  const added = after.filter((classId) => !had.has(classId));
  const named = (added.length > 0 ? added : after).map(
    (classId) => `“${context.store.classes.get(classId)?.name ?? classId}”`,
  );
  return `Label ${named.join(', ')}`;
}

export function datasetTitle(dataset: Dataset | null, count: number): string {
  const what = count === 1 ? 'document' : `${count.toLocaleString('en')} documents`;
  return dataset === null ? `Take ${what} out of its dataset` : `Move ${what} to ${datasetNames[dataset]}`;
}

export function excludedTitle(excluded: boolean, count: number): string {
  const what = count === 1 ? 'document' : `${count.toLocaleString('en')} documents`;
  return excluded ? `Set ${what} aside` : `Take ${what} back`;
}

/** @throws AppError `bad_request`. */
export function checkedDataset(dataset: Dataset | null): Dataset | null {
  if (dataset !== null && !datasets.includes(dataset)) {
    throw new AppError('bad_request', `"${String(dataset)}" is no dataset. Use train, validation or test.`);
  }
  return dataset;
}

/**
 * A language tag such as `en` or `pt-BR` (the shape of BCP 47, not its registry).
 * @throws AppError `bad_request`.
 */
export function checkedLanguage(language: string): string {
  if (!/^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(language)) {
    throw new AppError('bad_request', `"${language}" is no language tag. Use one like en, de or pt-BR.`);
  }
  return language;
}
