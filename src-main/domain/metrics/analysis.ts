import type { LabelPairs } from '../statistics/label-pairs.ts';
import type { Interval } from './wilson.ts';

/** Figures over all classes that carry an interval, by their names in `EvaluationMetrics`. */
export const overallFigures = [
  'accuracy',
  'microPrecision',
  'microRecall',
  'microF1',
  'macroPrecision',
  'macroRecall',
  'macroF1',
  'weightedPrecision',
  'weightedRecall',
  'weightedF1',
] as const;
export type OverallFigure = (typeof overallFigures)[number];

/**
 * What is computed beside the figures when a model is judged, and frozen with them. Plain JSON values. Lists by
 * class are in the order of the evaluation's classes.
 */
export interface EvaluationAnalysis {
  readonly intervals: FigureIntervals;
  /** Figures by language, most documents first; empty unless documents have at least two languages. */
  readonly languages: readonly LanguageFigures[];
  readonly reliability: Reliability;
  readonly scores: ScoreSketch;
  /** Multi-label: the model's own threshold of each of its classes; null in single-label evaluations. */
  readonly thresholds: readonly number[] | null;
  /** Multi-label: classes labelled together, missed together, and missed for another. */
  readonly pairs: LabelPairs | null;
}

/** 95 % intervals; `null` where the figure itself is 0/0. */
export interface FigureIntervals {
  /**
   * Seed and number of resamples of the bootstrap that the intervals of averages come from. Those of proportions
   * and of one class's figures are Wilson's.
   */
  readonly seed: number;
  readonly resamples: number;
  readonly overall: Readonly<Record<OverallFigure, Interval>>;
  readonly classes: readonly {
    readonly precision: Interval | null;
    readonly recall: Interval | null;
    readonly f1: Interval | null;
  }[];
}

export interface LanguageFigures {
  /** ISO code as the documents carry it; null for documents without one. */
  readonly language: string | null;
  readonly documents: number;
  readonly accuracy: number;
  readonly accuracyInterval: Interval;
  readonly microF1: number;
  readonly macroF1: number;
  readonly macroF1Interval: Interval;
}

/** Single-label: of the best class's probability; multi-label: of every probability. */
export interface Reliability {
  /** Expected calibration error over the bins, 0 to 1. */
  readonly error: number;
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly count: number;
    /** Mean probability and share that was right; null in an empty bin. */
    readonly confidence: number | null;
    readonly right: number | null;
    readonly interval: Interval | null;
  }[];
}

/** Counts by score: bin `i` of `scoreBins` holds scores from i / scoreBins (included) to (i + 1) / scoreBins. */
export const scoreBins = 1000;

/** Pairs of bin and count, ascending by bin, empty bins left out, flat: `[bin, count, bin, count, ...]`. */
export type SparseCounts = readonly number[];

/**
 * All that threshold sliders, precision-recall curves and the unsure band need, small enough to be kept: the
 * scores of an evaluation as counts.
 */
export interface ScoreSketch {
  /** One against the rest: the score of the class in documents that have it, and in those that do not. */
  readonly classes: readonly { readonly positive: SparseCounts; readonly negative: SparseCounts }[];
  /** Single-label, per predicted class: the best class's score where it was right, and where it was wrong. */
  readonly predicted: readonly { readonly right: SparseCounts; readonly wrong: SparseCounts }[] | null;
}
