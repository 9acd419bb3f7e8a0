import type { TrainingContext } from './types.ts';

/** What long computations need of a training's context. */
export type Pacing = Pick<TrainingContext, 'breathe' | 'checkCancelled'>;

/** Awaited every few milliseconds: lets messages in, a cancel among them. @throws AppError `cancelled` */
export type Pause = () => Promise<void>;

/**
 * A computation that hands over control after every few milliseconds of work. How often depends on what there is to
 * do, never on the clock.
 */
export type Work<Result = void> = Generator<void, Result, void>;

export const pauseOf =
  ({ breathe, checkCancelled }: Pacing): Pause =>
  async () => {
    await breathe();
    checkCancelled();
  };

/**
 * Does all of the work, of the engine's kind or of the domain's, which tells its share, with a pause after each of its
 * steps, the last one too.
 * @throws AppError `cancelled`
 */
export async function runPaced<Result>(
  work: Work<Result> | Generator<number, Result, undefined>,
  pause: Pause,
): Promise<Result> {
  for (let step = work.next(); ; step = work.next()) {
    await pause();
    if (step.done) return step.value;
  }
}

/** Does all of the work without a pause. */
export function runAtOnce<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Stretch after stretch of `count` things, at most `each` of them at a time. */
export function* inStretches(count: number, each: number, work: (from: number, to: number) => void): Work {
  for (let from = 0; from < count; from += each) {
    work(from, Math.min(count, from + each));
    yield;
  }
}
