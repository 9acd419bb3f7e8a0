import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { createThreadPool } from './pool.ts';
import { die, fail, threadOf, waitFor } from './test-support/tasks.ts';

// Threads take their time to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const entry = path.join(import.meta.dirname, 'test-support', 'thread-entry.ts');
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function pool(count: number, threadEntry: string | null = entry, checkCancelled = () => {}) {
  const created = createThreadPool({ count, entry: threadEntry }, { breathe, checkCancelled });
  onTestFinished(() => created.close());
  return created;
}

const shared = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
const values = Array.from({ length: 20 }, (_, value) => value);

describe('a pool of threads', () => {
  it('works on several threads at a time, the own one too, and keeps the order of the results', async () => {
    const counter = shared();
    const arrived: number[] = [];
    const results = await pool(3).run(
      threadOf,
      // Nobody finishes before three run at the same time.
      values.map((value) => ({ value, shared: counter, meeting: 3 })),
      { onResult: (place, { square }, done) => arrived.push(done) && expect(square[0]).toBe(place * place) },
    );
    expect(results.map(({ square }) => square[0])).toEqual(values.map((value) => value * value));
    const threads = new Set(results.map(({ thread }) => thread));
    expect(threads.size).toBe(3);
    expect(threads.has(threadId)).toBe(true);
    expect(arrived).toEqual(values.map((value) => value + 1));
  });

  it('leaves the own thread free where it is asked to', async () => {
    const counter = shared();
    const inputs = values.map((value) => ({ value, shared: counter, meeting: 1 }));
    const results = await pool(2).run(threadOf, inputs, { onlyThreads: true });
    expect(results.some(({ thread }) => thread === threadId)).toBe(false);
  });

  it('starts no thread for little work, but uses those that run', async () => {
    const own = pool(2);
    const inputs = (meeting: number) => {
      const counter = shared();
      return values.map((value) => ({ value, shared: counter, meeting }));
    };
    const alone = await own.run(threadOf, inputs(1), { little: true });
    expect(new Set(alone.map(({ thread }) => thread))).toEqual(new Set([threadId]));
    await own.run(threadOf, inputs(2));
    const together = await own.run(threadOf, inputs(2), { little: true });
    expect(new Set(together.map(({ thread }) => thread)).size).toBe(2);
  });

  it.each([
    ['one thread is allowed', 1, entry],
    ['there is no entry file', 4, null],
    ['the entry file is missing', 4, `${entry}.missing.ts`],
  ])('does everything itself where %s', async (_, count, threadEntry) => {
    const counter = shared();
    const inputs = values.map((value) => ({ value, shared: counter, meeting: 1 }));
    const results = await pool(count, threadEntry).run(threadOf, inputs);
    expect(results.map(({ square, thread }) => [square[0], thread])).toEqual(
      values.map((value) => [value * value, threadId]),
    );
  });

  it('runs a task again whose thread has died', async () => {
    const own = pool(3);
    for (let round = 0; round < 3; round++) {
      const inputs = values.map((value) => ({ caller: threadId, value }));
      expect(await own.run(die, inputs, { onlyThreads: true })).toEqual(values);
    }
  });

  it('throws what a task throws, wherever it ran, and works on', async () => {
    const own = pool(2);
    for (const onlyThreads of [true, false]) {
      const failing = own.run(fail, values, { onlyThreads });
      await expect(failing).rejects.toThrow(new AppError('bad_request', 'Two is not allowed.', { value: 2 }));
    }
    expect(await own.run(fail, [1, 3])).toEqual([1, 3]);
  });

  it.each([true, false])(
    'ends threads that work when it is cancelled (threads only: %s)',
    async (onlyThreads) => {
      const counter = shared();
      // Cancelled once two tasks run.
      const own = pool(3, entry, () => {
        if (Atomics.load(counter, 0) >= 2) throw new AppError('cancelled', 'The job was cancelled.');
      });
      const running = own.run(waitFor, [counter, counter, counter], { onlyThreads });
      await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    },
  );

  it('runs nothing for no input', async () => {
    expect(await pool(2).run(fail, [])).toEqual([]);
  });
});
