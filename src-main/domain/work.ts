/**
 * Pure work that takes its time: yields the share that is done, 0 to 1, after every few milliseconds, so that the
 * caller can pause or give it up, and returns its result.
 */
export type Work<Result> = Generator<number, Result, undefined>;

/** Runs it to its end without a pause. */
export function finished<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Shows a piece of work as the part of a whole that lies between the shares `from` and `to`. */
export function* scaled<Result>(work: Work<Result>, from: number, to: number): Work<Result> {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield from + (to - from) * step.value;
  }
}
