import { AppError } from '../../domain/errors.ts';
import type { JobProgress } from '../../domain/job.ts';
import type { BatchClassification } from '../../domain/model.ts';
import { runTask } from '../jobs/run-task.ts';
import type { ClassifyTask } from '../ports/batch-task.ts';
import type { WorkerLauncher } from '../ports/system.ts';

export interface Watch {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
  readonly onLog: (text: string) => void;
}

/** @throws AppError of the task; `cancelled` says whether there is something to go on with. */
export async function classifyFiles(
  launcher: WorkerLauncher,
  task: ClassifyTask,
  watch: Watch,
): Promise<BatchClassification> {
  let progress: JobProgress | undefined;
  try {
    return await runTask<BatchClassification>(launcher, task, {
      ...watch,
      onProgress: (latest) => {
        progress = latest;
        watch.onProgress(latest);
      },
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cancelled' || progress?.current === undefined) {
      throw error;
    }
    throw new AppError(
      'cancelled',
      'Cancelled. What is done is kept beside the results file: start the same again to go on.',
    );
  }
}
