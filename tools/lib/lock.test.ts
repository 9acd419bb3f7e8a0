import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tryLock, withLock } from './lock.mjs';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-lock-'));
  file = path.join(folder, 'sub', 'a.lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a lock is held by one until it is released', () => {
  const release = tryLock(file);
  expect(readFileSync(file, 'utf8')).toBe(String(process.pid));
  expect(tryLock(file)).toBeUndefined();
  release?.();
  expect(existsSync(file)).toBe(false);
  expect(tryLock(file)).toBeDefined();
});

test('the lock of a process that is gone is taken over', () => {
  tryLock(file)?.();
  const gone = spawnSync(process.execPath, ['--version']).pid;
  writeFileSync(file, String(gone));
  expect(tryLock(file)).toBeDefined();
});

test('actions under one lock never overlap, and a failed one releases it', async () => {
  const events: string[] = [];
  let finishFirst = (): void => undefined;
  const firstMayEnd = new Promise<void>((resolve) => {
    finishFirst = resolve;
  });
  const first = withLock(
    file,
    async () => {
      events.push('first starts');
      await firstMayEnd;
      events.push('first ends');
      throw new Error('failed');
    },
    () => events.push('first waits'),
  );
  const second = withLock(
    file,
    async () => {
      events.push('second starts');
    },
    () => {
      events.push('second waits');
      finishFirst();
    },
  );
  await expect(first).rejects.toThrow('failed');
  await second;
  expect(events).toEqual(['first starts', 'second waits', 'first ends', 'second starts']);
});
