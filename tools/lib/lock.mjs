import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 200;

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file */
function holderOf(file) {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return Number.NaN;
  }
}

/**
 * Takes the lock file unless a live process holds it; a lock left behind by a dead process is taken over.
 * @param {string} file
 * @returns {(() => void) | undefined} the release function, or undefined when somebody else holds the lock
 */
export function tryLock(file) {
  mkdirSync(path.dirname(file), { recursive: true });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (Number.isInteger(holder) && isAlive(holder)) return undefined;
    rmSync(file, { force: true });
  }
  return undefined;
}

/**
 * Runs the action while no other process runs one under the same lock file.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} action
 * @param {() => void} onWait called once when the lock is held by another process
 * @returns {Promise<T>}
 */
export async function withLock(file, action, onWait) {
  let release = tryLock(file);
  if (!release) onWait();
  while (!release) {
    await delay(POLL_MILLISECONDS);
    release = tryLock(file);
  }
  try {
    return await action();
  } finally {
    release();
  }
}
