import { AppError } from '../domain/errors.ts';

/** Long deletions in small steps that let other work in between, and that stop when the project closes. */
export interface Background {
  /**
   * Calls `step` until it returns false, yielding after every call.
   * @throws AppError `interrupted` when the project is closed first; what is left is done after the next opening.
   */
  repeat(step: () => boolean): Promise<void>;
  /** No further step is run; resolves when none is running. */
  stop(): Promise<void>;
}

export function createBackground(): Background {
  const running = new Set<Promise<void>>();
  let stopped = false;

  const run = async (step: () => boolean): Promise<void> => {
    for (;;) {
      if (stopped) throw new AppError('interrupted', 'The project was closed before the work was done.');
      if (!step()) return;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  return {
    repeat(step) {
      const work = run(step);
      const ended = work.then(
        () => {},
        () => {},
      );
      running.add(ended);
      void ended.then(() => running.delete(ended));
      return work;
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}
