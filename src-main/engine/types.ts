import type { CandidateResult, OptionValues } from '../domain/families.ts';
import type { ProjectKind } from '../domain/project.ts';

/** A labelled document as a trainer sees it; `classes` are indexes into {@link TrainingData.classes}. */
export interface TrainingDocument {
  readonly id: number;
  readonly text: string;
  readonly classes: readonly number[];
}

export interface UnlabelledDocument {
  readonly id: number;
  readonly text: string;
}

/**
 * What a trainer may read. The sources can be iterated several times and always yield the same documents in
 * the same order (ascending id), so that a trainer can stream instead of holding every text.
 * Test documents are never part of it, labelled or not.
 */
export interface TrainingData {
  readonly kind: ProjectKind;
  readonly language: string;
  /** Class names; a class's place in this list is its index everywhere in the engine. */
  readonly classes: readonly string[];
  readonly training: () => Iterable<TrainingDocument>;
  readonly validation: () => Iterable<TrainingDocument>;
  /** Documents without labels that are not in the test set: their texts teach what words mean. */
  readonly unlabelled: () => Iterable<UnlabelledDocument>;
  readonly trainingSize: number;
  readonly validationSize: number;
  readonly unlabelledSize: number;
}

/** Phases in the order in which they run; `fraction` is the share of the whole training done, 0 to 1. */
export interface TrainingProgress {
  readonly phase: 'reading' | 'features' | 'vectors' | 'tuning' | 'fitting' | 'calibrating' | 'saving';
  readonly fraction: number;
  /** What is being done right now, in plain English, for example the candidate that `auto` is trying. */
  readonly message?: string;
}

/** How many threads may be used, and the file a thread runs; without it everything runs on the caller's own. */
export interface ThreadSettings {
  readonly count: number;
  readonly entry: string | null;
}

/** A document's text by its hash ({@link ../domain/text-hash.ts}). */
export interface HashedDocument {
  readonly id: number;
  readonly textHash: number;
}

/** Vectors of documents that an encoder (named by its fingerprint) made earlier, kept with the project. */
export interface VectorCache {
  /** Per id the vector that the encoder made of this very text; other documents are left out. */
  read(encoder: string, documents: readonly HashedDocument[]): ReadonlyMap<number, Float32Array>;
  write(
    encoder: string,
    vectors: readonly (HashedDocument & { readonly vector: Float32Array })[],
  ): Promise<void>;
}

export interface TrainingContext {
  readonly seed: number;
  /** Checked against the family's own definitions; absent ones take their defaults. */
  readonly options: OptionValues;
  /** Folder of a sentence encoder that the user has chosen, or null. */
  readonly encoder: string | null;
  readonly threads: ThreadSettings;
  readonly vectors: VectorCache | null;
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
  /** What computed: 'typescript', 'typescript+wasm-simd', 'tensorflow native', 'tensorflow wasm', ... */
  readonly backend: string;
  readonly options: OptionValues;
  readonly features: number;
  /** How options, calibration and thresholds were chosen. */
  readonly tunedOn: 'validation' | 'cross-validation' | 'none';
  /** Expected calibration error on the held-out documents after calibration, 0 to 1; null without any. */
  readonly calibrationError: number | null;
  /** What was tried, for families that choose among several learners. */
  readonly candidates?: readonly CandidateResult[];
  /** Why the chosen one was chosen, in plain English. */
  readonly because?: string;
  readonly seconds: Readonly<Record<string, number>>;
  /** Things an analyst should know, in plain English. */
  readonly notes: readonly string[];
}

/**
 * Calibrated probabilities of labelled documents by models that did not learn from them: what `auto` compares
 * and averages. Every family judges the same documents in the same order: those of the held-out plan.
 */
export interface HeldOutPredictions {
  readonly ids: Int32Array;
  readonly truths: readonly (readonly number[])[];
  /** One row of probabilities per document, one column per class; classes that cannot be learned have 0. */
  readonly probabilities: Float32Array;
}

export interface TrainedModel {
  /** The model as bytes, bit-identical for the same data, seed and options; holds no dates and no texts. */
  readonly artefact: Uint8Array;
  readonly summary: TrainingSummary;
  /** Absent where there were too few documents to hold any out. */
  readonly heldOut?: HeldOutPredictions;
}

export interface Trainer {
  readonly family: string;
  /**
   * @throws AppError `too_few_documents` with fewer than 2 labelled training documents,
   *   `too_few_classes` with fewer than 2 classes that have training documents (multi-label: fewer than 1),
   *   `unsupported_option` for an option it does not have, `cancelled` when cancelled.
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
  /**
   * In the order of the texts. A text's prediction never depends on the others in its batch.
   * @param pause awaited now and then by families that need long for a text; what it throws ends the work
   */
  predict(texts: readonly string[], pause?: () => Promise<void>): Promise<readonly ClassifierPrediction[]>;
  /**
   * Words that speak for and against one class, by text offset, strongest first, at most `limit` (20). The linear
   * family's weights are exact: all of them together are the class's decision value without its intercept;
   * single-label: its lead over the mean of the other learned classes. Other families measure by occlusion: how
   * much the log-odds of the class fall without the word.
   */
  explain(text: string, classIndex: number, limit?: number): Promise<readonly Attribution[]>;
  /** The strongest features of a class over the whole model, strongest first. */
  topFeatures(classIndex: number, limit: number): readonly TopFeature[];
}

export interface TopFeature {
  readonly feature: string;
  readonly weight: number;
}
