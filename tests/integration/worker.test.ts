import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { FromWorker, ToWorker, WorkerTask } from '../../src-main/core/ports/worker.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { textHash } from '../../src-main/domain/text-hash.ts';
import { createForkLauncher } from '../../src-main/jobs/fork-launcher.ts';
import { toJsonl } from './support/tickets.ts';

const workerEntry = path.resolve(import.meta.dirname, '../../src-main/jobs/worker/main.ts');
const folder = mkdtempSync(path.join(tmpdir(), 'winnow-worker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const launcher = createForkLauncher({ workerEntry, execArgv: ['--no-warnings'] });

interface Run {
  readonly messages: FromWorker[];
  send(message: ToWorker): void;
  /** Resolves with the first message that passes, or at the end of the process. */
  until(passes: (message: FromWorker) => boolean): Promise<FromWorker | undefined>;
  readonly exit: Promise<{ readonly code: number | null; readonly output: string }>;
}

function start(task: WorkerTask): Run {
  const worker = launcher.launch();
  const messages: FromWorker[] = [];
  const watchers = new Set<() => void>();
  const exit = new Promise<{ code: number | null; output: string }>((resolve) => {
    worker.onExit((code, output) => resolve({ code, output }));
  });
  worker.onMessage((message) => {
    messages.push(message as FromWorker);
    for (const watch of watchers) watch();
  });
  worker.send({ type: 'run', task } satisfies ToWorker);
  return {
    messages,
    send: (message) => worker.send(message),
    until: (passes) =>
      new Promise((resolve) => {
        const watch = (): void => {
          const found = messages.find(passes);
          if (found !== undefined) resolve(found);
        };
        watchers.add(watch);
        watch();
        void exit.then(() => resolve(messages.find(passes)));
      }),
    exit,
  };
}

const importTask = (file: string): WorkerTask => ({
  kind: 'import',
  paths: [file],
  projectKind: 'single',
  options: automaticReadOptions,
});

const batchesOf = (run: Run) => run.messages.filter((message) => message.type === 'batch');

function writeRows(name: string, count: number): string {
  const file = path.join(folder, name);
  writeFileSync(
    file,
    toJsonl(Array.from({ length: count }, (_, index) => ({ text: `text ${index}`, label: 'a' }))),
  );
  return file;
}

describe('a worker process', () => {
  it('sends hashed records, then its result, and ends', async () => {
    const run = start(importTask(writeRows('few.jsonl', 3)));
    const batch = await run.until(({ type }) => type === 'batch');
    run.send({ type: 'credit' });
    expect(await run.exit).toEqual({ code: 0, output: '' });
    expect(run.messages.at(-1)).toMatchObject({ type: 'result' });
    expect(batch).toMatchObject({
      batch: { records: [{ text: 'text 0', labels: ['a'], textHash: textHash('text 0') }, {}, {}] },
    });
  });

  it('never has more than eight unanswered batches', async () => {
    const run = start(importTask(writeRows('many.jsonl', 20_000)));
    await run.until(() => batchesOf(run).length === 8);
    // A ninth one would be on its way before the answer to a cancel.
    run.send({ type: 'cancel' });
    await run.exit;
    expect(batchesOf(run)).toHaveLength(8);
    expect(run.messages.at(-1)).toMatchObject({ type: 'error', error: { code: 'cancelled' } });
  });

  it('goes on with each credit', async () => {
    const run = start(importTask(path.join(folder, 'many.jsonl')));
    let answered = 0;
    await run.until(() => {
      for (; answered < batchesOf(run).length; answered++) run.send({ type: 'credit' });
      return false;
    });
    expect(batchesOf(run)).toHaveLength(40);
    expect(run.messages.at(-1)).toMatchObject({ type: 'result', result: { rejectedCount: 0, warnings: [] } });
  });

  it('reports errors by code', async () => {
    const run = start(importTask(path.join(folder, 'absent.csv')));
    expect((await run.exit).code).toBe(0);
    expect(run.messages).toMatchObject([{ type: 'error', error: { code: 'file_not_found' } }]);
  });

  it('ends when its parent is gone', async () => {
    const child: ChildProcess = fork(workerEntry, [], {
      serialization: 'advanced',
      execArgv: ['--no-warnings'],
    });
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.send({ type: 'run', task: importTask(path.join(folder, 'many.jsonl')) });
    await new Promise((resolve) => child.once('message', resolve));
    child.disconnect();
    expect(await exit).toBe(3);
  });

  it('is reported with the end of its standard error when it dies', async () => {
    const broken = path.join(folder, 'broken.mjs');
    writeFileSync(
      broken,
      `console.error('x'.repeat(20000)); console.error('the last words'); process.exit(7);`,
    );
    const worker = createForkLauncher({ workerEntry: broken }).launch();
    const [code, output] = await new Promise<[number | null, string]>((resolve) => {
      worker.onExit((...end) => resolve(end));
    });
    expect(code).toBe(7);
    expect(output).toHaveLength(8192);
    expect(output).toMatch(/the last words\n$/);
  });

  it('can be killed', async () => {
    const worker = launcher.launch();
    const code = new Promise((resolve) => worker.onExit((...end) => resolve(end[0])));
    worker.kill();
    expect(await code).toBeNull();
    worker.send({ type: 'cancel' });
  });
});

describe('an inspection', () => {
  it('says how files would be read', async () => {
    const file = path.join(folder, 'look.csv');
    writeFileSync(file, 'message;topic\nhello;greeting\nbye;farewell\n');
    const run = start({
      kind: 'inspect',
      paths: [file],
      projectKind: 'single',
      options: automaticReadOptions,
    });
    await run.exit;
    expect(run.messages.at(-1)).toMatchObject({
      type: 'result',
      result: {
        format: 'csv',
        delimiter: ';',
        hasHeader: true,
        fileCount: 1,
        columns: [{ name: 'message' }, { name: 'topic' }],
      },
    });
  });
});
