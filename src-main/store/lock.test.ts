import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { projectFields } from '../../tests/support/project-fields.ts';
import { storeOpener, temporaryFolder } from '../../tests/support/store.ts';
import { acquireLock } from './lock.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const holder = fileURLToPath(new URL('../../tests/support/lock-holder.ts', import.meta.url));

/** Another process that holds the lock of a project, until it is killed. */
async function holdElsewhere(project: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [holder, project], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [answer] = (await Promise.race([once(child.stdout!, 'data'), once(child, 'exit')])) as [unknown];
  expect(String(answer)).toBe('locked\n');
  return child;
}

const inUse = expect.objectContaining({ code: 'project_in_use' });

test('a second lock in the same process is refused, and leaves the first one in force', async () => {
  const project = path.join(temporaryFolder(), 'a.winnow');
  const lock = acquireLock(project);
  expect(() => acquireLock(project)).toThrow(inUse);
  expect(() => acquireLock(project)).toThrow(inUse);
  await expect(holdElsewhere(project)).rejects.toThrow('locked');
  lock.release();
  expect(readdirSync(path.dirname(project))).toEqual([]);
  acquireLock(project).release();
});

test('a lock held by another process is refused; when the process is killed, it is free', async () => {
  const project = path.join(temporaryFolder(), 'a.winnow');
  const child = await holdElsewhere(project);
  expect(() => acquireLock(project)).toThrow(inUse);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(`${project}-lock`)).toBe(true);
  acquireLock(project).release();
  expect(existsSync(`${project}-lock`)).toBe(false);
});

test('releasing twice does not take the next owner’s lock away', () => {
  const project = path.join(temporaryFolder(), 'a.winnow');
  const first = acquireLock(project);
  first.release();
  const second = acquireLock(project);
  first.release();
  expect(() => acquireLock(project)).toThrow(inUse);
  second.release();
});

test('an open project cannot be opened again under another name', async () => {
  const folder = temporaryFolder();
  const opener = storeOpener();
  const store = await opener.create(path.join(folder, 'a.winnow'), projectFields);
  onTestFinished(() => store.close());
  symlinkSync(store.path, path.join(folder, 'b.winnow'));
  await expect(opener.open(path.join(folder, 'b.winnow'))).rejects.toThrow(inUse);
  await expect(opener.open(path.join(folder, '.', 'a.winnow'))).rejects.toThrow(inUse);
  await expect(holdElsewhere(store.path)).rejects.toThrow('locked');
});
