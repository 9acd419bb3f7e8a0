import type { Interval } from '../metrics/wilson.ts';
import type { Dataset } from '../project.ts';

/** A label that a model, which did not learn from the document, finds hard to believe. */
export interface LabelIssue {
  readonly documentId: number;
  /** Class ids as labelled when it was looked at. */
  readonly labels: readonly number[];
  /** Single-label: the class proposed instead. Multi-label: the one class in doubt. */
  readonly classId: number;
  /** `replace` the label by the class (single-label); `add` or `remove` the class (multi-label). */
  readonly proposal: 'replace' | 'add' | 'remove';
  /** Probability, out of fold, of the label given and of the proposal, 0 to 1. */
  readonly given: number;
  readonly proposed: number;
}

/**
 * From this share of labels on, an estimate says less about wrong labels than about a task on which people and models
 * disagree (emotions, for example): models err on hard documents, too, and the estimate cannot know which is which.
 */
export const disputedShare = 0.2;

export interface LabelErrors {
  readonly documents: number;
  readonly folds: number;
  readonly seed: number;
  /** Labels that are probably wrong, by confident learning: the length of the queue. */
  readonly issues: number;
  /** Estimated number of wrong labels among all, with the share and its 95 % interval. */
  readonly estimated: number;
  readonly share: number;
  readonly interval: Interval;
  /** Per class id: labels given, and how many of them are probably wrong. */
  readonly classes: readonly {
    readonly classId: number;
    readonly labels: number;
    readonly issues: number;
    /** Multi-label: documents that probably lack the class. */
    readonly missing: number;
  }[];
}

/** Documents that are the same or nearly so, those that still exist, with labels and datasets as they are now. */
export interface DuplicateGroup {
  /** All of them. */
  readonly size: number;
  /**
   * The first {@link shownDuplicates}: the one that the group is around, one of each further dataset and set of labels
   * that the others had, then the others.
   */
  readonly documents: readonly DuplicateDocument[];
  readonly exact: boolean;
  /** In more than one dataset, one of them being test or validation, when they were looked for. */
  readonly leak: boolean;
  /** Labelled differently when they were looked for. */
  readonly contradiction: boolean;
}

export interface DuplicateDocument {
  readonly documentId: number;
  readonly dataset: Dataset | null;
  /** Class ids; null = unlabelled, or `withheld`. */
  readonly labels: readonly number[] | null;
  /** In a sealed test set: its labels are not shown beside those of its duplicates. */
  readonly withheld: boolean;
  /** Set aside. */
  readonly excluded: boolean;
  /** Jaccard similarity of character shingles with the group's first document, 0 to 1. */
  readonly similarity: number;
}

export const shownDuplicates = 20;

export interface Duplicates {
  /** Looked at: all that were not set aside. */
  readonly documents: number;
  readonly threshold: number;
  readonly groups: number;
  /** Documents of groups but one of each: what dropping duplicates would set aside. */
  readonly duplicates: number;
  readonly exactGroups: number;
  readonly leaks: number;
  /** Test documents that have a twin in training or validation, and their share of the test set. */
  readonly leakedTestDocuments: number;
  readonly leakedTestShare: number;
  readonly contradictions: number;
}

/** One point of a learning curve: models trained on so many labelled documents. */
export interface CurvePoint {
  readonly labels: number;
  /** Score of each seed's model. */
  readonly scores: readonly number[];
  readonly mean: number;
  readonly interval: Interval;
}

/** score(n) = asymptote - amplitude * n ** -exponent (Viering and Loog, 2022, "The shape of learning curves"). */
export interface PowerLaw {
  readonly asymptote: number;
  readonly amplitude: number;
  readonly exponent: number;
}

export interface CurveForecast {
  readonly labels: number;
  readonly score: number;
  readonly interval: Interval;
}

export interface LearningCurve {
  readonly figure: 'accuracy' | 'microF1';
  /** What the models were judged on: the validation set or held-out folds; never the test set. */
  readonly judgedOn: 'validation' | 'cross-validation';
  readonly seeds: readonly number[];
  readonly points: readonly CurvePoint[];
  /** Null when the points do not allow one. */
  readonly fit: PowerLaw | null;
  readonly forecasts: readonly CurveForecast[];
  /** F1 per class id against the class's own training labels. */
  readonly classes: readonly {
    readonly classId: number;
    readonly points: readonly CurvePoint[];
    readonly fit: PowerLaw | null;
    readonly forecasts: readonly CurveForecast[];
  }[];
  /** Median seconds between two labels of one sitting, from the history; null = too few labels given here. */
  readonly secondsPerLabel: number | null;
}
