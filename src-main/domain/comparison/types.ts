import type { OverallFigure } from '../metrics/analysis.ts';
import type { Interval } from '../metrics/wilson.ts';
import type { ModelClass } from '../model.ts';
import type { ProjectKind } from '../project.ts';

/** Two models on the same documents with the same labels; B is the one that might replace A. Plain JSON. */
export interface Comparison {
  readonly kind: ProjectKind;
  readonly dataset: 'validation' | 'test';
  readonly fingerprint: string;
  readonly documents: number;
  readonly a: ComparedModel;
  readonly b: ComparedModel;
  readonly seed: number;
  readonly resamples: number;
  readonly figures: readonly FigureDifference[];
  readonly mcNemar: McNemar;
  readonly verdict: Verdict;
  /** In the order of {@link Comparison.classNames}. */
  readonly classes: readonly ClassDifference[];
  readonly classNames: readonly ModelClass[];
  /** Documents by who was right (multi-label: the whole set of classes). */
  readonly bothRight: number;
  readonly fixed: number;
  readonly broken: number;
  readonly bothWrong: number;
}

export interface ComparedModel {
  readonly modelId: number;
  readonly name: string;
  readonly evaluationId: number;
}

/** `difference` is B minus A, with the paired bootstrap's 95 % percentile interval. */
export interface FigureDifference {
  readonly figure: OverallFigure;
  readonly a: number;
  readonly b: number;
  readonly difference: number;
  readonly interval: Interval;
}

/** Exact (binomial), two-sided. */
export interface McNemar {
  /** Documents that only A, and only B, got right. */
  readonly onlyA: number;
  readonly onlyB: number;
  readonly pValue: number;
}

/**
 * Decided by one test alone, at 5 %: exact McNemar in single-label projects, a paired randomisation test of
 * micro-F1 in multi-label ones.
 */
export interface Verdict {
  readonly winner: 'a' | 'b' | null;
  readonly test: 'mcnemar' | 'randomisation';
  readonly pValue: number;
  /** Without a winner: test documents that would show the difference seen with 80 % power; null when there is none. */
  readonly documentsNeeded: number | null;
}

/** The interval is found from those of both F1 and their correlation: it stays honest for few documents. */
export interface ClassDifference {
  readonly support: number;
  /** F1 of A and B; null = 0/0. */
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number | null;
  readonly interval: Interval | null;
}

/** Which documents of a comparison: `fixed` by B, `broken` by B, wrong in both, or judged differently in any way. */
export const comparedSets = ['fixed', 'broken', 'both-wrong', 'changed'] as const;
export type ComparedSet = (typeof comparedSets)[number];
