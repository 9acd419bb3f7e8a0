import { type ToWorker, workerCredits } from '../../core/ports/worker.ts';
import { AppError } from '../../domain/errors.ts';
import type { JobProgress } from '../../domain/job.ts';
import type { Channel } from './channel.ts';

const millisecondsBetweenProgress = 100;

/** What a task may do besides its work. */
export interface TaskContext {
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  /** Cheap to call often: at most ten a second of one phase and message are sent. */
  progress(progress: JobProgress): void;
  log(text: string): void;
  /** Sends a batch as soon as fewer than {@link workerCredits} are unanswered. @throws AppError `cancelled`. */
  batch(batch: unknown): Promise<void>;
  /** Resolves when every batch was written by the other side. @throws AppError `cancelled`. */
  drained(): Promise<void>;
  /** @throws AppError `cancelled`. */
  checkCancelled(): void;
  /** Lets messages arrive, a cancel among them. */
  breathe(): Promise<void>;
  /** Both: breathes, then looks whether the job was cancelled. @throws AppError `cancelled`. */
  pause(): Promise<void>;
  /** Leaves an action until the result has left this process; a process that is killed before never does it. */
  afterwards(action: () => Promise<void>): void;
}

export interface ControlledContext {
  readonly context: TaskContext;
  /** Takes in a `credit` or `cancel` message. */
  receive(message: ToWorker): void;
  /** Does what was left until the result was sent. */
  tidyUp(): Promise<void>;
}

export function createTaskContext(channel: Pick<Channel, 'send'>): ControlledContext {
  const controller = new AbortController();
  let unanswered = 0;
  let wake: (() => void) | undefined;
  const left: (() => Promise<void>)[] = [];

  const checkCancelled = (): void => {
    if (controller.signal.aborted) {
      throw new AppError('cancelled', 'The job was cancelled.');
    }
  };
  const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const untilBelow = async (limit: number): Promise<void> => {
    checkCancelled();
    while (unanswered >= limit) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      checkCancelled();
    }
  };
  return {
    context: {
      signal: controller.signal,
      progress: throttledProgress((progress) => channel.send({ type: 'progress', progress })),
      log: (text) => channel.send({ type: 'log', text }),
      batch: async (batch) => {
        await untilBelow(workerCredits);
        unanswered++;
        channel.send({ type: 'batch', batch });
      },
      drained: () => untilBelow(1),
      checkCancelled,
      breathe,
      pause: () => breathe().then(checkCancelled),
      afterwards: (action) => void left.push(action),
    },
    receive(message) {
      if (message.type === 'credit') unanswered--;
      if (message.type === 'cancel') controller.abort();
      wake?.();
    },
    async tidyUp() {
      for (const action of left) await action();
    },
  };
}

function throttledProgress(send: (progress: JobProgress) => void): (progress: JobProgress) => void {
  let shown = '';
  let sentAt = 0;
  return (progress) => {
    const now = performance.now();
    // A message that only counts on is no new one.
    const what = `${progress.phase}: ${progress.message ?? ''}`.replaceAll(/\d+/g, '#');
    if (what === shown && now - sentAt < millisecondsBetweenProgress) return;
    shown = what;
    sentAt = now;
    send(progress);
  };
}
