import type { TrainingContext } from '../types.ts';

/** What long computations need of a training's context. */
export type Pacing = Pick<TrainingContext, 'breathe' | 'checkCancelled'>;

/** A computation that hands over control now and then, at the latest after some 20 ms. */
export type Work<Result = void> = Generator<void, Result, void>;

const millisecondsPerBreath = 40;

/**
 * Runs the computation to its end, breathing whenever 40 ms have passed. The clock decides only about breaths, never
 * about results.
 * @throws AppError `cancelled`
 */
export async function runPaced<Result>(work: Work<Result>, pacing: Pacing): Promise<Result> {
  let last = performance.now();
  let step = work.next();
  while (!step.done) {
    if (performance.now() - last >= millisecondsPerBreath) {
      await pacing.breathe();
      pacing.checkCancelled();
      last = performance.now();
    }
    step = work.next();
  }
  return step.value;
}
