import type { ProjectClass, ProjectCounts } from '../../domain/class.ts';
import type {
  DocumentFilter,
  DocumentRow,
  DocumentSort,
  Labels,
  ProjectDocument,
} from '../../domain/document.ts';
import type { ExchangeCounts } from '../../domain/exchange/equality.ts';
import type { DuplicatePolicy, ImportRecord } from '../../domain/import.ts';
import type { Dataset, ProjectKind } from '../../domain/project.ts';
import type { PlacedCounts, SplitPercentages } from '../../domain/splits.ts';
import type { ShownSuggestions } from '../../domain/suggestion-scores.ts';
import type { AnalysisTable, DeploymentTable, TestSetTable } from './analysis-tables.ts';
import type { DeletedClassRecord, OperationTable } from './history-tables.ts';
import type { JobTable } from './job-table.ts';
import type { EvaluationTable, ModelTable } from './model-tables.ts';
import type { SuggestionTable } from './suggestion-table.ts';
import type { VectorTable } from './vector-tables.ts';

/**
 * What core needs of one open project file. The only write connection lies behind it: every call is
 * synchronous and short (20 ms as a rule), except those that return a promise, which run on the reader thread
 * or in chunks that yield in between.
 */
export interface ProjectStore {
  readonly path: string;
  readonly readOnly: boolean;
  readonly project: ProjectTable;
  readonly classes: ClassTable;
  readonly documents: DocumentTable;
  readonly operations: OperationTable;
  readonly imports: ImportTable;
  readonly models: ModelTable;
  readonly evaluations: EvaluationTable;
  readonly analyses: AnalysisTable;
  readonly testSet: TestSetTable;
  readonly deployments: DeploymentTable;
  readonly vectors: VectorTable;
  readonly suggestions: SuggestionTable;
  readonly jobs: JobTable;
  readonly search: SearchIndex;
  readonly reader: ProjectReader;
  /** Runs `work` in one immediate transaction; nested calls join it. `work` must not be asynchronous. */
  transaction<T>(work: () => T): T;
  /** Writes a dated copy beside the project, of which the newest three are kept; resolves with its path. */
  backUp(): Promise<string>;
  /** A consistent copy made with VACUUM INTO by the reader thread. @throws AppError `already_exists`. */
  saveCopy(path: string): Promise<void>;
  /** Ends the reader, checkpoints, returns to a single file, releases the lock. */
  close(): Promise<void>;
}

export interface ProjectRecord {
  readonly uid: string;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly language: string;
  readonly multilingual: boolean;
  readonly description: string;
  readonly createdAt: string;
}

/** What a project says of itself; times are null before the first. */
export interface ProjectHead extends Omit<ProjectRecord, 'uid'> {
  readonly changedAt: string | null;
  readonly trainedAt: string | null;
  readonly deployedAt: string | null;
  /** Names. */
  readonly deployments: readonly string[];
  /** Another program or window has it open. */
  readonly inUse: boolean;
}

export type ProjectChanges = Partial<
  Pick<ProjectRecord, 'name' | 'language' | 'multilingual' | 'description'>
>;

export interface ProjectTable {
  get(): ProjectRecord;
  update(changes: ProjectChanges): void;
  /** What documents that have labels then lack or have too much is the caller's business. */
  setKind(kind: ProjectKind): void;
}

/** Deleted classes stay as tombstones and are not listed. */
export interface ClassTable {
  list(): readonly ProjectClass[];
  get(id: number): ProjectClass | undefined;
  findByName(name: string): ProjectClass | undefined;
  insert(fields: Omit<ProjectClass, 'id'>): number;
  update(id: number, fields: Partial<Omit<ProjectClass, 'id'>>): void;
  /** Makes a tombstone of it. */
  delete(id: number): void;
  /** Brings it back under this name, without its key when another class has that now. @throws AppError `class_name_taken`. */
  revive(id: number, name: string): void;
  /** Classes that an operation of the history deleted, newest first. */
  deleted(): readonly DeletedClassRecord[];
}

export type Marks = Pick<DocumentRow, 'unsure' | 'excluded' | 'verified'>;

export interface DocumentTable {
  /** Rows in the order of `ids`; ids that do not exist (any more) are left out. */
  rows(ids: readonly number[]): readonly DocumentRow[];
  get(id: number): ProjectDocument | undefined;
  labels(id: number): Labels | undefined;
  dataset(id: number): Dataset | null | undefined;
  marks(id: number): Marks | undefined;
  /** Writes the labels and `labelledAt`; history is the caller's business ({@link OperationTable}). */
  setLabels(id: number, labels: Labels, at: string | null): void;
  setDataset(id: number, dataset: Dataset | null): void;
  setUnsure(id: number, unsure: boolean): void;
  setExcluded(id: number, excluded: boolean): void;
  setVerified(id: number, verified: boolean): void;
  setLanguage(id: number, language: string | null): void;
  /** How sure a proposal for the document was, 0 to 1; no history keeps it. */
  setCertainty(id: number, certainty: number): void;
  /** Documents that carry the class, ascending, `limit` from after `afterId`. */
  idsWithClass(classId: number, afterId: number, limit: number): readonly number[];
}

/** A record with its 53-bit text hash ({@link ../../domain/text-hash.ts}), as the import worker sends it. */
export interface HashedRecord extends ImportRecord {
  readonly textHash: number;
}

/** `new-texts`: texts that are not in the project yet, without labels and dataset. */
export type ImportPolicy = DuplicatePolicy | 'new-texts';

export interface ImportChunkCounts {
  readonly imported: number;
  readonly duplicates: number;
  readonly skipped: number;
  readonly conflicts: number;
  readonly leaks: number;
  readonly empty: number;
  readonly newClasses: readonly string[];
}

export interface ImportRecordRow {
  readonly id: number;
  readonly state: 'running' | 'done' | 'removed';
  readonly startedAt: string;
  readonly sources: readonly string[];
  readonly report: unknown;
  /** Its documents have this id or a larger one; null without any. */
  readonly firstDocumentId: number | null;
}

/** Documents of an import are invisible to every reader until {@link ImportTable.finish}. */
export interface ImportTable {
  /** Looks at the texts that are there (on the reader thread), then begins. */
  start(fields: { readonly sources: readonly string[]; readonly startedAt: string }): Promise<number>;
  /**
   * Writes one chunk in one transaction: documents, labels, unknown classes (created with default colour and
   * key). Finds rows whose text is already in the project or earlier in this import, by hash and then by text.
   */
  addChunk(importId: number, records: readonly HashedRecord[], policy: ImportPolicy): ImportChunkCounts;
  /** Creates the classes that are not there yet, in this order; returns their names. */
  addClasses(importId: number, names: readonly string[]): readonly string[];
  /** Makes the documents visible at once. */
  finish(importId: number, report: unknown): void;
  /** Hides the documents of all other imports; returns the imports, which are still to be removed. */
  hideOthers(importId: number): readonly number[];
  /** Saves documents that people labelled since from {@link ImportTable.remove}; resolves with how many. */
  keepLabelled(importId: number): Promise<number>;
  /** Hides the import's documents at once and deletes them in chunks, with the classes only it used. */
  remove(importId: number): Promise<void>;
  list(): readonly ImportRecordRow[];
  unfinished(): readonly number[];
}

/** The full-text index, filled in the background. */
export interface SearchIndex {
  /** Indexes one chunk of documents not yet indexed; false when nothing is left. */
  fillChunk(): boolean;
  progress(): { readonly indexed: number; readonly total: number };
}

export interface ReaderIds {
  readonly ids: Int32Array;
  /** True when ids stop at the search cap. */
  readonly capped: boolean;
}

export interface DrawRequest {
  /** Also documents that have a place already. */
  readonly all: boolean;
  readonly percentages: SplitPercentages;
  readonly seed: number;
  readonly alreadyPlaced?: PlacedCounts;
  /** Documents to be kept together, with any that have a place already. */
  readonly groups?: DocumentGroups;
}

/** Documents in groups: those of group `g` lie from `offsets[g]` to `offsets[g + 1]`. */
export interface DocumentGroups {
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
}

/** `places` are indexes into `datasets` of domain/project.ts, one for each id; ids ascend. */
export interface DrawnPlaces {
  readonly ids: Int32Array;
  readonly places: Int8Array;
}

/** Documents outside the test set, and the UTF-16 units of their texts. */
export interface TextVolume {
  readonly labelled: { readonly documents: number; readonly characters: number };
  readonly unlabelled: { readonly documents: number; readonly characters: number };
}

export interface UnfitDocuments {
  readonly several: Int32Array;
  readonly none: Int32Array;
}

/** Names all documents as they are, those set aside included. */
export interface Standing {
  /** Fingerprint of ids and texts. */
  readonly texts: string;
  /** Fingerprint of ids, texts, datasets and class ids; which documents are set aside is no part of it. */
  readonly standing: string;
  /** Documents that are not set aside. */
  readonly usable: number;
}

/** Runs on the reader thread over a read-only connection; an aborted signal ends the thread and starts another. */
export interface ProjectReader {
  ids(filter: DocumentFilter, sort: DocumentSort, signal?: AbortSignal): Promise<ReaderIds>;
  counts(): Promise<ProjectCounts>;
  /**
   * Fingerprint of the labelled documents of some datasets: ids, text hashes, class names; with `unlabelled` also
   * of all documents without labels that are not in the test set.
   */
  fingerprint(
    datasets: readonly (Dataset | null)[],
    unlabelled?: boolean,
  ): Promise<{ readonly fingerprint: string; readonly documents: number }>;
  textVolume(): Promise<TextVolume>;
  /** Some seconds at 1,000,000 documents. */
  standing(): Promise<Standing>;
  /** Labelled documents, ascending by id: those without a dataset, or all. */
  unplaced(all: boolean): Promise<readonly { readonly id: number; readonly classes: readonly number[] }[]>;
  /** Labelled documents with equal or nearly equal texts; see domain/duplicates. A second for some ten thousand. */
  nearGroups(signal?: AbortSignal): Promise<DocumentGroups>;
  /** Draws these documents into datasets; see domain/splits.ts. @throws AppError `bad_request`. */
  draw(request: DrawRequest): Promise<DrawnPlaces>;
  /** What an import, running or done, has put into the project; classes are those of the project, in its order. */
  importCounts(importId: number): Promise<ExchangeCounts>;
  /** Seconds for a million. */
  shownSuggestions(signal?: AbortSignal): Promise<ShownSuggestions>;
  /** Documents whose labels do not fit a single-label project: several classes, or judged to have none; ascending. */
  unfitForSingle(): Promise<UnfitDocuments>;
  /** Full integrity check; lines of problems, empty when sound. */
  check(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface StoreOpener {
  /**
   * Creates a project file. @throws AppError `already_exists`, `unsafe_location`, `file_unreadable`.
   */
  create(path: string, fields: Omit<ProjectRecord, 'uid' | 'createdAt'>): Promise<ProjectStore>;
  /**
   * Opens a project file, migrating it when it is older (after a backup).
   * @throws AppError `file_not_found`, `not_a_project`, `project_newer`, `project_damaged`, `project_in_use`.
   */
  open(path: string): Promise<ProjectStore>;
  /** Reads the head of a project without opening it; null when it has to be opened for that, if it can be. */
  head(path: string): ProjectHead | null;
  /**
   * Moves a closed project into the folder of its backups, of which the newest three are kept.
   * @returns its new path. @throws AppError `project_in_use`, `file_not_found`, `file_unreadable`.
   */
  moveToBackups(path: string): string;
}
