import type { ProjectKind } from '../../domain/project.ts';
import { createReliabilityTally } from '../../domain/statistics/reliability.ts';
import type { HeldOutPredictions } from '../types.ts';
import { bestClass } from './held-out.ts';

/**
 * Expected calibration error of held-out predictions. Single-label: of the most probable class; multi-label: of
 * every class of every document.
 */
export function calibrationError(kind: ProjectKind, { truths, probabilities }: HeldOutPredictions): number {
  const tally = createReliabilityTally();
  const classCount = truths.length === 0 ? 0 : probabilities.length / truths.length;
  truths.forEach((classes, document) => {
    const start = document * classCount;
    if (kind === 'single') {
      const best = bestClass(probabilities, start, classCount);
      tally.add(probabilities[start + best]!, classes[0] === best);
      return;
    }
    for (let k = 0; k < classCount; k++) tally.add(probabilities[start + k]!, classes.includes(k));
  });
  return tally.finish().error;
}
