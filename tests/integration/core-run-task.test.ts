import path from 'node:path';
import { expect, test } from 'vitest';
import { runTask, type TaskHandlers } from '../../src-main/core/jobs/run-task.ts';
import type { WorkerProcess } from '../../src-main/core/ports/system.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { createForkLauncher } from '../../src-main/jobs/fork-launcher.ts';

const workerEntry = path.join(import.meta.dirname, '../fixtures/workers/misbehaving.mjs');

/** Runs a real process; `alive` holds it until its end. */
function run(behaviour: string, handlers: TaskHandlers = {}) {
  const alive = new Set<WorkerProcess>();
  const forks = createForkLauncher({ workerEntry, execArgv: [] });
  const launcher = {
    launch() {
      const worker = forks.launch();
      alive.add(worker);
      worker.onExit(() => alive.delete(worker));
      return worker;
    },
  };
  const task = {
    kind: 'inspect',
    paths: [behaviour],
    projectKind: 'single',
    options: automaticReadOptions,
  } as const;
  return { ended: runTask<unknown>(launcher, task, handlers), alive };
}

test('batches are handled one after another, each for a credit', async () => {
  const seen: number[] = [];
  let handling = 0;
  const { ended, alive } = run('answer with batches', {
    onBatch: async (batch) => {
      expect(handling).toBe(0);
      handling += 1;
      await new Promise(setImmediate);
      seen.push(batch as number);
      handling -= 1;
    },
  });
  expect(await ended).toBe('all credits came back');
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(alive.size).toBe(0);
});

test.each(['obey cancelling', 'ignore cancelling'])(
  'a worker told to %s ends as cancelled',
  async (behaviour) => {
    const abort = new AbortController();
    const { ended, alive } = run(behaviour, {
      signal: abort.signal,
      onLog: () => {
        abort.abort();
      },
    });
    await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
    expect(alive.size).toBe(0);
  },
);

test('a task that is cancelled before it starts starts no process', async () => {
  const { ended, alive } = run('die', { signal: AbortSignal.abort() });
  expect(alive.size).toBe(0);
  await expect(ended).rejects.toMatchObject({ code: 'cancelled' });
});

test('a worker that dies leaves its last words in the log', async () => {
  const log: string[] = [];
  const { ended } = run('die', { onLog: (text) => log.push(text) });
  await expect(ended).rejects.toMatchObject({
    code: 'worker_failed',
    message: expect.stringContaining('code 9'),
  });
  expect(log).toEqual(['last words']);
});

test('an error keeps its code, message and details on the way', async () => {
  await expect(run('fail').ended).rejects.toMatchObject({
    code: 'file_malformed',
    message: 'Line 3 is broken.',
    details: { line: 3 },
  });
});

test('an error while a batch is written ends the worker and is the task’s error', async () => {
  const { ended, alive } = run('answer with batches', {
    onBatch: () => {
      throw new Error('disk full');
    },
  });
  await expect(ended).rejects.toThrow('disk full');
  expect(alive.size).toBe(0);
});

test('a worker that stays after its result is ended', async () => {
  const { ended, alive } = run('stay after the result');
  expect(await ended).toBe(1);
  expect(alive.size).toBe(0);
});
