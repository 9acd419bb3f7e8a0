import type { InspectTask } from '../../../core/ports/worker.ts';
import type { Inspection, ReadOptions } from '../../../domain/source.ts';
import { inspectSource } from '../../../formats/preview.ts';
import type { TaskContext } from '../task-context.ts';

export function runInspect(task: InspectTask, context: TaskContext): Promise<Inspection> {
  return inspectSource(task.paths, task.options as ReadOptions, {
    kind: task.projectKind,
    signal: context.signal,
  });
}
