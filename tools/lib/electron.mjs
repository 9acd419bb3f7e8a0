import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { findNode } from './node.mjs';
import { inRoot } from './paths.mjs';
import { environment, run } from './processes.mjs';

const DOWNLOAD_SECONDS = 20;
const RETRY_AFTER_MILLISECONDS = 24 * 60 * 60 * 1000;
const electronFolder = inRoot('node_modules', 'electron');
const failureFile = inRoot('node_modules', '.cache', 'winnow-electron-failed');

/** @returns {string | undefined} Electron's program, when its runtime has been downloaded */
export function findElectron() {
  const pointer = path.join(electronFolder, 'path.txt');
  if (!existsSync(pointer)) return undefined;
  const program = path.join(electronFolder, 'dist', readFileSync(pointer, 'utf8').trim());
  return existsSync(program) ? program : undefined;
}

const failedLately = () =>
  existsSync(failureFile) && Date.now() - statSync(failureFile).mtimeMs < RETRY_AFTER_MILLISECONDS;

/**
 * Finds Electron's program or downloads it in one short try. A failure is remembered for a day, so that a
 * machine without network starts fast.
 * @param {(line: string) => void} log
 * @returns {Promise<string | undefined>}
 */
export async function ensureElectron(log) {
  const found = findElectron();
  if (found) return found;
  const installer = path.join(electronFolder, 'install.js');
  if (!existsSync(installer) || failedLately()) return undefined;
  log(`Downloading the Electron runtime (at most ${DOWNLOAD_SECONDS} seconds) ...`);
  const node = findNode();
  const result = await run(node, [installer], {
    output: 'collect',
    timeoutSeconds: DOWNLOAD_SECONDS,
    env: environment(node),
  });
  const program = findElectron();
  if (program) {
    rmSync(failureFile, { force: true });
    return program;
  }
  const reason = result.timedOut ? 'it took too long' : (result.output.trim().split('\n')[0] ?? '');
  mkdirSync(path.dirname(failureFile), { recursive: true });
  writeFileSync(failureFile, reason);
  log(`The Electron runtime could not be downloaded: ${reason}`);
  return undefined;
}
