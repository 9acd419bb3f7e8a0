import { threadId } from 'node:worker_threads';
import { AppError } from '../../../domain/errors.ts';
import type { ThreadTask } from '../thread-task.ts';

/** Says on which thread it ran, once `meeting` others are running as well: shared[0] counts them. */
export const threadOf: ThreadTask<
  { readonly value: number; readonly shared: Int32Array; readonly meeting: number },
  { readonly square: Float64Array; readonly thread: number }
> = {
  name: 'thread-of',
  run: async ({ value, shared, meeting }, pause) => {
    Atomics.add(shared, 0, 1);
    while (Atomics.load(shared, 0) < meeting) await pause();
    return { square: Float64Array.of(value * value), thread: threadId };
  },
  transfer: ({ square }) => [square.buffer as ArrayBuffer],
};

export const fail: ThreadTask<number, number> = {
  name: 'fail',
  run: (value) => {
    if (value === 2) throw new AppError('bad_request', 'Two is not allowed.', { value });
    return value;
  },
};

/** Ends the thread it runs on, unless that is the caller's. */
export const die: ThreadTask<{ readonly caller: number; readonly value: number }, number> = {
  name: 'die',
  run: ({ caller, value }) => {
    if (threadId !== caller) process.exit(1);
    return value;
  },
};

/** Runs until it is ended, after saying so in shared[0]. */
export const waitFor: ThreadTask<Int32Array, never> = {
  name: 'wait-for',
  run: async (shared, pause) => {
    Atomics.add(shared, 0, 1);
    for (;;) await pause();
  },
};
