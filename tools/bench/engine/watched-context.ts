import type { TrainingContext, TrainingProgress } from '../../../src-main/engine/types.ts';
import { inRoot } from '../../lib/paths.mjs';
import type { LongestStretch } from './job.ts';

const seed = 42;

/** A context as the product's worker gives it, that measures how long the trainer goes without breathing. */
export function watchedContext(threads: number): {
  readonly context: TrainingContext;
  readonly longestStretch: () => LongestStretch;
} {
  let phase: TrainingProgress['phase'] = 'reading';
  let longest: LongestStretch = { milliseconds: 0, phase };
  let looked = performance.now();
  const look = (): void => {
    const now = performance.now();
    if (now - looked > longest.milliseconds) longest = { milliseconds: now - looked, phase };
    looked = now;
  };
  const context: TrainingContext = {
    seed,
    options: {},
    encoder: null,
    threads: { count: threads, entry: inRoot('src-main', 'engine', 'threads', 'main.ts') },
    vectors: null,
    onProgress: (progress) => {
      phase = progress.phase;
    },
    // Looking without having breathed is of no use to a cancel, except where other threads do the work.
    checkCancelled: look,
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
  return { context, longestStretch: () => longest };
}
