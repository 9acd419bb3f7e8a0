import type { Pause } from '../work.ts';

/**
 * A piece of work that may run on any thread. Its input and result must survive a structured clone; memory is best
 * shared (`SharedArrayBuffer`, a shared `WebAssembly.Memory`) or small. When a thread dies the task is run again
 * elsewhere with the same input, so it must begin by setting whatever shared memory it writes.
 */
export interface ThreadTask<Input, Result> {
  /** The same in the caller and in the thread's entry file, which lists it. */
  readonly name: string;
  /** Awaits `pause` at least every 10 ms or so: on the caller's own thread it lets messages in and may throw. */
  readonly run: (input: Input, pause: Pause) => Result | Promise<Result>;
  /** Memory of the result that is handed over instead of copied. */
  readonly transfer?: (result: Result) => readonly ArrayBuffer[];
}

/** A task of a thread's list, whatever it takes and gives. */
export interface AnyThreadTask {
  readonly name: string;
  readonly run: (input: never, pause: Pause) => unknown;
  readonly transfer?: (result: never) => readonly ArrayBuffer[];
}
