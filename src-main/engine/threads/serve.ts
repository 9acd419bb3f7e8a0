import { parentPort } from 'node:worker_threads';
import { toErrorData } from '../../domain/errors.ts';
import { type ThreadAnswer, type ThreadRequest, threadReady } from './protocol.ts';
import type { AnyThreadTask } from './thread-task.ts';

const pause = (): Promise<void> => Promise.resolve();

/** Makes this thread run the given tasks, one request after another, until it is ended. */
export function serveTasks(tasks: readonly AnyThreadTask[]): void {
  const port = parentPort!;
  const byName = new Map(tasks.map((task) => [task.name, task]));
  port.on('message', async ({ task: name, input }: ThreadRequest) => {
    let answer: ThreadAnswer;
    let transfer: readonly ArrayBuffer[] = [];
    try {
      const task = byName.get(name);
      if (task === undefined) throw new Error(`This thread knows no task "${name}".`);
      const result = await task.run(input as never, pause);
      transfer = task.transfer?.(result as never) ?? [];
      answer = { result };
    } catch (error) {
      answer = { error: toErrorData(error) };
    }
    port.postMessage(answer, [...transfer]);
  });
  port.postMessage(threadReady);
}
