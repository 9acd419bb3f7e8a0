import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { cacheFolder, inRoot } from './paths.mjs';
import { run, ToolError } from './processes.mjs';

const stampFile = inRoot('node_modules', '.winnow-stamp');

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/** @param {string} file */
const readPackages = (file) =>
  /** @type {Record<string, LockedPackage>} */ (JSON.parse(readFileSync(file, 'utf8')).packages ?? {});

/**
 * Says whether npm's own record of what it installed has everything the lock file asks for. It spares the
 * reinstallation after somebody ran `npm ci` or `npm install` by hand.
 */
function installedMatchesLock() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  return Object.entries(readPackages(inRoot('package-lock.json'))).every(([location, wanted]) => {
    if (!location.startsWith('node_modules/')) return true;
    const found = installed[location];
    if (!found) return wanted.optional === true;
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(inRoot('package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  const hash = lockHash();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return true;
  if (!installedMatchesLock()) return false;
  writeFileSync(stampFile, hash);
  return true;
}

function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { command: process.execPath, first: [script], shell: false };
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

function installCommand() {
  const fromDependencies = process.execPath.startsWith(inRoot('node_modules') + path.sep);
  // Windows cannot delete a running program, and `npm run` starts the Node.js of node_modules: `npm ci`,
  // which empties that folder first, would fail.
  return process.platform === 'win32' && fromDependencies ? 'install' : 'ci';
}

/**
 * Installs what package-lock.json names unless it is there already.
 * @param {{ output: 'show' | 'stderr', log: (line: string) => void }} options
 */
export async function ensureInstalled({ output, log }) {
  if (isInstalled()) return;
  await withLock(
    path.join(cacheFolder, 'install.lock'),
    async () => {
      if (isInstalled()) return;
      log('Installing dependencies (npm ci) ...');
      const { command, first, shell } = npmCommand();
      const args = [...first, installCommand(), '--no-audit', '--no-fund', '--loglevel=error'];
      const { code } = await run(command, args, { output, shell });
      if (code !== 0) throw new ToolError(`npm could not install the dependencies (exit code ${code}).`);
      writeFileSync(stampFile, lockHash());
    },
    () => log('Waiting for another process that installs the dependencies ...'),
  );
}
