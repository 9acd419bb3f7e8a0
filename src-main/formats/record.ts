import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { Dataset } from '../domain/project.ts';
import { datasetOfName, type LabelsOrReason } from './labels.ts';
import { maximalTextCharacters } from './types.ts';

/** What a row holds before it is checked. Absent parts are `null` or `undefined`. */
export interface RawRow {
  readonly line: number;
  /** See `JsonRow`. */
  readonly entry?: number | undefined;
  readonly text: unknown;
  readonly labels: LabelsOrReason;
  readonly id: unknown;
  readonly dataset: unknown;
  readonly language: unknown;
  readonly fields: Readonly<Record<string, string>> | null;
}

/** Counts rows that were kept but changed, so that the report can say so. */
export class RowNotes {
  #damaged = 0;
  #firstDamaged = 0;
  #nul = 0;
  #firstNul = 0;

  noteDamaged(line: number): void {
    this.#damaged += 1;
    if (this.#damaged === 1) this.#firstDamaged = line;
  }

  noteNul(line: number): void {
    this.#nul += 1;
    if (this.#nul === 1) this.#firstNul = line;
  }

  /** Sentences for the report. */
  warnings(source: string, encoding: string): readonly string[] {
    const warnings: string[] = [];
    if (this.#damaged > 0) {
      warnings.push(
        `${source}: ${rows(this.#damaged)} characters that are not valid ${encoding.toUpperCase()}, first in line ${this.#firstDamaged}; they were replaced by "\uFFFD". Check the encoding.`,
      );
    }
    if (this.#nul > 0) {
      warnings.push(
        `${source}: ${rows(this.#nul)} NUL characters, first in line ${this.#firstNul}; they were removed.`,
      );
    }
    return warnings;
  }
}

function rows(count: number): string {
  return count === 1 ? '1 row has' : `${count} rows have`;
}

export interface RecordMaker {
  /** Checks a row and gives the document, or why there is none. */
  readonly make: (row: RawRow) => ImportRecord | RejectedRow;
  readonly notes: RowNotes;
  readonly source: string;
}

/** `isDamaged` tells whether the decoder has met bytes outside the encoding: only then U+FFFD is looked for. */
export function createRecordMaker(
  source: string,
  defaultDataset: Dataset | null,
  isDamaged: () => boolean,
): RecordMaker {
  const notes = new RowNotes();
  const make = (row: RawRow): ImportRecord | RejectedRow => {
    const { line, entry } = row;
    const reject = (reason: string) => rejectedRow(source, row, reason);
    if (typeof row.text !== 'string') return reject(textProblem(row.text));
    if (row.text.length > maximalTextCharacters) {
      return reject(`The text has ${row.text.length} characters; ${maximalTextCharacters} are the most.`);
    }
    if (typeof row.labels === 'string') return reject(row.labels);
    const dataset = readDataset(row.dataset, defaultDataset);
    if (dataset === undefined) {
      return reject(`The dataset "${shorten(row.dataset)}" is not one of train, validation and test.`);
    }
    return {
      source,
      line,
      externalId: scalarText(row.id) ?? String(entry ?? line),
      text: cleanText(row.text, line, notes, isDamaged()),
      labels: row.labels,
      dataset,
      language: scalarText(row.language),
      fields: row.fields,
    };
  };
  return { make, notes, source };
}

/** Names the entry of a list where the line does not. */
export function rejectedRow(
  source: string,
  { line, entry }: { readonly line: number; readonly entry?: number | undefined },
  reason: string,
): RejectedRow {
  return { source, line, reason: entry === undefined ? reason : `Entry ${entry}: ${reason}` };
}

export function isRejected(item: ImportRecord | RejectedRow): item is RejectedRow {
  return 'reason' in item;
}

function textProblem(value: unknown): string {
  return value === undefined || value === null ? 'The row has no text.' : 'The text is not a string.';
}

function readDataset(value: unknown, fallback: Dataset | null): Dataset | null | undefined {
  if (value === null || value === undefined) return fallback;
  if (typeof value !== 'string') return undefined;
  return value.trim() === '' ? fallback : datasetOfName(value);
}

/** A short value as text: an id may be a number; objects and blanks are none. */
function scalarText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return text === '' ? null : text.replaceAll('\0', '').slice(0, 500).toWellFormed();
}

function cleanText(text: string, line: number, notes: RowNotes, damaged: boolean): string {
  let clean = text;
  if (clean.includes('\0')) {
    notes.noteNul(line);
    clean = clean.replaceAll('\0', '');
  }
  if (!clean.isWellFormed()) {
    notes.noteDamaged(line);
    return clean.toWellFormed();
  }
  if (damaged && clean.includes('\uFFFD')) notes.noteDamaged(line);
  return clean;
}

function shorten(value: unknown): string {
  return String(value).slice(0, 40);
}
