import type { LabelIssue } from '../health/types.ts';
import type { ProjectKind } from '../project.ts';

/** Labels as given, beside what models that did not learn from the documents say of them. */
export interface JudgedLabels {
  readonly kind: ProjectKind;
  readonly classCount: number;
  readonly ids: ArrayLike<number>;
  /** Class indexes of every document; single-label: exactly one. */
  readonly labels: readonly (readonly number[])[];
  /** One row of `classCount` calibrated probabilities per document. */
  readonly probabilities: Float32Array;
}

/** A label in doubt: a {@link LabelIssue} with indexes in the place of class ids. */
export interface Doubt extends Pick<LabelIssue, 'documentId' | 'proposal' | 'given' | 'proposed'> {
  readonly labels: readonly number[];
  /** Single-label: the class proposed instead. Multi-label: the one class in doubt. */
  readonly classIndex: number;
  /** Odds of the proposal against the label given, as a logarithm; above 0. */
  readonly evidence: number;
  /** Contradicted with confidence, see {@link ./confident-learning.ts}; else it only looks so. */
  readonly confident: boolean;
}

/** Labels of one kind, for example all documents labelled with one class. */
export interface LabelGroup {
  readonly classIndex: number;
  /** Absent classes of multi-label documents form groups of their own. */
  readonly given: boolean;
  readonly size: number;
  /** Labels that are confirmed with confidence. */
  readonly confirmed: number;
  /** Labels that something else is more probable than; those contradicted with confidence among them. */
  readonly doubts: readonly Doubt[];
}

/** With fewer labels of a class, what its documents look like is not known. */
export const leastLabels = 5;
