import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { ExtractAnswer, ExtractRequest } from './protocol.ts';

/** For one file; a file that takes longer is given up. */
const maximalSeconds = 60;
const heapMegabytes = 1024;
const stackMegabytes = 8;

/** The host tells where the entry lies in a bundle; from source it is beside this file. */
const entryFile = (): string =>
  process.env.WINNOW_DOCUMENT_ENTRY ?? fileURLToPath(new URL('./thread-main.ts', import.meta.url));

/**
 * Reads documents in a thread of its own, one after the other: one that needs too much time or memory costs the
 * thread, which is started again for the next, and not the work around it.
 */
class DocumentThread {
  #worker: Worker | undefined;
  #last: Promise<unknown> = Promise.resolve();

  extract(request: ExtractRequest): Promise<ExtractAnswer> {
    const answer = this.#last.then(() => this.#ask(request));
    this.#last = answer.catch(() => {});
    return answer;
  }

  #ask(request: ExtractRequest): Promise<ExtractAnswer> {
    const worker = this.#worker ?? this.#start();
    // Only work that somebody waits for keeps the process alive.
    worker.ref();
    return new Promise((resolve) => {
      const settle = (answer: ExtractAnswer): void => {
        clearTimeout(timer);
        worker.off('message', settle).off('error', failed).off('exit', ended).unref();
        resolve(answer);
      };
      const lose = (reason: string): void => {
        this.#worker = undefined;
        // A thread that is ended may still have something to complain about.
        worker.on('error', () => {});
        void worker.terminate();
        settle(reason);
      };
      const failed = (error: NodeJS.ErrnoException): void =>
        lose(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `Reading the file takes more than ${heapMegabytes} MB of memory.`
            : `The file is damaged: ${error.message.split('\n', 1)[0]}.`,
        );
      const ended = (): void => lose('The file is damaged: reading it ended unexpectedly.');
      const timer = setTimeout(
        () => lose(`Reading the file took longer than ${maximalSeconds} seconds.`),
        maximalSeconds * 1000,
      );
      worker.on('message', settle).on('error', failed).on('exit', ended);
      worker.postMessage(request, [request.bytes.buffer]);
    });
  }

  #start(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: heapMegabytes, stackSizeMb: stackMegabytes };
    this.#worker = new Worker(entryFile(), { resourceLimits });
    return this.#worker;
  }
}

/** Shared by all readers of the process. */
const thread = new DocumentThread();

export function extractInThread(request: ExtractRequest): Promise<ExtractAnswer> {
  return thread.extract(request);
}
