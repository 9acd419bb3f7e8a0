import type { ImportRecord, RejectedRow } from '../domain/import.ts';
import type { Dataset, ProjectKind } from '../domain/project.ts';

/** `csv` stands for every delimited text (tab, semicolon, bar); `jsonl` for one JSON object a line. */
export const formatNames = ['txt', 'csv', 'jsonl', 'json', 'xlsx'] as const;
export type FormatName = (typeof formatNames)[number];

/** One file to read. `format` is what its ending and its first bytes say. */
export interface SourceFile {
  readonly path: string;
  /** How reports name the file: relative to the folder that was given, with forward slashes. */
  readonly name: string;
  readonly format: FormatName;
  readonly bytes: number;
  /** Name of the folder that holds the file, when that is below the folder given; a class if wanted. */
  readonly folderClass: string | null;
}

/**
 * Which column (CSV, XLSX) or key (JSON, dots for nested ones) plays which part. A column is named by its
 * header, or "Column 1", "Column 2"... where there is none; a bare number counts columns from 1.
 * An absent part is guessed, `null` or `[]` means that no column plays it.
 */
export interface ColumnMapping {
  readonly text?: string | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly id?: string | null | undefined;
  readonly dataset?: string | null | undefined;
  readonly language?: string | null | undefined;
  /** Columns kept as extra fields; absent: all that play no other part. */
  readonly fields?: readonly string[] | undefined;
}

/** How to read; plain data, so that it can cross processes. `null` means: find out, for each file. */
export interface ReadOptions {
  readonly format: FormatName | null;
  /** One of `offeredEncodings`. */
  readonly encoding: string | null;
  /** CSV: one character. */
  readonly delimiter: string | null;
  readonly hasHeader: boolean | null;
  /**
   * What separates labels in one cell or string. `null`: `|` in the CSV and XLSX files of a multi-label
   * project; elsewhere a cell is one label.
   */
  readonly labelDelimiter: string | null;
  /** XLSX: the sheet's name; `null`: the first one with rows. */
  readonly sheet: string | null;
  readonly mapping: ColumnMapping;
  /** TXT: the folder's name is the class. */
  readonly folderAsClass: boolean;
  /** For rows that name no dataset of their own. */
  readonly defaultDataset: Dataset | null;
}

/** Find out everything. */
export const automaticReadOptions: ReadOptions = {
  format: null,
  encoding: null,
  delimiter: null,
  hasHeader: null,
  labelDelimiter: null,
  sheet: null,
  mapping: {},
  folderAsClass: false,
  defaultDataset: null,
};

export interface ReadContext {
  readonly kind: ProjectKind;
  /** Looked at between chunks; an abort throws `AppError('cancelled')`. */
  readonly signal?: AbortSignal | undefined;
}

/** Some rows of one source, in the order of the file: at most {@link maximalBatchRecords} of each kind. */
export interface RecordBatch {
  readonly records: readonly ImportRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Bytes of the file consumed since the batch before; a whole read adds up to the file's size. */
  readonly bytesRead: number;
  /** What the person should know about the file as a whole (encoding damage); mostly in the last batch. */
  readonly warnings: readonly string[];
}

export const maximalBatchRecords = 500;
/** UTF-16 units of text after which a batch is closed early. */
export const maximalBatchCharacters = 1_000_000;
/** UTF-16 units; a longer text is rejected. */
export const maximalTextCharacters = 1_000_000;
export const maximalClassNameLength = 200;

export const columnRoles = ['text', 'label', 'id', 'dataset', 'language', 'field', 'ignored'] as const;
export type ColumnRole = (typeof columnRoles)[number];

export interface InspectedColumn {
  readonly name: string;
  readonly samples: readonly string[];
  readonly role: ColumnRole;
}

/** What an import of some paths would do, told from about the first megabyte of the first file. */
export interface Inspection {
  readonly fileCount: number;
  /** Names of the first files. */
  readonly fileNames: readonly string[];
  readonly totalBytes: number;
  readonly format: FormatName;
  readonly encoding: string;
  /** 0 to 1; 1 where a byte order mark or the bytes themselves leave no doubt. */
  readonly encodingConfidence: number;
  readonly encodings: readonly { readonly name: string; readonly label: string }[];
  /** CSV only, else `null`. */
  readonly delimiter: string | null;
  readonly hasHeader: boolean;
  readonly sheets: readonly string[];
  readonly columns: readonly InspectedColumn[];
  /**
   * The options as they were understood for the first file, every guess filled in. To be shown; the import
   * gets only what the person chose, so that every other file is still read by its own encoding and columns.
   */
  readonly options: ReadOptions;
  /** Whether the files lie in folders that could be classes. */
  readonly foldersAvailable: boolean;
  /** The first rows as they would be imported. */
  readonly records: readonly ImportRecord[];
  readonly rejected: readonly RejectedRow[];
  readonly warnings: readonly string[];
}
