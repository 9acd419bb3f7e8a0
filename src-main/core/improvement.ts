import type { ComparedSet, Comparison } from '../domain/comparison/types.ts';
import type { DecisionRule, Deployment, DeploymentEvent } from '../domain/decision.ts';
import type { DocumentSelection, ProjectDocument } from '../domain/document.ts';
import type { DuplicateFilter } from '../domain/duplicates/group-list.ts';
import type { Guidance } from '../domain/guidance.ts';
import type {
  DuplicateGroup,
  Duplicates,
  LabelErrors,
  LabelIssue,
  LearningCurve,
} from '../domain/health/types.ts';
import type { ChangeSource, HistoryStep, OperationKind } from '../domain/history.ts';
import type { Dataset, ProjectKind } from '../domain/project.ts';
import type { ReportFormat } from '../domain/report/types.ts';
import type { TestSetPolicy, TestSetState } from '../domain/test-set.ts';
import type { ReviewRow } from './learning.ts';

/** Is B really better than A? Both must have been judged on the same documents with the same labels. */
export interface Comparisons {
  /** The stored comparison of two models' evaluations, or null before it was made. */
  get(a: number, b: number, dataset: 'validation' | 'test'): ComparisonState;
  /**
   * Result of the job: `{ analysisId }`.
   * @throws AppError `test_sets_differ`, `no_evaluation`, `model_not_found`, `bad_request` for one model twice.
   */
  start(a: number, b: number, dataset: 'validation' | 'test'): { readonly jobId: number };
  /** Judges both models anew on the dataset as it is now, then compares them; result as that of `start`. */
  startAnew(a: number, b: number, dataset: 'validation' | 'test'): { readonly jobId: number };
  /** Documents that changed sides, most confident first. @throws AppError `test_set_sealed`. */
  documents(
    analysisId: number,
    set: ComparedSet,
    from: number,
    count: number,
  ): { readonly total: number; readonly rows: readonly ComparedDocument[] };
}

export type ComparisonState =
  | { readonly state: 'done'; readonly analysisId: number; readonly comparison: Comparison }
  | { readonly state: 'possible' }
  /** Why the two cannot be compared as they are; `anew`: judging both again would help. */
  | {
      readonly state: 'refused';
      readonly code: 'test_sets_differ' | 'no_evaluation';
      readonly message: string;
      readonly anew: boolean;
    };

export interface ComparedDocument {
  readonly documentId: number;
  readonly snippet: string;
  readonly actual: readonly number[];
  /** What each model said; indexes into {@link Comparison.classNames}. */
  readonly a: Pick<ReviewRow, 'predicted' | 'score' | 'correct'>;
  readonly b: Pick<ReviewRow, 'predicted' | 'score' | 'correct'>;
}

export interface GuidanceService {
  /** Advice about a model's training data and evaluation, the worst first. Computed, not stored. */
  forModel(modelId: number, dataset: 'validation' | 'test'): Promise<readonly Guidance[]>;
  /** Sets aside documents of a class from training, drawn with a seed; one undoable operation. */
  exclude(classId: number, documents: number, seed: number): Promise<{ readonly changed: number }>;
}

export interface TestSet {
  /** Looks at the set as it is; a change since the last look is written down as a new version. */
  state(): Promise<TestSetState>;
  setPolicy(policy: TestSetPolicy): Promise<TestSetState>;
  /** Test documents relabelled after the model's test results were first there. */
  relabelledSince(modelId: number): { readonly documents: number; readonly since: string | null };
}

/** State of a stored result: `current` is false when the documents have changed since. */
export interface Stored<Result> {
  readonly analysisId: number;
  readonly createdAt: string;
  readonly seconds: number;
  readonly current: boolean;
  readonly result: Result;
}

/** A row of the label-error queue with the document as it is now. */
export interface LabelIssueRow extends LabelIssue {
  readonly position: number;
  readonly snippet: string;
  readonly dataset: Dataset | null;
  /** What has been done about it since: labels changed, kept by a person, marked unsure, set aside; or nothing. */
  readonly resolved: 'fixed' | 'kept' | 'unsure' | 'excluded' | null;
}

export interface DuplicateGroupRow extends DuplicateGroup {
  readonly position: number;
  readonly snippets: readonly string[];
  /** True when everything wrong with it was put right since. */
  readonly resolved: boolean;
}

export interface DuplicateRemedy {
  readonly analysisId: number;
  readonly groups: readonly number[] | DuplicateFilter;
  readonly remedy: 'drop' | 'together';
}

export interface Health {
  labelErrors(): Promise<Stored<LabelErrors> | null>;
  /**
   * Job over the labelled documents of training and validation, those without a place, and the test set when it is
   * open. Result of the job: `{ analysisId }`.
   * @throws AppError `job_in_progress`; the job ends with `too_few_documents` or `too_few_classes` where a model could
   *   not be trained either.
   */
  findLabelErrors(seed: number): { readonly jobId: number };
  /**
   * The worst first; with `openOnly` those that nothing has been done about. Test documents are left out while the test
   * set is sealed. @throws AppError `not_found` of an earlier search.
   */
  labelIssues(
    analysisId: number,
    from: number,
    count: number,
    openOnly: boolean,
  ): Promise<{ readonly total: number; readonly rows: readonly LabelIssueRow[] }>;

  /** `current`: no document came, went or got another label or dataset since; setting aside keeps it. */
  duplicates(): Promise<Stored<Duplicates> | null>;
  /**
   * `threshold`: least Jaccard similarity of a near duplicate, 0.5 to 1. Result of the job: `{ analysisId }`.
   * @throws AppError `bad_request`, `no_documents`, `job_in_progress`.
   */
  findDuplicates(threshold: number): { readonly jobId: number };
  /** Leaks and contradictions first, then the largest. @throws AppError `not_found` of an earlier search. */
  duplicateGroups(
    analysisId: number,
    filter: DuplicateFilter,
    from: number,
    count: number,
  ): { readonly total: number; readonly rows: readonly DuplicateGroupRow[] };
  /**
   * One undoable operation over groups by position, or over all groups of a filter. `drop` sets aside all but one
   * document: a labelled test document stays before others, then a labelled one, then the first. `together` moves all
   * to the test set when one of them is there, else to the dataset of the first that has one.
   */
  resolveDuplicates(request: DuplicateRemedy): Promise<{ readonly changed: number }>;

  learningCurve(): Promise<Stored<LearningCurve> | null>;
  /**
   * Job over the labelled training documents and those without a place. Result of the job: `{ analysisId }`.
   * @throws AppError `job_in_progress`; the job ends with `too_few_documents` below 40 labelled documents.
   */
  startLearningCurve(seed: number): { readonly jobId: number };
}

/** Setting documents aside, and vouching for labels: undoable like labels. */
export interface DocumentMarks {
  setExcluded(documentId: number, excluded: boolean, source: ChangeSource): ProjectDocument;
  bulkExcluded(selection: DocumentSelection, excluded: boolean): Promise<{ readonly changed: number }>;
  /**
   * A person looked at the labels and keeps them; forgotten when the labels change.
   * @throws AppError `bad_request` for a document without a label.
   */
  setVerified(documentId: number, verified: boolean, source: ChangeSource): ProjectDocument;
}

export interface HistoryEntry {
  readonly operationId: number;
  readonly kind: OperationKind;
  readonly title: string;
  readonly annotator: string;
  readonly source: ChangeSource;
  readonly at: string;
  readonly documents: number;
  readonly undone: boolean;
  /** It takes back another one. */
  readonly reverts: number | null;
}

export interface HistoryFilter {
  readonly annotator?: string;
  readonly kinds?: readonly OperationKind[];
  readonly sources?: readonly ChangeSource[];
  /** ISO 8601 days, inclusive. */
  readonly from?: string;
  readonly to?: string;
}

export interface DocumentHistoryEntry {
  readonly operationId: number;
  readonly at: string;
  readonly annotator: string;
  readonly source: ChangeSource;
  readonly kind: OperationKind;
  readonly title: string;
  readonly field: string;
  /** As JSON values: class ids, a dataset, a mark. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface HistoryLog {
  /** Newest first. */
  entries(
    filter: HistoryFilter,
    from: number,
    count: number,
  ): { readonly total: number; readonly rows: readonly HistoryEntry[] };
  annotators(): readonly string[];
  ofDocument(documentId: number): readonly DocumentHistoryEntry[];
  /**
   * Takes back one operation, whatever came after it: of a step taken back before, brings it back. What was changed
   * since stays. A step of its own, which undo takes back (but for an import, whose documents are gone then).
   * @throws AppError `not_found`; `bad_request` when it was taken back already.
   */
  revert(operationId: number): Promise<HistoryStep>;
  /** @throws AppError `model_not_found`; `no_history_point` for a model of an earlier version. */
  snapshotPreview(modelId: number): Promise<SnapshotPreview>;
  /**
   * Brings back the labels, datasets and marks of a model's training: `copy` writes another project file; `here`
   * changes this one after a backup, as one undoable operation. Documents imported since keep what they have.
   * `path`: of the copy, or of the backup.
   */
  restoreSnapshot(
    modelId: number,
    target: { readonly kind: 'copy'; readonly path: string } | { readonly kind: 'here' },
  ): Promise<{ readonly changed: number; readonly path: string }>;
}

export interface SnapshotPreview {
  /** Documents that are other now than they were. */
  readonly changed: number;
  /** Imported since: they keep their present labels and datasets. */
  readonly importedSince: number;
  /** There at the time and removed since: they do not come back. */
  readonly removedSince: number;
  /** Names of classes deleted since, which come back. */
  readonly classes: readonly string[];
  /** The kind that the project takes on with it, or null when it stays as it is. */
  readonly kind: ProjectKind | null;
}

/** Named pointers to models, at most ten: what programs and colleagues ask instead of a model. */
export interface Deployments {
  list(): readonly Deployment[];
  /**
   * Makes one or points an existing one of this name elsewhere. Without a rule the model answers as it does by itself.
   * @throws AppError `bad_request`, `model_not_found`, `deployment_limit`.
   */
  save(fields: {
    readonly name: string;
    readonly modelId: number;
    readonly rule?: DecisionRule | undefined;
  }): Deployment;
  /** Each takes the other's model and rule, in one step. @throws AppError `not_found`, `bad_request` for one twice. */
  swap(firstId: number, secondId: number): readonly Deployment[];
  delete(id: number): void;
  /** Newest first; of deleted ones too. */
  history(from: number, count: number): { readonly total: number; readonly rows: readonly DeploymentEvent[] };
}

export interface Reports {
  /**
   * Writes what is known of a model to a file; docs/report.md describes the formats. Like an export it takes the place
   * of a file of that name, and of nothing when it fails. Result of the job: `{ outputPath }`.
   * @throws AppError `model_not_found`, `no_evaluation`, `bad_request`; the job: `already_exists` of a project,
   *   `file_unreadable`, `file_not_found` of the folder, `disk_full`.
   */
  start(request: {
    readonly modelId: number;
    readonly dataset: 'validation' | 'test';
    readonly format: ReportFormat;
    readonly path: string;
  }): { readonly jobId: number };
}
