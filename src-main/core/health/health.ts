import type { Health } from '../improvement.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { createDuplicates } from './duplicates.ts';
import { createLabelErrors } from './label-errors.ts';
import { createLearningCurve } from './learning-curve.ts';

/** Each part of data health in a file of its own. */
export function createHealth(context: ProjectContext): Health {
  return { ...createLabelErrors(context), ...createDuplicates(context), ...createLearningCurve(context) };
}
