import type { ComparedFigures } from '../../domain/comparison/compare.ts';
import type { KindCounts } from '../../domain/duplicates/group-list.ts';
import type { ErrorData } from '../../domain/errors.ts';
import type { ExportFormat } from '../../domain/exchange/export.ts';
import type { ExchangeTally } from '../../domain/exchange/tally.ts';
import type { CandidateResult, OptionValues } from '../../domain/families.ts';
import type { Duplicates, LabelErrors, LabelIssue, LearningCurve } from '../../domain/health/types.ts';
import type { JobProgress } from '../../domain/job.ts';
import type { EvaluationAnalysis } from '../../domain/metrics/analysis.ts';
import type { ModelClass } from '../../domain/model.ts';
import type { Dataset, ProjectKind } from '../../domain/project.ts';
import type { ReadOptions } from '../../domain/source.ts';
import type { ClassifyTask, UnfinishedBatchTask } from './batch-task.ts';
import type { GroupTask } from './group-task.ts';
import type { ClassifyTextTask, ExportModelTask } from './model-file-tasks.ts';
import type { ModelAnswers, ModelRequest, ServeModelTask } from './model-questions.ts';
import type { ReportTask } from './report-task.ts';
import type { HashedRecord } from './store.ts';
import type { SuggestTask } from './suggest-task.ts';
import type { DocumentVector } from './vector-tables.ts';

/** What a worker process can be asked to do. One process runs one task, then ends ('serve-model' until told). */
export type WorkerTask =
  | InspectTask
  | InspectEncoderTask
  | ImportTask
  | TrainTask
  | EvaluateTask
  | CompareTask
  | ClassifyTask
  | UnfinishedBatchTask
  | SuggestTask
  | ExportTask
  | CopyTask
  | ExportModelTask
  | ClassifyTextTask
  | ReportTask
  | GroupTask
  | DuplicatesTask
  | LabelErrorsTask
  | LearningCurveTask
  | ServeModelTask;

/** Looks at the first megabyte of the sources; the result is an `Inspection`. */
export interface InspectTask {
  readonly kind: 'inspect';
  readonly paths: readonly string[];
  readonly projectKind: ProjectKind;
  readonly options: ReadOptions;
}

/** Opens the folder of a sentence encoder and computes a text with it; the result is its `EncoderDetails`. */
export interface InspectEncoderTask {
  readonly kind: 'inspect-encoder';
  readonly path: string;
}

/** Batches: {@link ImportBatch}; result: {@link ImportTaskResult}. */
export interface ImportTask {
  readonly kind: 'import';
  readonly paths: readonly string[];
  readonly projectKind: ProjectKind;
  readonly options: ReadOptions;
}

export interface ImportBatch {
  readonly records: readonly HashedRecord[];
  readonly rejected: readonly { readonly source: string; readonly line: number; readonly reason: string }[];
  /** To be there, in this order, before the records that follow. */
  readonly classes?: readonly string[];
}

export interface ImportTaskResult {
  readonly warnings: readonly string[];
  readonly rejectedCount: number;
  /** What the files say that they hold; null for formats that say nothing of it. */
  readonly tally: ExchangeTally | null;
}

/** Reads the project read-only. Batches: {@link TrainBatch}; result: {@link TrainTaskResult}. */
export interface TrainTask {
  readonly kind: 'train';
  readonly projectPath: string;
  readonly projectKind: ProjectKind;
  readonly language: string;
  readonly family: string;
  readonly options: OptionValues;
  /** Folder of a sentence encoder, or null. */
  readonly encoder: string | null;
  readonly seed: number;
  readonly classes: readonly { readonly classId: number; readonly name: string }[];
}

/** Parts of the artefact in order, of at most 1 MB, and vectors of an encoder (by its fingerprint) as they come. */
export type TrainBatch =
  | { readonly kind: 'artefact'; readonly part: Uint8Array }
  | { readonly kind: 'vectors'; readonly encoder: string; readonly vectors: readonly DocumentVector[] };

export interface TrainTaskResult {
  readonly bytes: number;
  readonly summary: {
    readonly backend: string;
    readonly options: OptionValues;
    readonly features: number;
    readonly tunedOn: 'validation' | 'cross-validation' | 'none';
    readonly calibrationError: number | null;
    readonly candidates?: readonly CandidateResult[];
    readonly because?: string;
    readonly seconds: Readonly<Record<string, number>>;
    readonly notes: readonly string[];
  };
  readonly peakMemoryBytes: number;
  readonly versions: Readonly<Record<string, string>>;
}

/** Batches: {@link EvaluateBatch}; result: {@link EvaluateTaskResult}. */
export interface EvaluateTask {
  readonly kind: 'evaluate';
  readonly projectPath: string;
  readonly modelId: number;
  readonly dataset: Exclude<Dataset, 'train'>;
  /** Class ids in index order: the model's, then others that live in the project. */
  readonly classIds: readonly number[];
  readonly classNames: readonly string[];
}

export interface EvaluateBatch {
  readonly items: readonly {
    readonly documentId: number;
    readonly actual: readonly number[];
    readonly predicted: readonly number[];
    readonly scores: Float32Array;
  }[];
}

export interface EvaluateTaskResult {
  readonly documents: number;
  readonly metrics: unknown;
  readonly analysis: EvaluationAnalysis;
  readonly fingerprint: string;
}

/** Reads what two evaluations of the same documents say, and tells whether one model is better. */
export interface CompareTask {
  readonly kind: 'compare';
  readonly projectPath: string;
  readonly projectKind: ProjectKind;
  readonly a: ComparedEvaluation;
  readonly b: ComparedEvaluation;
  readonly seed: number;
}

export interface ComparedEvaluation {
  readonly evaluationId: number;
  readonly classes: readonly ModelClass[];
}

export type CompareTaskResult = ComparedFigures;

/** Writes a copy of the whole project under a name that its caller changes or removes; no result. */
export interface CopyTask {
  readonly kind: 'copy';
  readonly projectPath: string;
  readonly target: string;
}

/** Writes documents of the project to a file, `ids` ascending or all; result: `ExportReport`. */
export interface ExportTask {
  readonly kind: 'export';
  readonly projectPath: string;
  readonly format: ExportFormat;
  readonly outputPath: string;
  readonly ids: Int32Array | null;
  /** See `Exports.start`. */
  readonly textsFolder: string | null;
  readonly project: { readonly name: string; readonly multilingual: boolean; readonly description: string };
  /** Labels, datasets and classes as a model was trained on them; `null`: as they are. */
  readonly snapshot: ExportedSnapshot | null;
}

export interface ExportedSnapshot {
  /** The last operation before the training. */
  readonly point: number;
  /** Documents from this id on came later. */
  readonly firstNew: number;
  readonly kind: ProjectKind;
  readonly classes: readonly ModelClass[];
}

/** Groups of equal and nearly equal texts. Batches: {@link DuplicatesBatch}; result: {@link DuplicatesTaskResult}. */
export interface DuplicatesTask {
  readonly kind: 'duplicates';
  readonly projectPath: string;
  /** Least Jaccard similarity of near duplicates, 0.5 to 1. */
  readonly threshold: number;
  readonly seed: number;
  /** Only documents with labels; those set aside are always left out. */
  readonly labelledOnly: boolean;
  /** How many documents there are about, for the progress. */
  readonly total: number;
}

/** Groups in the order of the list; see domain/duplicates/group-list.ts. */
export interface DuplicatesBatch {
  readonly groups: readonly FoundGroup[];
}

export interface FoundGroup {
  /** The document that the group is around, then one of each standing (dataset and labels), then the others. */
  readonly documentIds: Int32Array;
  /** Of each document with the first, 0 to 1. */
  readonly similarities: Float32Array;
  /** See `groupKind`. */
  readonly kind: number;
}

export interface DuplicatesTaskResult {
  readonly result: Duplicates;
  readonly counts: KindCounts;
}

/** Labels that models find hard to believe. Batches: {@link LabelErrorsBatch}; result: {@link LabelErrorsTaskResult}. */
export interface LabelErrorsTask {
  readonly kind: 'label-errors';
  readonly projectPath: string;
  readonly projectKind: ProjectKind;
  readonly language: string;
  /** Whose labelled documents are judged; `null`: those without a place. */
  readonly datasets: readonly (Dataset | null)[];
  readonly classes: readonly ModelClass[];
  readonly seed: number;
}

/** The worst first. */
export interface LabelErrorsBatch {
  readonly issues: readonly LabelIssue[];
}

export type LabelErrorsTaskResult = LabelErrors;

/** Trains on growing parts of the training documents; result: {@link LearningCurveTaskResult}. */
export interface LearningCurveTask {
  readonly kind: 'learning-curve';
  readonly projectPath: string;
  readonly projectKind: ProjectKind;
  readonly language: string;
  readonly classes: readonly ModelClass[];
  readonly seed: number;
}

export type LearningCurveTaskResult = Omit<LearningCurve, 'secondsPerLabel'>;

export type ToWorker =
  | { readonly type: 'run'; readonly task: WorkerTask }
  /** One batch was written: one more may be sent. */
  | { readonly type: 'credit' }
  | { readonly type: 'cancel' }
  | { readonly type: 'request'; readonly request: ModelRequest };

export type FromWorker =
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'log'; readonly text: string }
  /** At most {@link workerCredits} unanswered at a time. */
  | { readonly type: 'batch'; readonly batch: unknown }
  | { readonly type: 'result'; readonly result: unknown }
  | { readonly type: 'error'; readonly error: ErrorData }
  | { readonly type: 'ready' }
  | {
      readonly type: 'answer';
      readonly requestId: number;
      readonly answer: ModelAnswers[keyof ModelAnswers];
    }
  | { readonly type: 'answer-error'; readonly requestId: number; readonly error: ErrorData };

export const workerCredits = 8;
