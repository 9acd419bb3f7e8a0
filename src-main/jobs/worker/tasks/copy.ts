import type { CopyTask } from '../../../core/ports/worker.ts';
import { openReadOnly } from '../../../store/read-only.ts';

/** SQLite cannot be interrupted in it: whoever cancels ends this process. */
export function runCopy({ projectPath, target }: CopyTask): void {
  const project = openReadOnly(projectPath);
  try {
    project.copyTo(target);
  } finally {
    project.close();
  }
}
