import { Worker } from 'node:worker_threads';
import { fromErrorData } from '../../domain/errors.ts';
import { type ThreadAnswer, type ThreadRequest, threadReady } from './protocol.ts';

/** One thread of a pool: asked one thing at a time. */
export class Thread {
  /** Resolves when the thread can be asked, with false when it could not be started. */
  readonly ready: Promise<boolean>;
  readonly #worker: Worker | undefined;
  #lost = false;
  #settle: ((answer: ThreadAnswer | undefined) => void) | undefined;

  constructor(entry: string) {
    this.#worker = started(entry);
    const worker = this.#worker;
    this.#lost = worker === undefined;
    this.ready = new Promise((resolve) => {
      const lost = (): void => {
        this.#lost = true;
        resolve(false);
        this.#answer(undefined);
      };
      worker?.on('message', (message: ThreadAnswer | typeof threadReady) => {
        if (message === threadReady) resolve(true);
        else this.#answer(message);
      });
      worker?.on('error', lost).on('exit', lost);
      if (worker === undefined) lost();
    });
    // Only work that somebody waits for keeps the process alive.
    worker?.unref();
  }

  /** The thread has ended by itself, or never began. */
  get lost(): boolean {
    return this.#lost;
  }

  /** Nothing when the thread was lost meanwhile. @throws AppError what the task threw. */
  async ask<Result>(task: string, input: unknown): Promise<{ readonly result: Result } | undefined> {
    if (this.#lost) return undefined;
    const answer = await new Promise<ThreadAnswer | undefined>((resolve) => {
      this.#settle = resolve;
      this.#worker!.ref();
      const request: ThreadRequest = { task, input };
      this.#worker!.postMessage(request);
    });
    if (answer !== undefined && 'error' in answer) throw fromErrorData(answer.error);
    return answer as { readonly result: Result } | undefined;
  }

  async end(): Promise<void> {
    this.#lost = true;
    await this.#worker?.terminate();
  }

  #answer(answer: ThreadAnswer | undefined): void {
    const settle = this.#settle;
    this.#settle = undefined;
    this.#worker?.unref();
    settle?.(answer);
  }
}

function started(entry: string): Worker | undefined {
  try {
    return new Worker(entry);
  } catch {
    // Said by `lost`: the work is done elsewhere.
    return undefined;
  }
}
