import type { ProjectKind } from '../../domain/project.ts';
import type { HeldOutPredictions } from '../types.ts';
import { bestClass } from './held-out.ts';

const binCount = 15;

/**
 * Expected calibration error (Naeini et al. 2015; Guo et al. 2017): probabilities in 15 bins of equal width, the
 * distance between mean probability and share of the true in each, weighed by how many fall into it. Single-label:
 * of the most probable class; multi-label: of every class of every document.
 */
export function calibrationError(kind: ProjectKind, { truths, probabilities }: HeldOutPredictions): number {
  const bins = Array.from({ length: binCount }, () => ({ count: 0, probability: 0, right: 0 }));
  const classCount = truths.length === 0 ? 0 : probabilities.length / truths.length;
  const add = (probability: number, right: boolean): void => {
    const bin = bins[Math.min(binCount - 1, Math.floor(probability * binCount))]!;
    bin.count++;
    bin.probability += probability;
    if (right) bin.right++;
  };
  truths.forEach((classes, document) => {
    const start = document * classCount;
    if (kind === 'single') {
      const best = bestClass(probabilities, start, classCount);
      add(probabilities[start + best]!, classes[0] === best);
      return;
    }
    for (let k = 0; k < classCount; k++) add(probabilities[start + k]!, classes.includes(k));
  });
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  if (total === 0) return 0;
  return bins.reduce((sum, bin) => sum + Math.abs(bin.probability - bin.right), 0) / total;
}
