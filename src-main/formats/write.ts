import type { Dataset, ProjectKind } from '../domain/project.ts';
import { csvLabels, csvLine, ownColumns, spreadsheetCsvCells } from './csv-cell.ts';

/** One document to write. `labels`: `null` unlabelled, `[]` judged as none of the classes. */
export interface ExportDocument {
  readonly id: string;
  readonly text: string;
  readonly labels: readonly string[] | null;
  readonly dataset: Dataset | null;
  readonly language: string | null;
  readonly fields: Readonly<Record<string, string>> | null;
}

export type ExportFormat = 'jsonl' | 'csv';

export interface WriteOptions {
  readonly format: ExportFormat;
  readonly kind: ProjectKind;
  /** CSV only: names of the extra fields that get a column each, after the others. */
  readonly fieldNames?: readonly string[];
}

const maximalPieceCharacters = 256 * 1024;

/**
 * The file as a stream of pieces of text of some 256 kB, for a program to write out as UTF-8. What it holds
 * is read back by the import with the same ids, texts, labels, datasets, languages and fields.
 *
 * JSONL: `{"id","text","label" (one) or "labels" (many),"dataset","language", ...fields}`, without the parts
 * that a document lacks; an unlabelled document has `null`. CSV: `id,text,label|labels,dataset,language` and
 * the extra fields; labels as `csvLabels` has it; formulas get an apostrophe, which the import takes away again.
 */
export async function* writeDocuments(
  documents: AsyncIterable<ExportDocument> | Iterable<ExportDocument>,
  options: WriteOptions,
): AsyncGenerator<string> {
  let piece = options.format === 'csv' ? csvHeader(options) : '';
  for await (const document of documents) {
    piece +=
      options.format === 'csv' ? csvDocument(document, options) : jsonlDocument(document, options.kind);
    if (piece.length >= maximalPieceCharacters) {
      yield piece;
      piece = '';
    }
  }
  if (piece !== '') yield piece;
}

const ownKeys: ReadonlySet<string> = new Set(['id', 'text', 'label', 'labels', 'dataset', 'language']);

/** One line of JSON. A field never takes the place of a part of the document. */
export function jsonlDocument(document: ExportDocument, kind: ProjectKind): string {
  const labels = kind === 'single' ? { label: document.labels?.[0] ?? null } : { labels: document.labels };
  const row = {
    id: document.id,
    text: document.text,
    ...labels,
    ...(document.dataset === null ? {} : { dataset: document.dataset }),
    ...(document.language === null ? {} : { language: document.language }),
  };
  const extra = Object.entries(document.fields ?? {}).filter(([name]) => !ownKeys.has(name));
  return `${JSON.stringify(Object.fromEntries([...Object.entries(row), ...extra]))}\n`;
}

export function csvHeader(options: WriteOptions): string {
  const labelName = options.kind === 'single' ? 'label' : 'labels';
  const names = [...ownColumns(labelName), ...(options.fieldNames ?? [])];
  return csvLine(names, spreadsheetCsvCells);
}

export function csvDocument(document: ExportDocument, options: WriteOptions): string {
  const cells = [
    document.id,
    document.text,
    csvLabels(document.labels, options.kind === 'single' ? null : '|'),
    document.dataset ?? '',
    document.language ?? '',
    ...(options.fieldNames ?? []).map((name) => document.fields?.[name] ?? ''),
  ];
  return csvLine(cells, spreadsheetCsvCells);
}
