import { Worker } from 'node:worker_threads';
import { type ErrorData, fromErrorData } from '../../domain/errors.ts';
import {
  type ReaderAnswer,
  type ReaderQueries,
  type ReaderQueryName,
  type ReaderRequest,
  type ReaderWorkerData,
  readerReady,
} from './protocol.ts';

export interface ReaderThreadOptions {
  readonly entry: string;
  readonly path: string;
}

interface Task {
  readonly request: ReaderRequest;
  readonly settle: (answer: ReaderAnswer) => void;
}

const cancelled: ErrorData = { code: 'cancelled', message: 'The query was cancelled.' };

/**
 * A queue of queries before one reader thread. SQLite's calls cannot be interrupted, so cancelling the running
 * query ends the thread, and the next query gets a new one; a waiting query is just taken out of the queue.
 */
export class ReaderThread {
  readonly #options: ReaderThreadOptions;
  readonly #waiting: Task[] = [];
  /** Threads that were told to end and may still have the file open. */
  readonly #ending = new Set<Promise<unknown>>();
  #worker: Worker | undefined;
  /** Resolves when the worker has loaded SQLite, or is gone. */
  #loaded: Promise<void> = Promise.resolve();
  #running: Task | undefined;
  #closed = false;

  constructor(options: ReaderThreadOptions) {
    this.#options = options;
  }

  /** @throws AppError `cancelled` when the signal is aborted or the thread closed, or what the query threw. */
  query<Name extends ReaderQueryName>(
    name: Name,
    parameters: Parameters<ReaderQueries[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<ReaderQueries[Name]>> {
    return new Promise((resolve, reject) => {
      if (this.#closed || signal?.aborted === true) {
        reject(fromErrorData(cancelled));
        return;
      }
      const abort = (): void => this.#cancel(task);
      const task: Task = {
        request: { name, parameters },
        settle(answer) {
          signal?.removeEventListener('abort', abort);
          if ('error' in answer) reject(fromErrorData(answer.error));
          else resolve(answer.result as ReturnType<ReaderQueries[Name]>);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(task);
      this.#next();
    });
  }

  /** Cancels what is asked. Resolves when no thread has the file open any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const task of [...this.#waiting]) this.#cancel(task);
    if (this.#running !== undefined) this.#cancel(this.#running);
    this.#end();
    await Promise.all(this.#ending);
  }

  #next(): void {
    if (this.#running !== undefined || this.#closed) return;
    this.#running = this.#waiting.shift();
    if (this.#running === undefined) return;
    this.#worker ??= this.#start();
    // A query that runs keeps the process alive; waiting for queries does not.
    this.#worker.ref();
    this.#worker.postMessage(this.#running.request);
  }

  #start(): Worker {
    const workerData: ReaderWorkerData = { path: this.#options.path };
    const worker = new Worker(this.#options.entry, { workerData });
    const lost = (reason: string): void => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#finish({ error: { code: 'internal', message: `A query of the project failed: ${reason}.` } });
    };
    this.#loaded = new Promise((resolve) => {
      worker.once('message', () => resolve()).once('exit', () => resolve());
    });
    worker.on('message', (message: ReaderAnswer | typeof readerReady) => {
      if (worker === this.#worker && message !== readerReady) this.#finish(message);
    });
    worker.on('error', (error) => lost(String(error)));
    worker.on('exit', (code) => lost(`the reader ended with code ${code}`));
    return worker;
  }

  #finish(answer: ReaderAnswer): void {
    const task = this.#running;
    this.#running = undefined;
    this.#worker?.unref();
    task?.settle(answer);
    this.#next();
  }

  #cancel(task: Task): void {
    const place = this.#waiting.indexOf(task);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (task === this.#running) {
      this.#end();
      this.#running = undefined;
    }
    task.settle({ error: cancelled });
    this.#next();
  }

  #end(): void {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    worker.ref();
    // A thread that is ended while it loads native code can take the whole process with it.
    const ended: Promise<unknown> = this.#loaded
      .then(() => worker.terminate())
      .finally(() => this.#ending.delete(ended));
    this.#ending.add(ended);
  }
}
