import type { BatchFormat, UnfinishedBatch } from '../domain/batch.ts';
import type { ClassCondition } from '../domain/class-condition.ts';
import type { ProjectDocument } from '../domain/document.ts';
import type { EncoderDetails } from '../domain/encoder.ts';
import type { Family, FamilyId, OptionValues } from '../domain/families.ts';
import type { EvaluationAnalysis } from '../domain/metrics/analysis.ts';
import type { EvaluationMetrics } from '../domain/metrics/types.ts';
import type { ClassFeatures, Classification, Model, ModelClass, WordWeight } from '../domain/model.ts';
import type { ModelExportFormat } from '../domain/model-file.ts';
import type { ReadOptions } from '../domain/source.ts';

export interface SplitRequest {
  readonly percentages: { readonly train: number; readonly validation: number; readonly test: number };
  readonly seed: number;
  /** Also draw documents that have a place already. */
  readonly all: boolean;
}

export interface TrainRequest {
  readonly modelName: string;
  readonly family: string;
  /** Of the family's own; absent ones take their defaults. */
  readonly options: OptionValues;
  /** Folder of a sentence encoder, or null. */
  readonly encoder: string | null;
  readonly seed: number;
  /** `assigned`: as placed by hand (unplaced ones join training); a split request draws the unplaced first. */
  readonly split: 'assigned' | 'automatic';
  readonly percentages: { readonly train: number; readonly validation: number; readonly test: number };
  readonly overwrite: boolean;
}

/** What a training would use if it started now. */
export interface TrainPlan {
  readonly documents: {
    readonly train: number;
    readonly validation: number;
    readonly test: number;
    readonly toDraw: number;
    /** Without labels, those of the test set left out: what some families also learn from. */
    readonly unlabelled: number;
  };
  readonly classes: readonly {
    readonly classId: number;
    readonly name: string;
    readonly train: number;
    readonly validation: number;
    readonly test: number;
    readonly toDraw: number;
  }[];
  readonly warnings: readonly PlanWarning[];
  /** What would make the training refuse, or null. */
  readonly blocker: string | null;
  /** How long a training would take, in the order of the families. */
  readonly estimates: readonly FamilyEstimate[];
  readonly evaluates: boolean;
}

/** An honest range of seconds; `judgedBy`: the models that it was concluded from, `usual` without any. */
export interface FamilyEstimate {
  readonly family: FamilyId;
  readonly low: number;
  readonly high: number;
  readonly judgedBy: 'same-family' | 'other-families' | 'usual';
}

export interface PlanWarning {
  readonly rule: 'few-labels' | 'no-test-documents' | 'imbalance' | 'no-evaluation' | 'class-unused';
  readonly classId: number | null;
  readonly message: string;
}

export interface Training {
  families(): readonly Family[];
  plan(): Promise<TrainPlan>;
  /**
   * Looks at the folder of a sentence encoder before a training with it, in a process of its own.
   * @throws AppError `encoder_missing`, `encoder_invalid`, which name what is wrong.
   */
  inspectEncoder(path: string): Promise<EncoderDetails>;
  /** Draws documents without a place; one undoable operation. */
  split(
    request: SplitRequest,
  ): Promise<{ readonly train: number; readonly validation: number; readonly test: number }>;
  /**
   * Starts training and then evaluation as one job. Result: `{ modelId, modelName, seconds, evaluated }`.
   * @throws AppError `training_in_progress`, `model_exists`, `too_few_documents`, `too_few_classes`.
   */
  start(request: TrainRequest): Promise<{ readonly jobId: number }>;
}

export interface Models {
  list(): readonly Model[];
  get(modelId: number): Model;
  rename(modelId: number, name: string): Model;
  delete(modelId: number): void;
  /**
   * The strongest features of one class, named by its id at training time, or of all (`null`): at most `limit`
   * for each. @throws AppError `model_not_found`, `not_found` for a class that the model does not know.
   */
  topFeatures(modelId: number, classId: number | null, limit: number): Promise<readonly ClassFeatures[]>;
  /**
   * Writes the model to a file that leaves the project. Result of the job: `ModelExport`.
   * @throws AppError `model_not_found`, `bad_request`, `not_found` for a deployment that there is not.
   */
  startExport(modelId: number, request: ModelExportRequest): { readonly jobId: number };
}

export interface ModelExportRequest {
  readonly format: ModelExportFormat;
  /** The ending of the format is added where it is missing. */
  readonly path: string;
  /** Of this model: its rule goes along. Only for `model`. */
  readonly deploymentId?: number;
}

export interface Evaluation {
  readonly id: number;
  readonly modelId: number;
  readonly dataset: 'validation' | 'test';
  readonly fingerprint: string;
  readonly createdAt: string;
  readonly seconds: number;
  readonly classes: readonly ModelClass[];
  /** Same class order as `classes`. */
  readonly metrics: EvaluationMetrics;
  /** Null for evaluations of earlier versions: judge again to see intervals. */
  readonly analysis: EvaluationAnalysis | null;
  /** False when the dataset has changed since: figures are of the earlier one. */
  readonly current: boolean;
}

export interface ReviewFilter {
  readonly incorrectOnly: boolean;
  /** By index into the evaluation's classes. */
  readonly actual?: ClassCondition;
  readonly predicted?: ClassCondition;
}

export interface ReviewRow {
  readonly documentId: number;
  readonly snippet: string;
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
  /** Score of the first predicted class, else the best score. */
  readonly score: number;
  readonly correct: boolean;
  /** True when the document's labels changed since the evaluation. */
  readonly relabelled: boolean;
}

export interface ReviewItem extends ReviewRow {
  readonly document: ProjectDocument;
  readonly scores: readonly number[];
}

export interface Evaluations {
  get(modelId: number, dataset: 'validation' | 'test'): Promise<Evaluation | null>;
  /** Result of the job: `{ evaluationId }`. @throws AppError `no_documents`, `model_not_found`. */
  start(modelId: number, dataset: 'validation' | 'test'): { readonly jobId: number };
  /** @throws AppError `not_found`, `test_set_sealed`. */
  review(
    evaluationId: number,
    filter: ReviewFilter,
    from: number,
    count: number,
  ): { readonly total: number; readonly rows: readonly ReviewRow[] };
  /** @throws AppError `not_found`, `test_set_sealed`. */
  reviewItem(evaluationId: number, documentId: number): ReviewItem;
}

export interface ClassificationService {
  /**
   * `explain`: class name, null for the best class, false for no explanation; by at most `limit` (40) words.
   * Keeps the model in a worker process for a while.
   */
  classify(
    modelId: number,
    text: string,
    explain: string | null | false,
    limit?: number,
  ): Promise<Classification>;
  /** The same by the model of a deployment, whose rule decides. @throws AppError `not_found`, `model_not_found`. */
  classifyDeployed(
    deploymentId: number,
    text: string,
    explain: string | null | false,
    limit?: number,
  ): Promise<Classification>;
  /** Words for and against a class in one document. */
  explainDocument(modelId: number, documentId: number, className: string): Promise<readonly WordWeight[]>;
  /**
   * Result of the job: BatchClassification. Cancelled or interrupted, a run keeps what is done beside the results, and
   * the same request goes on there; `resume: false` begins anew (default true).
   * @throws AppError `bad_request`, `not_found`, `model_not_found`, `job_in_progress` (the same results file); the
   *   job's are `input_changed`, `already_exists` (an unfinished run of something else) and those of files.
   */
  startBatch(request: BatchRequest & { readonly resume?: boolean }): { readonly jobId: number };
  /**
   * Asks about all unlabelled documents that are neither set aside nor in the test dataset and have no suggestion of
   * this very model and rule yet; so a run that was cut off goes on. Result of the job: SuggestionRun.
   * @throws AppError `bad_request`, `not_found`, `model_not_found`, `job_in_progress`, `project_read_only`.
   */
  startSuggestions(request: SuggestionRequest): { readonly jobId: number };
  /** Looks for an unfinished run of the same request. @throws AppError as {@link startBatch}, and of files. */
  unfinishedBatch(request: BatchRequest): Promise<UnfinishedBatch | null>;
}

export interface SuggestionRequest {
  readonly modelId: number;
  /** Its rule decides; it must be of this model. */
  readonly deploymentId?: number;
  /** Imported first, as far as their texts are not in the project yet; labels and datasets in them play no part. */
  readonly files: { readonly paths: readonly string[]; readonly options: ReadOptions } | null;
}

export interface BatchRequest {
  readonly modelId: number;
  /** Its rule decides; it must be of this model. */
  readonly deploymentId?: number;
  /** Files and folders. */
  readonly paths: readonly string[];
  readonly options: ReadOptions;
  readonly outputPath: string;
  readonly outputFormat: BatchFormat;
  /** A new or empty folder: besides the results, one file of the same format for each class that is given. */
  readonly routeFolder?: string;
  /**
   * CSV of the rows that could not be read. Absent: `NAME-errors.csv` beside the results, written only when there are
   * more than fit in the result.
   */
  readonly errorsPath?: string;
}
