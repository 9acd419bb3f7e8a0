import { AppError, fromErrorData } from '../../domain/errors.ts';
import type { JobProgress } from '../../domain/job.ts';
import type { WorkerLauncher, WorkerProcess } from '../ports/system.ts';
import type { FromWorker, ToWorker, WorkerTask } from '../ports/worker.ts';

export interface TaskHandlers {
  readonly onProgress?: (progress: JobProgress) => void;
  readonly onLog?: (text: string) => void;
  /** Batches are handled one after another; each gives its sender a credit for the next. */
  readonly onBatch?: (batch: unknown) => void | Promise<void>;
  readonly signal?: AbortSignal;
}

/** A worker that was asked to stop, or that has answered, is killed after this long. */
export const workerGraceMilliseconds = 2000;

/**
 * Runs one task in a worker process of its own. Settles only after the process has ended, so that nothing of it
 * still reads the project then.
 * @throws AppError of the worker; `cancelled` after an abort; `worker_failed` when the process died.
 */
export function runTask<Result>(
  launcher: WorkerLauncher,
  task: WorkerTask,
  handlers: TaskHandlers,
): Promise<Result> {
  if (handlers.signal?.aborted === true) {
    return Promise.reject(cancelled());
  }
  return new TaskRun<Result>(launcher.launch(), handlers).start(task);
}

type Outcome<Result> =
  | { readonly type: 'result'; readonly result: Result }
  | { readonly type: 'error'; readonly error: unknown };

/** Owns the process and its timer from launch to exit. */
class TaskRun<Result> {
  readonly #worker: WorkerProcess;
  readonly #handlers: TaskHandlers;
  #batches: Promise<void> = Promise.resolve();
  #outcome: Outcome<Result> | undefined;
  #grace: ReturnType<typeof setTimeout> | undefined;

  constructor(worker: WorkerProcess, handlers: TaskHandlers) {
    this.#worker = worker;
    this.#handlers = handlers;
  }

  start(task: WorkerTask): Promise<Result> {
    const { signal } = this.#handlers;
    const abort = () => {
      this.#send({ type: 'cancel' });
      this.#killSoon();
    };
    signal?.addEventListener('abort', abort, { once: true });
    return new Promise<Result>((resolve, reject) => {
      this.#worker.onMessage((message) => {
        this.#receive(message as FromWorker);
      });
      this.#worker.onExit((code, output) => {
        clearTimeout(this.#grace);
        signal?.removeEventListener('abort', abort);
        void this.#batches.then(() => {
          this.#settle(code, output, resolve, reject);
        });
      });
      this.#send({ type: 'run', task });
    });
  }

  #settle(
    code: number | null,
    output: string,
    resolve: (result: Result) => void,
    reject: (error: unknown) => void,
  ): void {
    const outcome = this.#outcome;
    if (outcome?.type === 'result') {
      resolve(outcome.result);
    } else if (this.#handlers.signal?.aborted === true) {
      reject(cancelled());
    } else if (outcome !== undefined) {
      reject(outcome.error);
    } else {
      if (output.trim() !== '') {
        this.#handlers.onLog?.(output.trim());
      }
      reject(workerFailed(code));
    }
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'progress':
        this.#handlers.onProgress?.(message.progress);
        break;
      case 'log':
        this.#handlers.onLog?.(message.text);
        break;
      case 'batch':
        this.#batches = this.#batches.then(() => this.#handle(message.batch));
        break;
      case 'result':
        this.#end({ type: 'result', result: message.result as Result });
        break;
      case 'error':
        this.#end({ type: 'error', error: fromErrorData(message.error) });
        break;
      default:
        // 'ready' and answers belong to tasks that serve requests.
        break;
    }
  }

  async #handle(batch: unknown): Promise<void> {
    if (this.#outcome?.type === 'error') {
      return;
    }
    try {
      await this.#handlers.onBatch?.(batch);
      this.#send({ type: 'credit' });
    } catch (error) {
      this.#outcome = { type: 'error', error };
      this.#worker.kill();
    }
  }

  /** The process ends by itself now; it gets a moment for that. */
  #end(outcome: Outcome<Result>): void {
    this.#outcome ??= outcome;
    void this.#batches.then(() => {
      this.#killSoon();
    });
  }

  #killSoon(): void {
    this.#grace ??= setTimeout(() => {
      this.#worker.kill();
    }, workerGraceMilliseconds);
  }

  #send(message: ToWorker): void {
    this.#worker.send(message);
  }
}

export function cancelled(): AppError {
  return new AppError('cancelled', 'Cancelled.');
}

export function workerFailed(code: number | null): AppError {
  const how =
    code === null ? 'was ended from outside, perhaps for want of memory' : `ended with code ${code}`;
  return new AppError(
    'worker_failed',
    `The process that did this work ${how}. Nothing was changed. Try again; its last words are in the job's log.`,
  );
}
