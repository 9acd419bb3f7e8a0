import type { Work } from '../../domain/work.ts';
import type { TaskContext } from './task-context.ts';

const millisecondsBetweenPauses = 40;

/**
 * Runs work that yields the share that is done after every few milliseconds, with a pause now and then.
 * @throws AppError `cancelled`.
 */
export async function paced<Result>(
  work: Work<Result>,
  onShare: (share: number) => void,
  context: Pick<TaskContext, 'pause'>,
): Promise<Result> {
  let pausedAt = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() - pausedAt >= millisecondsBetweenPauses) {
      onShare(step.value);
      await context.pause();
      pausedAt = performance.now();
    }
  }
}
