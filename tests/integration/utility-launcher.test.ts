import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { WorkerProcess } from '../../src-main/core/ports/system.ts';
import { createUtilityLauncher } from '../../src-main/hosts/electron/utility-launcher.ts';
import { FakeUtilityProcess } from '../fixtures/fake-electron/fake-utility-process.ts';

vi.mock('electron', () => ({
  utilityProcess: { fork: (entry: string, args: readonly string[]) => new FakeUtilityProcess(entry, args) },
}));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-utility-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function launch(name: string, script: string): WorkerProcess {
  const entry = path.join(folder, `${name}.mjs`);
  writeFileSync(entry, script);
  return createUtilityLauncher(entry).launch();
}

function exitOf(worker: WorkerProcess): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => worker.onExit((code, output) => resolve({ code, output })));
}

test('carries messages both ways, typed arrays as they are', async () => {
  const worker = launch(
    'echo',
    "process.parentPort.on('message', ({ data }) => process.parentPort.postMessage({ back: data }));",
  );
  const answer = new Promise((resolve) => worker.onMessage(resolve));
  worker.send({ parts: new Float32Array([0.5, 1]) });
  expect(await answer).toEqual({ back: { parts: new Float32Array([0.5, 1]) } });
  worker.kill();
  expect((await exitOf(worker)).code).toBeNull();
});

test('tells how a worker ended and what it said last', async () => {
  const worker = launch(
    'failing',
    "process.stderr.write('x'.repeat(20_000) + 'out of memory', () => process.exit(7));",
  );
  const { code, output } = await exitOf(worker);
  expect(code).toBe(7);
  expect(output).toHaveLength(8192);
  expect(output.endsWith('out of memory')).toBe(true);
});

test('sends nothing to a worker that has ended', async () => {
  const worker = launch('short', 'process.exit(0);');
  const ended = exitOf(worker);
  const sentInside = new Promise<void>((resolve) =>
    worker.onExit(() => {
      worker.send({ type: 'cancel' });
      worker.kill();
      resolve();
    }),
  );
  expect((await ended).code).toBe(0);
  await sentInside;
});
