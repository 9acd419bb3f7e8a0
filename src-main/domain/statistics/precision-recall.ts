import { type ScoreSketch, scoreBins } from '../metrics/analysis.ts';
import { type Interval, wilsonInterval } from '../metrics/wilson.ts';
import { descendingBins, totalOf } from './score-sketch.ts';

type ClassScores = ScoreSketch['classes'][number];

export interface ThresholdFigures {
  /** The class is given from this score on. */
  readonly threshold: number;
  /** Null where it is given to no document. */
  readonly precision: number | null;
  /** Null where no document has the class. */
  readonly recall: number | null;
  /** Documents that get the class, of all documents. */
  readonly given: number;
  readonly documents: number;
}

/** One point for each score that occurs, from the highest down; `averagePrecision` null without the class. */
export interface PrecisionRecallCurve {
  readonly points: readonly ThresholdFigures[];
  readonly averagePrecision: number | null;
}

/**
 * Precision and recall of a class at every threshold, one against the rest. Average precision is the sum of the
 * precisions weighed by the steps of recall, without interpolation: scikit-learn's `average_precision_score`, of
 * scores rounded down to bins.
 */
export function precisionRecallCurve(scores: ClassScores): PrecisionRecallCurve {
  const positives = totalOf(scores.positive);
  const documents = positives + totalOf(scores.negative);
  const points: ThresholdFigures[] = [];
  let [hits, given, averagePrecision] = [0, 0, 0];
  for (const { bin, first, second } of descendingBins(scores.positive, scores.negative)) {
    hits += first;
    given += first + second;
    const precision = hits / given;
    const recall = positives === 0 ? null : hits / positives;
    averagePrecision += positives === 0 ? 0 : (precision * first) / positives;
    points.push({ threshold: bin / scoreBins, precision, recall, given, documents });
  }
  return { points, averagePrecision: positives === 0 ? null : averagePrecision };
}

/** What a class's threshold would do; it is rounded to a bin. */
export function atThreshold(
  scores: ClassScores,
  threshold: number,
): ThresholdFigures & {
  readonly precisionInterval: Interval | null;
  readonly recallInterval: Interval | null;
} {
  const positives = totalOf(scores.positive);
  const least = Math.round(threshold * scoreBins);
  let [hits, given] = [0, 0];
  for (const { bin, first, second } of descendingBins(scores.positive, scores.negative)) {
    if (bin < least) break;
    hits += first;
    given += first + second;
  }
  return {
    threshold: least / scoreBins,
    precision: given === 0 ? null : hits / given,
    recall: positives === 0 ? null : hits / positives,
    given,
    documents: positives + totalOf(scores.negative),
    precisionInterval: given === 0 ? null : wilsonInterval(hits, given),
    recallInterval: positives === 0 ? null : wilsonInterval(hits, positives),
  };
}
