import type { ThreadSettings, TrainingContext, TrainingProgress } from '../../../src-main/engine/types.ts';
import type { LongestStretch } from './job.ts';

const seed = 42;

/** A context as the product's worker gives it, that measures how long the trainer goes without breathing. */
export function watchedContext(threads: ThreadSettings): {
  readonly context: TrainingContext;
  readonly longestStretch: () => LongestStretch;
} {
  let phase: TrainingProgress['phase'] = 'reading';
  let longest: Omit<LongestStretch, 'processorMilliseconds'> = { milliseconds: 0, phase };
  let processorMilliseconds = 0;
  let looked = performance.now();
  let worked = process.threadCpuUsage();
  const look = (): void => {
    const { user, system } = process.threadCpuUsage(worked);
    processorMilliseconds = Math.max(processorMilliseconds, (user + system) / 1000);
    const milliseconds = performance.now() - looked;
    if (milliseconds > longest.milliseconds) longest = { milliseconds, phase };
    looked = performance.now();
    worked = process.threadCpuUsage();
  };
  const context: TrainingContext = {
    seed,
    options: {},
    encoder: null,
    threads,
    vectors: null,
    onProgress: (progress) => {
      phase = progress.phase;
    },
    // Looking without having breathed is of no use to a cancel, except where other threads do the work.
    checkCancelled: look,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
  return { context, longestStretch: () => ({ ...longest, processorMilliseconds }) };
}
