import { inStretches, type Work } from '../work.ts';
import { bestClass, documentsPerStep } from './held-out.ts';

/** Probabilities of held-out documents with the truth, one row of `classCount` per document. */
export interface ScoredDocuments {
  readonly classCount: number;
  readonly documentCount: number;
  readonly probabilities: Float32Array;
  /** 1 where the class is true. */
  readonly truth: Uint8Array;
}

export interface ThresholdChoice {
  /** A class is given where its probability is at least its threshold. */
  readonly thresholds: Float32Array;
  /** Documents for which no class passes get their most probable class. */
  readonly bestIfNone: boolean;
  readonly global: number;
  /** Classes that have a threshold of their own. */
  readonly ownThresholds: number;
  /** On the documents that it was chosen on. */
  readonly microF1: number;
}

/** A class needs this many positive documents to get a threshold of its own. */
export const positivesForOwnThreshold = 8;
/** And its F1 must grow by more than this. */
const leastGain = 0.01;
const binCount = 4096;
/** Classes whose thresholds are chosen in one step. */
const classesPerStep = 50;

interface Histogram {
  /** Documents with the class, and all documents, per bin of probability. */
  readonly positive: Float64Array;
  readonly all: Float64Array;
}

interface Counts {
  truePositives: number;
  predicted: number;
  positives: number;
}

/** The bin of a probability; a threshold is the lower edge of a bin. */
function binOf(probability: number): number {
  return Math.min(binCount - 1, Math.max(0, Math.floor(probability * binCount)));
}

function f1(counts: Counts): number {
  const sum = counts.predicted + counts.positives;
  return sum === 0 ? 0 : (2 * counts.truePositives) / sum;
}

function* histogramOf(documents: ScoredDocuments, classes: readonly number[]): Work<Histogram> {
  const { probabilities, truth, classCount, documentCount } = documents;
  const positive = new Float64Array(binCount);
  const all = new Float64Array(binCount);
  yield* inStretches(documentCount, documentsPerStep(classes.length), (from, to) => {
    for (let document = from; document < to; document++) {
      for (const k of classes) {
        const bin = binOf(probabilities[document * classCount + k]!);
        all[bin]!++;
        if (truth[document * classCount + k] === 1) positive[bin]!++;
      }
    }
  });
  return { positive, all };
}

function countsFrom(histogram: Histogram, bin: number): Counts {
  const counts = { truePositives: 0, predicted: 0, positives: 0 };
  for (let index = 0; index < binCount; index++) {
    counts.positives += histogram.positive[index]!;
    if (index < bin) continue;
    counts.truePositives += histogram.positive[index]!;
    counts.predicted += histogram.all[index]!;
  }
  return counts;
}

/** The bin from which on predicting gives the largest F1 together with `others`; the highest of equals. */
function bestBin(histogram: Histogram, others: Counts): { readonly bin: number; readonly f1: number } {
  const counts = countsFrom(histogram, binCount);
  counts.positives += others.positives;
  counts.truePositives = others.truePositives;
  counts.predicted = others.predicted;
  let best = { bin: binCount - 1, f1: -1 };
  for (let bin = binCount - 1; bin >= 1; bin--) {
    counts.truePositives += histogram.positive[bin]!;
    counts.predicted += histogram.all[bin]!;
    const value = f1(counts);
    if (value > best.f1) best = { bin, f1: value };
  }
  return best;
}

const nothing: Counts = { truePositives: 0, predicted: 0, positives: 0 };

/** One threshold for all classes, the one with the largest micro-F1. */
export function* chooseGlobalThreshold(
  documents: ScoredDocuments,
): Work<{ readonly threshold: number; readonly microF1: number }> {
  const classes = Array.from({ length: documents.classCount }, (_, k) => k);
  const best = bestBin(yield* histogramOf(documents, classes), nothing);
  return { threshold: best.bin / binCount, microF1: best.f1 };
}

/**
 * A global threshold that maximises micro-F1; a class with enough positive documents gets one of its own where
 * that raises the class's F1 and does not lower micro-F1; then, if micro-F1 gains, the best class for documents
 * without any.
 */
export function* chooseThresholds(documents: ScoredDocuments): Work<ThresholdChoice> {
  const { classCount } = documents;
  const global = yield* chooseGlobalThreshold(documents);
  const globalBin = Math.round(global.threshold * binCount);
  const thresholds = new Float32Array(classCount).fill(global.threshold);
  const histograms: Histogram[] = [];
  for (let k = 0; k < classCount; k++) histograms.push(yield* histogramOf(documents, [k]));
  const total = { ...nothing };
  for (const histogram of histograms) add(total, countsFrom(histogram, globalBin), 1);
  let ownThresholds = 0;
  for (let k = 0; k < classCount; k++) {
    if (k % classesPerStep === classesPerStep - 1) yield;
    const histogram = histograms[k]!;
    const before = countsFrom(histogram, globalBin);
    if (before.positives < positivesForOwnThreshold) continue;
    const own = bestBin(histogram, nothing);
    if (own.f1 <= f1(before) + leastGain) continue;
    const after = { ...total };
    add(after, before, -1);
    add(after, countsFrom(histogram, own.bin), 1);
    if (f1(after) < f1(total)) continue;
    Object.assign(total, after);
    thresholds[k] = own.bin / binCount;
    ownThresholds++;
  }
  const microF1 = f1(total);
  const withBest = yield* microF1WithBest(documents, thresholds);
  const bestIfNone = withBest > microF1;
  return {
    thresholds,
    bestIfNone,
    global: global.threshold,
    ownThresholds,
    microF1: bestIfNone ? withBest : microF1,
  };
}

function add(sum: Counts, counts: Counts, sign: 1 | -1): void {
  sum.truePositives += sign * counts.truePositives;
  sum.predicted += sign * counts.predicted;
  sum.positives += sign * counts.positives;
}

function* microF1WithBest(documents: ScoredDocuments, thresholds: Float32Array): Work<number> {
  const { probabilities, truth, classCount, documentCount } = documents;
  const counts = { ...nothing };
  yield* inStretches(documentCount, documentsPerStep(classCount), (from, to) => {
    for (let start = from * classCount; start < to * classCount; start += classCount) {
      for (let k = 0; k < classCount; k++) counts.positives += truth[start + k]!;
      for (const k of passingClasses(probabilities, start, thresholds, true)) {
        counts.predicted++;
        counts.truePositives += truth[start + k]!;
      }
    }
  });
  return f1(counts);
}

/** The classes that reach their threshold, best first; with `bestIfNone` at least one that is possible at all. */
export function passingClasses(
  probabilities: Float32Array,
  start: number,
  thresholds: Float32Array,
  bestIfNone: boolean,
): number[] {
  const passing: number[] = [];
  const classCount = thresholds.length;
  for (let k = 0; k < classCount; k++) if (probabilities[start + k]! >= thresholds[k]!) passing.push(k);
  if (passing.length === 0 && bestIfNone) {
    const best = bestClass(probabilities, start, classCount);
    if (probabilities[start + best]! > 0) passing.push(best);
  }
  return passing.sort((a, b) => probabilities[start + b]! - probabilities[start + a]! || a - b);
}
