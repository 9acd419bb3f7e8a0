import type { ProjectKind } from '../project.ts';

/** Class indexes of one evaluated document; single-label: exactly one on each side; multi-label: may be empty. */
export interface EvaluationItem {
  readonly actual: readonly number[];
  readonly predicted: readonly number[];
}

/** `null` stands for 0/0: shown as "–" and counted as 0 in averages. */
export interface ClassMetrics {
  readonly name: string;
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Documents labelled with the class. */
  readonly support: number;
  /** Documents for which the class was predicted. */
  readonly predictedCount: number;
}

/** All figures but the matrix, which is the large part where classes are many. */
export type EvaluationFigures = Omit<EvaluationMetrics, 'confusionMatrix'>;

/** Plain JSON values only: it is stored with the model and never computed again from there. */
export interface EvaluationMetrics {
  readonly kind: ProjectKind;
  readonly documents: number;
  /** Single-label: share of documents that are right. Multi-label: the same as `exactMatch`. */
  readonly accuracy: number;
  /** Share of documents whose predicted set equals the labelled set. */
  readonly exactMatch: number;
  /** Multi-label: share of wrong (document, class) decisions. Single-label: 1 - accuracy. */
  readonly hammingLoss: number;
  readonly microPrecision: number;
  readonly microRecall: number;
  readonly microF1: number;
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
  readonly weightedPrecision: number;
  readonly weightedRecall: number;
  readonly weightedF1: number;
  /** How many classes the macro averages run over. */
  readonly averagedClasses: number;
  /** Every class, in the order of the names given. */
  readonly classes: readonly ClassMetrics[];
  /** Counts; rows are actual classes, columns predicted ones. `null` in a multi-label project. */
  readonly confusionMatrix: readonly (readonly number[])[] | null;
}
