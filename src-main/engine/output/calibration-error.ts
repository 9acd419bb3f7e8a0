import type { ProjectKind } from '../../domain/project.ts';
import { createReliabilityTally } from '../../domain/statistics/reliability.ts';
import type { HeldOutPredictions } from '../types.ts';
import { inStretches, type Work } from '../work.ts';
import { bestClass, documentsPerStep } from './held-out.ts';

/**
 * Expected calibration error of held-out predictions. Single-label: of the most probable class; multi-label: of
 * every class of every document.
 */
export function* calibrationError(
  kind: ProjectKind,
  { truths, probabilities }: HeldOutPredictions,
): Work<number> {
  const tally = createReliabilityTally();
  const classCount = truths.length === 0 ? 0 : probabilities.length / truths.length;
  const addDocument = (document: number): void => {
    const classes = truths[document]!;
    const start = document * classCount;
    if (kind === 'single') {
      const best = bestClass(probabilities, start, classCount);
      tally.add(probabilities[start + best]!, classes[0] === best);
      return;
    }
    for (let k = 0; k < classCount; k++) tally.add(probabilities[start + k]!, classes.includes(k));
  };
  yield* inStretches(truths.length, documentsPerStep(classCount), (from, to) => {
    for (let document = from; document < to; document++) addDocument(document);
  });
  return tally.finish().error;
}
