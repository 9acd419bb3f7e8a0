import { AppError, fromErrorData } from '../../domain/errors.ts';
import { workerFailed } from '../jobs/run-task.ts';
import type { ModelAnswers, ModelQuestion, ServeModelTask } from '../ports/model-questions.ts';
import type { WorkerLauncher, WorkerProcess } from '../ports/system.ts';
import type { FromWorker, ToWorker } from '../ports/worker.ts';

type Answer = ModelAnswers[keyof ModelAnswers];
type Waiting = PromiseWithResolvers<Answer>;

/** One worker process that keeps one model and answers requests; it owns the process. */
export class ModelServer {
  readonly #worker: WorkerProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<void>();
  #lastRequest = 0;
  #over = false;

  constructor(launcher: WorkerLauncher, task: ServeModelTask) {
    this.#worker = launcher.launch();
    // Whoever asks sees the failure; without a request there is nobody to tell.
    this.#ready.promise.catch(() => undefined);
    this.#worker.onMessage((message) => {
      this.#receive(message as FromWorker);
    });
    this.#worker.onExit((code) => {
      this.#fail(workerFailed(code));
      this.#ended.resolve();
    });
    this.#send({ type: 'run', task });
  }

  /** True once the process is gone or about to go. */
  get over(): boolean {
    return this.#over;
  }

  async ask<Question extends ModelQuestion>(question: Question): Promise<ModelAnswers[Question['kind']]> {
    await this.#ready.promise;
    this.#lastRequest += 1;
    const requestId = this.#lastRequest;
    const waiting = Promise.withResolvers<Answer>();
    this.#waiting.set(requestId, waiting);
    if (this.#over) {
      waiting.reject(workerFailed(null));
    } else {
      this.#send({ type: 'request', request: { requestId, question } });
    }
    const answer = await waiting.promise.finally(() => this.#waiting.delete(requestId));
    return answer as ModelAnswers[Question['kind']];
  }

  /** Resolves when the process has ended and no longer reads the project. */
  stop(): Promise<void> {
    this.#fail(new AppError('cancelled', 'The model was closed.'));
    this.#worker.kill();
    return this.#ended.promise;
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'ready':
        this.#ready.resolve();
        break;
      case 'answer':
        this.#waiting.get(message.requestId)?.resolve(message.answer);
        break;
      case 'answer-error':
        this.#waiting.get(message.requestId)?.reject(fromErrorData(message.error));
        break;
      case 'error':
        this.#fail(fromErrorData(message.error));
        break;
      default:
        break;
    }
  }

  #fail(error: AppError): void {
    this.#over = true;
    this.#ready.reject(error);
    for (const waiting of this.#waiting.values()) {
      waiting.reject(error);
    }
  }

  #send(message: ToWorker): void {
    this.#worker.send(message);
  }
}
