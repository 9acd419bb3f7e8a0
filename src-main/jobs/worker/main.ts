import type { ToWorker, WorkerTask } from '../../core/ports/worker.ts';
import { toErrorData } from '../../domain/errors.ts';
import { type Channel, openChannel } from './channel.ts';
import { runTask } from './run-task.ts';
import { type ControlledContext, createTaskContext } from './task-context.ts';
import { keepYoungGenerationSmall } from './young-generation.ts';

const exitCodeParentGone = 3;

/** Waits for one task, runs it, sends its result or error and ends the process. */
function main(): void {
  keepYoungGenerationSmall();
  const channel = openChannel();
  const control = createTaskContext(channel);
  let started = false;
  channel.onDisconnect(() => process.exit(exitCodeParentGone));
  // Ctrl+C reaches the whole process group; the process that owns the job decides what becomes of it.
  process.on('SIGINT', () => {});
  channel.onMessage((message: ToWorker) => {
    if (message.type !== 'run') {
      control.receive(message);
    } else if (!started) {
      started = true;
      void finish(channel, message.task, control);
    }
  });
}

async function finish(
  channel: Channel,
  task: WorkerTask,
  { context, tidyUp }: ControlledContext,
): Promise<void> {
  let done = false;
  try {
    const result = await runTask(task, context, channel);
    channel.send({ type: 'result', result });
    done = true;
  } catch (error) {
    channel.send({ type: 'error', error: toErrorData(error) });
  }
  await channel.flush();
  // Whatever goes wrong here cannot take back the result.
  if (done) await tidyUp().catch(() => {});
  process.exit(0);
}

main();
