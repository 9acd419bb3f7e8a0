import type { LabelIssue } from '../health/types.ts';
import type { ProjectKind } from '../project.ts';

/** Labels as given, beside what models that did not learn from the documents say of them. */
export interface JudgedLabels {
  readonly kind: ProjectKind;
  readonly classCount: number;
  /** Class indexes of every document; single-label: exactly one. */
  readonly labels: readonly (readonly number[])[];
  /** One row of `classCount` calibrated probabilities per document. */
  readonly probabilities: Float32Array;
}

/** A label in doubt: {@link LabelIssue} with indexes of documents and classes. */
export interface Doubt extends Pick<LabelIssue, 'proposal' | 'given' | 'proposed'> {
  readonly document: number;
  /** Single-label: the class proposed instead. Multi-label: the one class in doubt. */
  readonly classIndex: number;
  /** Odds of the proposal against the label given, as a logarithm; above 0. */
  readonly evidence: number;
}

/** Labels of one kind, for example all documents labelled with one class. */
export interface LabelGroup {
  readonly classIndex: number;
  /** Absent classes of multi-label documents form groups of their own. */
  readonly given: boolean;
  readonly size: number;
  /** Documents that are confidently what they are labelled, and confidently something else. */
  readonly confirmed: number;
  readonly contradicted: number;
  /** Labels that something else is more probable than. */
  readonly doubts: readonly Doubt[];
}

/** With fewer labels of a class, what its documents look like is not known. */
export const leastLabels = 5;
