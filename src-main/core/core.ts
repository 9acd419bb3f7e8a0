import type { ChangeTopic } from '../domain/change-topic.ts';
import type { ProjectClass, ProjectCounts } from '../domain/class.ts';
import type {
  DocumentFilter,
  DocumentRow,
  DocumentSelection,
  DocumentSort,
  Labels,
  ProjectDocument,
} from '../domain/document.ts';
import type { ExportFormat } from '../domain/exchange/export.ts';
import type { ChangeSource, HistoryState, HistoryStep } from '../domain/history.ts';
import type { DuplicatePolicy } from '../domain/import.ts';
import type { JobSnapshot } from '../domain/job.ts';
import type { Dataset, ProjectKind } from '../domain/project.ts';
import type { RecentProject, Settings } from '../domain/settings.ts';
import type { Inspection, ReadOptions } from '../domain/source.ts';
import type { AcceptedSuggestions } from '../domain/suggestion.ts';
import type { SuggestionScores } from '../domain/suggestion-scores.ts';
import type {
  Comparisons,
  Deployments,
  DocumentMarks,
  GuidanceService,
  Health,
  HistoryLog,
  Reports,
  TestSet,
} from './improvement.ts';
import type { ClassificationService, Evaluations, Models, Training } from './learning.ts';
import type { ModelFiles } from './model-files/model-files.ts';
import type { ProjectHead } from './ports/store.ts';
import type { ProjectImports } from './project-imports/project-imports.ts';
import type { SchemaSurgery } from './surgery.ts';

/** What each host serves: application-wide use cases, and those of one open project by its id. */
export interface Core {
  readonly application: Application;
  readonly projects: Projects;
  readonly projectImports: ProjectImports;
  /** Models that have left their project. */
  readonly modelFiles: ModelFiles;
  /** @throws AppError `not_found` when no such project is open. */
  project(projectId: string): Project;
  /** Cancels jobs, closes every project. */
  close(): Promise<void>;
}

export interface Application {
  settings(): Settings;
  updateSettings(changes: Partial<Settings>): Settings;
  recentProjects(): readonly RecentProject[];
  forgetRecent(path: string): void;
  /** Lists a folder of this computer, for hosts without dialogs of the system. */
  browse(path: string | null): Promise<FolderListing>;
  /** Previews files before an import, or before classifying them; runs in a worker process. */
  inspect(request: InspectRequest): Promise<Inspection>;
}

export interface FolderListing {
  readonly path: string;
  readonly parent: string | null;
  readonly entries: readonly {
    readonly name: string;
    readonly kind: 'folder' | 'file';
    readonly size: number;
    readonly modifiedAt: string;
  }[];
}

export interface InspectRequest {
  readonly paths: readonly string[];
  readonly projectKind: ProjectKind;
  readonly options: ReadOptions;
}

export interface ProjectInfo {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly language: string;
  readonly multilingual: boolean;
  readonly description: string;
  readonly createdAt: string;
  readonly readOnly: boolean;
  /** Jobs that the last session left running; shown once. */
  readonly interrupted: readonly string[];
}

export interface NewProject {
  /** Full path of the file; `.winnow` is added when it is missing. */
  readonly path: string;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly language: string;
  readonly multilingual: boolean;
  readonly description: string;
}

/** For whom a project is open: programs give it back when they are done, a person closes it. */
export type ProjectHolder = 'person' | 'program';

export interface Projects {
  create(fields: NewProject, holder?: ProjectHolder): Promise<ProjectInfo>;
  /**
   * A project that is open already is returned as it is, and is the person's from the first opening by one. What only
   * programs opened is no recent project.
   */
  open(path: string, holder?: ProjectHolder): Promise<ProjectInfo>;
  /** Closes a project that only programs have opened. */
  giveBack(projectId: string): Promise<void>;
  /** Of a project that need not be open; null when it has to be opened for that, if it can be. @throws AppError `file_not_found`. */
  head(path: string): ProjectHead | null;
  /** Closes the project and moves its file into the folder of its backups; resolves with its new path. */
  delete(projectId: string): Promise<string>;
  /** Creates the sample project in the project folder under a free name. */
  createSample(kind: ProjectKind): Promise<ProjectInfo>;
  list(): readonly ProjectInfo[];
  /**
   * Copies a project with everything in it to a new file that carries its own name. The source is an open project or
   * a file; neither it nor the list of open projects is changed.
   * @throws AppError `already_exists`, `not_found`, and what opening throws.
   */
  clone(
    source: { readonly projectId: string } | { readonly path: string },
    target: { readonly path: string; readonly name: string },
  ): Promise<{ readonly path: string; readonly name: string }>;
}

export interface Project {
  readonly id: string;
  info(): ProjectInfo;
  update(
    changes: Partial<Pick<ProjectInfo, 'name' | 'language' | 'multilingual' | 'description'>>,
  ): ProjectInfo;
  /** Exact after small changes; after bulk ones at most a second behind (`settled` false meanwhile). */
  counts(): Promise<ProjectCounts & { readonly settled: boolean }>;
  /** Of the labelled documents of training, validation and test together; see domain/fingerprint.ts. */
  fingerprint(): Promise<string>;
  saveCopy(path: string): Promise<void>;
  /**
   * As {@link Projects.clone}, as a job; its result: {@link ../domain/exchange/export.CloneReport}.
   * @throws AppError `already_exists`, `bad_request`.
   */
  clone(target: { readonly path: string; readonly name: string }): { readonly jobId: number };
  close(): Promise<void>;
  /** Calls back after every change, until the returned function is called. */
  onChange(listener: (topics: readonly ChangeTopic[]) => void): () => void;

  readonly classes: Classes;
  readonly schema: SchemaSurgery;
  readonly documents: Documents;
  readonly history: History;
  readonly historyLog: HistoryLog;
  readonly jobs: Jobs;
  readonly imports: Imports;
  readonly exports: Exports;
  readonly reports: Reports;
  readonly training: Training;
  readonly models: Models;
  readonly evaluations: Evaluations;
  readonly comparisons: Comparisons;
  readonly guidance: GuidanceService;
  readonly health: Health;
  readonly testSet: TestSet;
  readonly classification: ClassificationService;
  readonly deployments: Deployments;
}

export interface Classes {
  list(): readonly ProjectClass[];
  add(fields: {
    readonly name: string;
    readonly description?: string;
    readonly color?: string;
    readonly key?: string | null;
  }): ProjectClass;
  update(
    classId: number,
    changes: Partial<Pick<ProjectClass, 'name' | 'description' | 'color' | 'key'>>,
  ): ProjectClass;
  reorder(classIds: readonly number[]): void;
  /** Labelled documents that would lose this class. */
  deletePreview(classId: number): Promise<{ readonly documents: number }>;
  /** Undoable; chunked when the class has many documents. */
  delete(classId: number): Promise<void>;
}

export interface DocumentPage {
  readonly rows: readonly DocumentRow[];
  readonly total: number;
}

export interface Documents extends DocumentMarks {
  /** Freezes an ordered list of ids; pages and the label queue are slices of it. */
  query(
    filter: DocumentFilter,
    sort: DocumentSort,
  ): Promise<{ readonly queryId: string; readonly total: number; readonly capped: boolean }>;
  /** @throws AppError `not_found` when the query was forgotten (ask again). */
  page(queryId: string, from: number, count: number): DocumentPage;
  /** Id at a place of the query, or null past its end. */
  idAt(queryId: string, index: number): number | null;
  /** Place of a document in the query, or null. */
  indexOf(queryId: string, documentId: number): number | null;
  get(documentId: number): ProjectDocument;
  /**
   * One undoable change, committed when the promise-free call returns.
   * @throws AppError `bad_request`: two classes in a single-label project, unknown class.
   */
  setLabels(documentId: number, labels: Labels, source: ChangeSource): ProjectDocument;
  setDataset(documentId: number, dataset: Dataset | null, source: ChangeSource): ProjectDocument;
  setUnsure(documentId: number, unsure: boolean, source: ChangeSource): ProjectDocument;
  setLanguage(documentId: number, language: string | null): ProjectDocument;
  /** One undoable operation over a selection; `set` replaces, `add`/`remove` only in multi-label, `clear` unlabels. */
  bulkLabel(
    selection: DocumentSelection,
    action:
      | { readonly type: 'set' | 'add' | 'remove'; readonly classId: number }
      | { readonly type: 'clear' },
  ): Promise<{ readonly changed: number }>;
  bulkDataset(selection: DocumentSelection, dataset: Dataset | null): Promise<{ readonly changed: number }>;
  /**
   * Labels the selected documents as their suggestions say, as one undoable operation: those whose suggestion has
   * classes, is not unsure and has at least this score (default 0).
   */
  acceptSuggestions(selection: DocumentSelection, atLeast?: number): Promise<AcceptedSuggestions>;
  /** How many {@link Documents.acceptSuggestions} would take from which score on. */
  suggestionScores(selection: DocumentSelection): Promise<SuggestionScores>;
  /** Not undoable: they can be asked for again. Those that labels hide go, too. */
  removeSuggestions(selection: DocumentSelection): Promise<{ readonly removed: number }>;
  searchProgress(): { readonly indexed: number; readonly total: number };
}

export interface History {
  state(): HistoryState;
  /** @throws AppError `not_found` when there is nothing to undo. */
  undo(): Promise<HistoryStep>;
  redo(): Promise<HistoryStep>;
}

export interface Jobs {
  list(): readonly JobSnapshot[];
  get(jobId: number): JobSnapshot;
  cancel(jobId: number): void;
  /** Whole snapshots of all active and recent jobs, at most 8 a second, the newest state always delivered. */
  onChange(listener: (jobs: readonly JobSnapshot[]) => void): () => void;
  /** Resolves when the job has ended, with its last snapshot. */
  finished(jobId: number): Promise<JobSnapshot>;
}

export interface Imports {
  /** Result of the job: {@link ../domain/import.ImportReport}. */
  start(request: {
    readonly paths: readonly string[];
    readonly options: ReadOptions;
    readonly duplicates: DuplicatePolicy;
    /**
     * Once everything is read and a backup is made, the documents take the place of those that were there, and the
     * classes that the files do not name go. Models and deployments stay.
     */
    readonly replace?: boolean;
  }): { readonly jobId: number };
}

export interface Exports {
  /** Result of the job: {@link ../domain/exchange/export.ExportReport}. */
  start(request: {
    readonly format: ExportFormat;
    readonly path: string;
    readonly selection: DocumentSelection | null;
    /**
     * Azure: where the texts go; must not exist, or be empty. Absent: `NAME-texts` beside the file. `null`: no text is
     * written, and documents keep their ids as `location`, for a folder that holds the texts already.
     */
    readonly textsFolder?: string | null;
    /** Labels, datasets and classes as they were when this model was trained. */
    readonly modelId?: number;
  }): { readonly jobId: number };
}
