import type { Marks } from '../../core/ports/store.ts';
import { type DocumentRow, type Labels, type ProjectDocument, snippetLength } from '../../domain/document.ts';
import type { Dataset } from '../../domain/project.ts';
import type { ReadDb } from '../database.ts';
import { type StoredSuggestion, suggestionColumns, suggestionJoin, toSuggestion } from './suggestions.ts';

interface StoredDocument extends StoredSuggestion {
  readonly id: number;
  readonly external_id: string | null;
  readonly length: number;
  readonly dataset: Dataset | null;
  readonly labelled: number;
  readonly unsure: number;
  readonly excluded: number;
  readonly verified: number;
  readonly language: string | null;
  readonly labelled_at: string | null;
  readonly classes: string | null;
  readonly text: string;
  readonly fields: string | null;
}

type StoredMarks = Pick<StoredDocument, 'unsure' | 'excluded' | 'verified'>;

export interface DocumentReader {
  row(id: number): DocumentRow | undefined;
  get(id: number): ProjectDocument | undefined;
  labels(id: number): Labels | undefined;
  dataset(id: number): Dataset | null | undefined;
  marks(id: number): Marks | undefined;
}

const narrow = `d.id, d.external_id, d.length, d.dataset, d.labelled, d.unsure, d.excluded, d.verified, d.language,
  d.labelled_at, (SELECT group_concat(class_id) FROM label WHERE document_id = d.id) AS classes,
  ${suggestionColumns}`;

export const documentRowSql = `SELECT ${narrow}, substr(t.text, 1, ${snippetLength}) AS text, NULL AS fields
  FROM visible_document d JOIN document_text t ON t.document_id = d.id ${suggestionJoin} WHERE d.id = ?`;

export function createDocumentReader(db: ReadDb): DocumentReader {
  const row = db.prepare<[number], StoredDocument>(documentRowSql);
  const whole = db.prepare<[number], StoredDocument>(
    `SELECT ${narrow}, t.text, t.fields
     FROM visible_document d JOIN document_text t ON t.document_id = d.id ${suggestionJoin} WHERE d.id = ?`,
  );
  const labels = db.prepare<[number], Pick<StoredDocument, 'labelled' | 'classes'>>(
    `SELECT d.labelled, (SELECT group_concat(class_id) FROM label WHERE document_id = d.id) AS classes
     FROM visible_document d WHERE d.id = ?`,
  );
  const dataset = db
    .prepare<[number], Dataset | null>('SELECT dataset FROM visible_document WHERE id = ?')
    .pluck();
  const marks = db.prepare<[number], StoredMarks>(
    'SELECT unsure, excluded, verified FROM visible_document WHERE id = ?',
  );
  return {
    row(id) {
      const stored = row.get(id);
      return stored && documentRow(stored);
    },
    get(id) {
      const stored = whole.get(id);
      return (
        stored && {
          ...documentRow(stored),
          text: stored.text,
          fields:
            stored.fields === null ? null : (JSON.parse(stored.fields) as Readonly<Record<string, string>>),
        }
      );
    },
    labels(id) {
      const stored = labels.get(id);
      return stored && toLabels(stored.labelled, stored.classes);
    },
    dataset: (id) => dataset.get(id),
    marks(id) {
      const stored = marks.get(id);
      return stored && toMarks(stored);
    },
  };
}

/** @param classes class ids parted by commas, or `null` for none. */
export function toLabels(labelled: number, classes: string | null): Labels {
  if (labelled === 0) return null;
  return classes === null ? [] : classes.split(',').map(Number);
}

function documentRow(stored: StoredDocument): DocumentRow {
  return {
    id: stored.id,
    externalId: stored.external_id ?? String(stored.id),
    snippet: snippet(stored.text),
    length: stored.length,
    labels: toLabels(stored.labelled, stored.classes),
    dataset: stored.dataset,
    language: stored.language,
    ...toMarks(stored),
    labelledAt: stored.labelled_at,
    suggestion: toSuggestion(stored),
  };
}

function toMarks({ unsure, excluded, verified }: StoredMarks): Marks {
  return { unsure: unsure === 1, excluded: excluded === 1, verified: verified === 1 };
}

/** SQLite counts characters, the domain UTF-16 units; a pair is not cut in two. */
function snippet(text: string): string {
  if (text.length <= snippetLength) return text;
  const last = text.charCodeAt(snippetLength - 1);
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? snippetLength - 1 : snippetLength);
}
