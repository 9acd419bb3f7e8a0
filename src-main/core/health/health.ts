import type { Health } from '../improvement.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { createDuplicates } from './duplicates.ts';

/** What of data health there is so far. */
export type PresentHealth = Pick<
  Health,
  'duplicates' | 'findDuplicates' | 'duplicateGroups' | 'resolveDuplicates'
>;

/** Each part of data health in a file of its own. */
export function createHealth(context: ProjectContext): PresentHealth {
  return createDuplicates(context);
}
