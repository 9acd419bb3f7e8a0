import type { BatchFormat } from '../../domain/batch.ts';
import type { DecisionRule } from '../../domain/decision.ts';
import type { ReadOptions } from '../../domain/source.ts';

/** What is classified, by what, and where the results go. */
export interface BatchWork {
  readonly projectPath: string;
  readonly modelId: number;
  /** How many documents the model had for training and validation. */
  readonly trained: { readonly train: number; readonly validation: number };
  readonly paths: readonly string[];
  readonly options: ReadOptions;
  readonly outputPath: string;
  readonly outputFormat: BatchFormat;
  /** One file a class goes here, besides the results; null = none. */
  readonly routeFolder: string | null;
  /** Null = beside the results, and only when there are more errors than the result holds. */
  readonly errorsPath: string | null;
  /** Of a deployment; decides instead of the model, and says who is unsure. */
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
