import type { Project } from '../../../core/core.ts';

/** Right after a bulk change the numbers of a project are still those of before; these are exact. */
export async function settledCounts(project: Project): Promise<Awaited<ReturnType<Project['counts']>>> {
  for (;;) {
    // Waits a moment for a count that is going on.
    const counts = await project.counts();
    if (counts.settled) return counts;
  }
}
