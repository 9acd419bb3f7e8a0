import type { GroupBatch, GroupTask, GroupTaskResult } from '../../../core/ports/group-task.ts';
import { type GroupingProgress, groupTexts } from '../../../engine/grouping/group-texts.ts';
import { createThreadPool } from '../../../engine/threads/pool.ts';
import type { UnlabelledDocument } from '../../../engine/types.ts';
import { openReadOnly, type ReadOnlyProject } from '../../../store/read-only.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';
import { selectDocumentsOfClass } from '../training-documents.ts';

const documentsPerBatch = 100_000;
/** UTF-16 units kept in memory; above that texts are read again in every pass. */
const memoryLimit = 100_000_000;

const phaseNames: Readonly<Record<GroupingProgress['phase'], string>> = {
  reading: 'Reading documents',
  grouping: 'Finding groups',
  placing: 'Placing documents',
};

export async function runGroup(task: GroupTask, context: TaskContext): Promise<GroupTaskResult> {
  const project = openReadOnly(task.projectPath);
  const pool = createThreadPool(threadSettings(), context);
  try {
    const grouped = await groupTexts(
      await documentsOf(task, project, context),
      task.names,
      task.seed,
      pool,
      context,
      ({ phase, fraction }) => context.progress({ phase: phaseNames[phase], fraction }),
    );
    const { ids, members, certainty, groups } = grouped;
    for (let start = 0; start < ids.length; start += documentsPerBatch) {
      const end = start + documentsPerBatch;
      await context.batch({
        ids: ids.slice(start, end),
        members: members.slice(start, end),
        certainty: certainty.slice(start, end),
      } satisfies GroupBatch);
    }
    await context.drained();
    return { groups };
  } finally {
    await pool.close();
    project.close();
  }
}

async function documentsOf(
  { classId }: GroupTask,
  project: ReadOnlyProject,
  context: TaskContext,
): Promise<() => Iterable<UnlabelledDocument>> {
  const { checkCancelled, breathe } = context;
  const selected = await selectDocumentsOfClass(project, { classId, memoryLimit, checkCancelled, breathe });
  return selected.iterate;
}
