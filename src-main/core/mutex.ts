/** Runs asynchronous pieces of work one after another, in the order in which they came. */
export interface Mutex {
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs or waits. */
  idle(): Promise<void>;
}

export function createMutex(): Mutex {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(work) {
      const result = last.then(work);
      last = result.catch(() => undefined);
      return result;
    },
    async idle() {
      let seen: Promise<unknown> | undefined;
      while (seen !== last) {
        seen = last;
        await seen;
      }
    },
  };
}
