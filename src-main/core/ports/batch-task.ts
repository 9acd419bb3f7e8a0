import type { BatchFormat } from '../../domain/batch.ts';
import type { DecisionRule } from '../../domain/decision.ts';
import type { ReadOptions } from '../../domain/source.ts';

/** A model in the project that trained it. */
export interface ProjectSource {
  readonly kind: 'project';
  readonly projectPath: string;
  readonly modelId: number;
  /** How many documents the model had for training and validation. */
  readonly trained: { readonly train: number; readonly validation: number };
}

/** A model that has left its project: there are no training documents to compare with. */
interface FileSource {
  readonly kind: 'file';
  readonly path: string;
  /** Folder of the sentence encoder, for models that need one. */
  readonly encoder: string | null;
}

/** What is classified, by what, and where the results go. */
export interface BatchWork {
  readonly source: ProjectSource | FileSource;
  readonly paths: readonly string[];
  readonly options: ReadOptions;
  readonly outputPath: string;
  readonly outputFormat: BatchFormat;
  /** One file a class goes here, besides the results; null = none. */
  readonly routeFolder: string | null;
  /** Null = beside the results, and only when there are more errors than the result holds. */
  readonly errorsPath: string | null;
  /** Of a deployment, also of one that a model file holds; decides instead of the model, and says who is unsure. */
  readonly rule: DecisionRule | null;
}

/** Classifies files into results, which appear when they are complete; result: `BatchClassification`. */
export interface ClassifyTask extends BatchWork {
  readonly kind: 'classify';
  /** Goes on with an unfinished run of the same work; without it, such a run is thrown away. */
  readonly resume: boolean;
}

/** Looks for an unfinished run of this work; result: `UnfinishedBatch`, or null. */
export interface UnfinishedBatchTask extends BatchWork {
  readonly kind: 'unfinished-batch';
}
