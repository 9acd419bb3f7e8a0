import type { ImportBatch, ImportTask, ImportTaskResult } from '../../../core/ports/worker.ts';
import type { ReadOptions } from '../../../domain/source.ts';
import { textHash } from '../../../domain/text-hash.ts';
import { readAll } from '../read-all.ts';
import type { TaskContext } from '../task-context.ts';

export async function runImport(task: ImportTask, context: TaskContext): Promise<ImportTaskResult> {
  const summary = await readAll(
    {
      paths: task.paths,
      kind: task.projectKind,
      options: task.options as ReadOptions,
      phase: 'Importing',
    },
    context,
    ({ records, rejected, classes }) => {
      const batch: ImportBatch = {
        records: records.map((record) => ({ ...record, textHash: textHash(record.text) })),
        rejected,
        ...(classes === undefined ? {} : { classes }),
      };
      return context.batch(batch);
    },
  );
  await context.drained();
  return summary;
}
