import { type Interval, wilsonInterval } from '../metrics/wilson.ts';
import type { Doubt, LabelGroup } from './judged-labels.ts';

export interface ConfidentLearning {
  /** Worst first. */
  readonly doubts: readonly Doubt[];
  readonly estimate: Estimate;
  /** Per class index. */
  readonly classes: readonly ClassDoubts[];
}

export interface Estimate {
  /** Wrong labels; in multi-label projects missing ones are among them. */
  readonly wrong: number;
  /** Of all labels, missing ones included. */
  readonly share: number;
  readonly interval: Interval;
}

export interface ClassDoubts {
  readonly labels: number;
  /** Of these labels, how many are probably wrong. */
  readonly issues: number;
  /** Multi-label: documents that probably lack the class. */
  readonly missing: number;
}

/**
 * Which labels are wrong (C. Northcutt, L. Jiang, I. Chuang, "Confident learning: estimating uncertainty in dataset
 * labels", JAIR 70, 2021). A class is said of a document with confidence where its probability reaches the mean
 * probability of the class among the documents labelled with it. Counts of labels given against classes said with
 * confidence, scaled up to all documents of each label, tell how many labels of a class are wrong; so many of its
 * documents are pruned, those with the largest odds of another class against the label given.
 *
 * Multi-label projects: every class is a question of its own, answered yes or no.
 *
 * @param groups of all labels; they may have been judged in several parts, each by models of its own
 */
export function confidentLearning(classCount: number, groups: readonly LabelGroup[]): ConfidentLearning {
  const pruned = groups.map(prune);
  const doubts = pruned.flatMap(({ doubts: own }) => own).sort(worstFirst);
  return { doubts, estimate: estimateOf(groups, pruned), classes: classDoubts(classCount, groups, pruned) };
}

function worstFirst(a: Doubt, b: Doubt): number {
  return b.evidence - a.evidence || a.documentId - b.documentId || a.classIndex - b.classIndex;
}

interface Pruned {
  /** Expected number of wrong labels in the group. */
  readonly wrong: number;
  readonly doubts: readonly Doubt[];
}

/** The group's worst labels, as many as are wrong by the calibrated joint, and no label that nothing speaks against. */
function prune({ size, confirmed, doubts }: LabelGroup): Pruned {
  const contradicted = doubts.filter(({ confident }) => confident).length;
  if (contradicted === 0) return { wrong: 0, doubts: [] };
  const expected = (size * contradicted) / (confirmed + contradicted);
  const wrong = Math.min(expected, doubts.length);
  return { wrong, doubts: doubts.toSorted(worstFirst).slice(0, Math.round(wrong)) };
}

/**
 * The interval reaches from what is contradicted with confidence to the calibrated number, each with the
 * uncertainty of a proportion: between the two lie the documents of which nothing is said with confidence.
 */
function estimateOf(groups: readonly LabelGroup[], pruned: readonly Pruned[]): Estimate {
  const wrong = sum(pruned.map((one) => one.wrong));
  const missing = sum(pruned.filter((_, place) => !groups[place]!.given).map((one) => one.wrong));
  const all = sum(groups.filter(({ given }) => given).map(({ size }) => size)) + missing;
  const certain = sum(groups.map(({ doubts }) => doubts.filter(({ confident }) => confident).length));
  if (all === 0) return { wrong: 0, share: 0, interval: { low: 0, high: 1 } };
  return {
    wrong,
    share: wrong / all,
    interval: {
      low: wilsonInterval(Math.min(certain, wrong), all).low,
      high: wilsonInterval(wrong, all).high,
    },
  };
}

function classDoubts(
  classCount: number,
  groups: readonly LabelGroup[],
  pruned: readonly Pruned[],
): readonly ClassDoubts[] {
  const classes = Array.from({ length: classCount }, () => ({ labels: 0, issues: 0, missing: 0 }));
  for (const [place, { classIndex, given, size }] of groups.entries()) {
    const entry = classes[classIndex]!;
    const found = pruned[place]!.doubts.length;
    if (given) {
      entry.labels += size;
      entry.issues += found;
    } else entry.missing += found;
  }
  return classes;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
