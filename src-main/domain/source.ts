import type { ImportRecord, RejectedRow } from './import.ts';
import type { Dataset, ProjectKind } from './project.ts';

/** Files that hold what a project of another service held; see docs/exchange.md. */
export const exchangeFormats = ['azure', 'comprehend', 'comprehend-manifest'] as const;

/**
 * `csv` stands for every delimited text (tab, semicolon, bar); `jsonl` for one JSON object a line; `lines` for one
 * document a line. A file of `txt`, `pdf`, `docx`, `html` and `eml` is one document.
 */
export const formatNames = [
  'txt',
  'lines',
  'pdf',
  'docx',
  'html',
  'eml',
  'csv',
  'jsonl',
  'json',
  'xlsx',
  ...exchangeFormats,
] as const;
export type FormatName = (typeof formatNames)[number];

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
  /** Azure: the folder that holds the texts by their `location`; `null`: the folder of the JSON file. */
  readonly textsFolder: string | null;
  /** Augmented manifest: the attribute that holds the labels; `null`: the first one that does. */
  readonly attribute: string | null;
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
  textsFolder: null,
  attribute: null,
};

/** Texts alone are wanted: several labels in one row must not reject it. */
export function withoutLabels(options: ReadOptions): ReadOptions {
  return { ...options, folderAsClass: false, mapping: { ...options.mapping, labels: [] } };
}

export const columnRoles = ['text', 'label', 'id', 'dataset', 'language', 'field', 'ignored'] as const;
export type ColumnRole = (typeof columnRoles)[number];

export interface InspectedColumn {
  readonly name: string;
  readonly samples: readonly string[];
  readonly role: ColumnRole;
}

/** What a file of another service says of its project, so that one like it can be created. */
export interface SourceProject {
  readonly kind: ProjectKind;
  /** Null where the file does not say. */
  readonly name: string | null;
  readonly language: string | null;
  readonly multilingual: boolean;
  readonly description: string;
  /** In the order of the file, classes without documents among them. */
  readonly classes: readonly string[];
  readonly documents: number;
  /** Augmented manifest: the attributes that hold labels, in the order in which they come; else empty. */
  readonly attributes: readonly string[];
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
  /** Null for formats other than {@link exchangeFormats}. */
  readonly project: SourceProject | null;
}
