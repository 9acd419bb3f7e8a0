import type { EqualityReport } from './exchange/equality.ts';
import type { Dataset } from './project.ts';

/** A row that was not imported, and why. `line` counts from 1; 0 where the whole file is meant. */
export interface RejectedRow {
  readonly source: string;
  readonly line: number;
  readonly reason: string;
}

/** One document as a file gave it, before it has an id. */
export interface ImportRecord {
  readonly source: string;
  readonly line: number;
  readonly externalId: string | null;
  readonly text: string;
  /** `null`: unlabelled; `[]`: judged, none of the classes. */
  readonly labels: readonly string[] | null;
  readonly dataset: Dataset | null;
  readonly language: string | null;
  readonly fields: Readonly<Record<string, string>> | null;
}

export const duplicatePolicies = ['keep', 'skip'] as const;
export type DuplicatePolicy = (typeof duplicatePolicies)[number];

/** What an import did. Rows with the text of an earlier document are `duplicates`, `conflicts` or `leaks`. */
export interface ImportReport {
  readonly imported: number;
  /** Same text, labels and dataset as an earlier document (kept or skipped, by the policy). */
  readonly duplicates: number;
  readonly skipped: number;
  /** Same text as an earlier document, other labels; always kept. */
  readonly conflicts: number;
  /** Same text as an earlier document in another dataset; always kept. */
  readonly leaks: number;
  /** Blank texts, kept. */
  readonly empty: number;
  readonly rejectedCount: number;
  /** The first {@link maximalRejectedRows} rejected rows. */
  readonly rejected: readonly RejectedRow[];
  /** Names of the classes that the import added to the project. */
  readonly newClasses: readonly string[];
  readonly warnings: readonly string[];
  readonly seconds: number;
  /** Null for formats that do not say what they hold: all but those of other services. */
  readonly equality: EqualityReport | null;
}

export const maximalRejectedRows = 1000;
