import type { JobProgress } from '../../domain/job.ts';

/** Before this much of the work or time an estimate says nothing. */
const minimalFraction = 0.03;
const minimalSeconds = 1;

/** Fills `secondsLeft` from the share done, as if the rest went as fast; a worker's own estimate stays. */
export function withTimeLeft(progress: JobProgress, elapsedSeconds: number): JobProgress {
  const { fraction } = progress;
  if (progress.secondsLeft !== undefined || fraction === null) {
    return progress;
  }
  if (fraction < minimalFraction || elapsedSeconds < minimalSeconds) {
    return progress;
  }
  return { ...progress, secondsLeft: Math.max(0, (elapsedSeconds * (1 - fraction)) / fraction) };
}
