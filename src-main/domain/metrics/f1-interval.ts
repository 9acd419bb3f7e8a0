import { type Interval, wilsonInterval } from './wilson.ts';

/**
 * 95 % interval of one class's F1, null for 0/0. Of the documents that are labelled or predicted as the class, the
 * share J that is both is a proportion, and F1 = 2J / (1 + J) grows with it: the ends of J's Wilson interval give
 * those of F1 (the "Wilson indirect" method; Lam, Gopal and Qian, 2023, "Confidence intervals for the F1 score: a
 * comparison of four methods", arXiv 2309.14621). A class of three documents, all right, has no interval of
 * nothing but 1, as a bootstrap would say.
 */
export function f1Interval(tp: number, fp: number, fn: number): Interval | null {
  const involved = tp + fp + fn;
  if (involved === 0) return null;
  const { low, high } = wilsonInterval(tp, involved);
  return { low: (2 * low) / (1 + low), high: (2 * high) / (1 + high) };
}
