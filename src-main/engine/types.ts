import type { ProjectKind } from '../domain/project.ts';

/** A labelled document as a trainer sees it; `classes` are indexes into {@link TrainingData.classes}. */
export interface TrainingDocument {
  readonly id: number;
  readonly text: string;
  readonly classes: readonly number[];
}

/**
 * What a trainer may read. Both sources can be iterated several times and always yield the same documents in
 * the same order (ascending id), so that a trainer can stream instead of holding every text.
 * Test documents are never part of it.
 */
export interface TrainingData {
  readonly kind: ProjectKind;
  readonly language: string;
  /** Class names; a class's place in this list is its index everywhere in the engine. */
  readonly classes: readonly string[];
  readonly training: () => Iterable<TrainingDocument>;
  readonly validation: () => Iterable<TrainingDocument>;
  readonly trainingSize: number;
  readonly validationSize: number;
}

/** Phases in the order in which they run; `fraction` is the share of the whole training done, 0 to 1. */
export interface TrainingProgress {
  readonly phase: 'reading' | 'features' | 'tuning' | 'fitting' | 'calibrating' | 'saving';
  readonly fraction: number;
  readonly message?: string;
}

export interface TrainingContext {
  readonly seed: number;
  /** Called often; the caller throttles. */
  readonly onProgress: (progress: TrainingProgress) => void;
  /** Looked at between batches; throws `AppError('cancelled')` when training is to stop. */
  readonly checkCancelled: () => void;
  /** Awaited between batches so that a cancel message can arrive. */
  readonly breathe: () => Promise<void>;
}

/** Facts about the training that the receipt keeps; everything here is deterministic except `seconds`. */
export interface TrainingSummary {
  readonly family: string;
  readonly backend: string;
  readonly options: Readonly<Record<string, number | string | boolean>>;
  readonly features: number;
  /** How options, calibration and thresholds were chosen. */
  readonly tunedOn: 'validation' | 'cross-validation' | 'none';
  readonly seconds: Readonly<Record<string, number>>;
  /** Things an analyst should know, in plain English. */
  readonly notes: readonly string[];
}

export interface TrainedModel {
  /** The model as bytes, bit-identical for the same data, seed and options; holds no dates and no texts. */
  readonly artefact: Uint8Array;
  readonly summary: TrainingSummary;
}

export interface Trainer {
  readonly family: string;
  /**
   * @throws AppError `too_few_documents` with fewer than 2 labelled training documents,
   *   `too_few_classes` with fewer than 2 classes that have training documents (multi-label: fewer than 1),
   *   `cancelled` when cancelled.
   */
  train(data: TrainingData, context: TrainingContext): Promise<TrainedModel>;
}

export interface ClassifierPrediction {
  /** Calibrated probability per class, same order as the classes; single-label: they sum to 1. */
  readonly scores: Float32Array;
  /** Indexes of the predicted classes, best first; single-label: exactly one; multi-label: may be empty. */
  readonly predicted: readonly number[];
}

/** A stretch of the text (UTF-16 offsets, end exclusive) and how much it speaks for (> 0) or against (< 0) a class. */
export interface Attribution {
  readonly start: number;
  readonly end: number;
  readonly weight: number;
}

export interface Classifier {
  readonly family: string;
  readonly kind: ProjectKind;
  readonly classes: readonly string[];
  /** Multi-label: the score from which on each class is given, same order as the classes. */
  readonly thresholds?: Float32Array;
  predict(text: string): ClassifierPrediction;
  /**
   * Words that speak for and against one class, by text offset, strongest first, at most `limit` (20). The linear
   * family's weights are exact: all of them together are the class's decision value without its intercept;
   * single-label: its lead over the mean of the other learned classes.
   */
  explain(text: string, classIndex: number, limit?: number): readonly Attribution[];
  /** The strongest features of a class over the whole model, strongest first. */
  topFeatures(
    classIndex: number,
    limit: number,
  ): readonly { readonly feature: string; readonly weight: number }[];
}
