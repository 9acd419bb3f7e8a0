import { breathe } from '../../core/breathe.ts';
import type { Project } from '../../core/core.ts';
import { AppError, fromErrorData } from '../../domain/errors.ts';
import { isActive, type JobSnapshot } from '../../domain/job.ts';

type Start = () => { readonly jobId: number } | Promise<{ readonly jobId: number }>;

/**
 * Does a job of a project as a part of an operation: waits while one of its kind is at work, and cancels it when the
 * operation is to stop.
 * @param onFraction hears how much is done, 0 to 1
 * @returns the job's result. @throws AppError of the job; `cancelled`.
 */
export async function runJob(
  project: Project,
  start: Start,
  signal: AbortSignal,
  onFraction: (fraction: number) => void = () => undefined,
): Promise<unknown> {
  const jobId = await startInTurn(project, start, signal);
  const cancel = (): void => project.jobs.cancel(jobId);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  const unsubscribe = project.jobs.onChange((jobs) => {
    const fraction = jobs.find(({ id }) => id === jobId)?.progress?.fraction;
    if (typeof fraction === 'number') onFraction(fraction);
  });
  try {
    return resultOf(await project.jobs.finished(jobId));
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', cancel);
  }
}

/** Windows, the command line and other services start jobs, too: whoever is first goes first. */
async function startInTurn(project: Project, start: Start, signal: AbortSignal): Promise<number> {
  for (;;) {
    if (signal.aborted) throw new AppError('cancelled', 'Cancelled.');
    try {
      return (await start()).jobId;
    } catch (error) {
      if (!isTurnTaken(error)) throw error;
      const active = project.jobs.list().find(({ state }) => isActive(state));
      // It may be about to start, or have ended this moment.
      await (active === undefined ? breathe() : project.jobs.finished(active.id));
    }
  }
}

function isTurnTaken(error: unknown): boolean {
  return (
    error instanceof AppError && (error.code === 'job_in_progress' || error.code === 'training_in_progress')
  );
}

function resultOf(job: JobSnapshot): unknown {
  if (job.state === 'done') return job.result;
  if (job.error !== null) throw fromErrorData(job.error);
  throw new AppError(job.state === 'cancelled' ? 'cancelled' : 'interrupted', `${job.title}: ${job.state}.`);
}
