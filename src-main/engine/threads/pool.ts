import type { ThreadSettings } from '../types.ts';
import { type Pacing, type Pause, pauseOf } from '../work.ts';
import { Thread } from './thread.ts';
import type { ThreadTask } from './thread-task.ts';

export interface RunOptions<Result> {
  /** Called as results arrive, in whatever order; `done` counts them. */
  readonly onResult?: (place: number, result: Result, done: number) => void;
  /** Leave the caller's own thread free: for tasks that never pause. */
  readonly onlyThreads?: boolean;
  /** Too little work to start threads for: only those that run already help. */
  readonly little?: boolean;
}

/**
 * Shares work out over a few threads, the caller's own among them. Which thread runs what is left to chance; results
 * come back in the order of the inputs, so what is computed from them does not depend on the number of threads.
 */
export interface ThreadPool {
  /** Threads that work at a time, the caller's own included. */
  readonly size: number;
  /**
   * Runs the task once for every input. The first failure ends all threads and is thrown.
   * @throws AppError `cancelled` as soon as the context says so, at the latest {@link cancelInterval} ms later.
   */
  run<Input, Result>(
    task: ThreadTask<Input, Result>,
    inputs: readonly Input[],
    options?: RunOptions<Result>,
  ): Promise<Result[]>;
  /** Ends the threads; running work is lost. A later `run` starts them anew. */
  close(): Promise<void>;
}

/** While only other threads work, a cancel is looked for this often; in milliseconds. */
export const cancelInterval = 25;

/**
 * Threads are started with the first run of more than one input and kept until `close`. Where none can be started
 * (no entry file, too little memory), everything runs on the caller's own thread, with the same results.
 */
export function createThreadPool(settings: ThreadSettings, context: Pacing): ThreadPool {
  const size = settings.entry === null ? 1 : Math.max(1, Math.floor(settings.count));
  const threads: Thread[] = [];
  const pause = pauseOf(context);
  const close = async (): Promise<void> => {
    await Promise.all(threads.splice(0).map((thread) => thread.end()));
  };
  return {
    size,
    close,
    run: async (task, inputs, options = {}) => {
      const shared = new SharedRun(task, inputs, options.onResult);
      for (let index = threads.length - 1; index >= 0; index--) {
        if (threads[index]!.lost) threads.splice(index, 1);
      }
      const { entry } = settings;
      const wanted = options.little === true ? 0 : Math.min(size, inputs.length) - 1;
      while (entry !== null && threads.length < wanted) {
        threads.push(new Thread(entry));
      }
      try {
        const others = Promise.all(threads.map((thread) => shared.runOn(thread)));
        // A failure is thrown below, by whichever waits for it first.
        others.catch(() => {});
        if (options.onlyThreads !== true || threads.length === 0) await shared.runHere(pause);
        await untilDone(others, context.checkCancelled);
        // Whatever a lost thread left behind.
        await shared.runHere(pause);
        return shared.results();
      } catch (error) {
        await close();
        throw error;
      }
    },
  };
}

/** One run: a queue of places that whoever is free takes from. */
class SharedRun<Input, Result> {
  readonly #task: ThreadTask<Input, Result>;
  readonly #inputs: readonly Input[];
  readonly #onResult: RunOptions<Result>['onResult'];
  readonly #waiting: number[];
  readonly #results = new Map<number, Result>();
  readonly #complete = Promise.withResolvers<void>();
  #failed = false;

  constructor(
    task: ThreadTask<Input, Result>,
    inputs: readonly Input[],
    onResult: RunOptions<Result>['onResult'],
  ) {
    this.#task = task;
    this.#inputs = inputs;
    this.#onResult = onResult;
    this.#waiting = inputs.map((_, place) => place);
  }

  results(): Result[] {
    return this.#inputs.map((_, place) => this.#results.get(place) as Result);
  }

  async runHere(pause: Pause): Promise<void> {
    await this.#take(async (input) => ({ result: await this.#task.run(input, pause) }), pause);
  }

  async runOn(thread: Thread): Promise<void> {
    // A thread may still be starting when everything is done.
    const started = await Promise.race([thread.ready, this.#complete.promise]);
    if (started !== true) return;
    await this.#take((input) => thread.ask<Result>(this.#task.name, input), undefined);
  }

  /** `undefined` = the runner is lost, and somebody else must take the input. */
  async #take(
    runner: (input: Input) => Promise<{ readonly result: Result } | undefined>,
    pause: Pause | undefined,
  ): Promise<void> {
    try {
      for (let place = this.#next(); place !== undefined; place = this.#next()) {
        const answer = await runner(this.#inputs[place]!);
        if (answer === undefined) {
          this.#waiting.unshift(place);
          return;
        }
        this.#results.set(place, answer.result);
        this.#onResult?.(place, answer.result, this.#results.size);
        if (this.#results.size === this.#inputs.length) this.#complete.resolve();
        await pause?.();
      }
    } catch (error) {
      this.#failed = true;
      throw error;
    }
  }

  #next(): number | undefined {
    return this.#failed ? undefined : this.#waiting.shift();
  }
}

async function untilDone(work: Promise<unknown>, checkCancelled: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      try {
        checkCancelled();
      } catch (error) {
        reject(error as Error);
      }
    }, cancelInterval);
  });
  try {
    await Promise.race([work, cancelled]);
  } finally {
    clearInterval(timer);
  }
}
