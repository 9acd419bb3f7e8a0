import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { listFiles } from './files.mjs';
import { withLock } from './lock.mjs';
import { findNode } from './node.mjs';
import { cacheFolder, inRoot, root } from './paths.mjs';
import { environment, run, ToolError } from './processes.mjs';

const SOURCES = ['src-main', 'src-preload', 'src-renderer', 'resources'];
const SINGLE_FILES = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.base.json'];
const outFolder = inRoot('out');
const stampFile = inRoot('out', '.stamp');

/** Changes when any file that goes into the build was added, removed or touched. */
function sourcesFingerprint() {
  const files = SOURCES.flatMap((folder) => listFiles(inRoot(folder))).filter(
    (file) => !/\.test\.tsx?$/.test(file),
  );
  const hash = createHash('sha256');
  for (const file of [...files, ...SINGLE_FILES.map((name) => inRoot(name))].sort()) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${path.relative(root, file)}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest('hex');
}

const isBuilt = (/** @type {string} */ fingerprint) =>
  existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint;

/**
 * Moves the new build into place. A running application keeps the files it has open; only the time
 * between two renames has no `out/`.
 * @param {string} fresh
 */
function putInPlace(fresh) {
  const old = path.join(cacheFolder, `out-old-${process.pid}`);
  if (existsSync(outFolder)) renameSync(outFolder, old);
  renameSync(fresh, outFolder);
  rmSync(old, { recursive: true, force: true });
}

/** @param {{ output: 'show' | 'stderr' | 'collect' }} options */
async function build({ output }) {
  const fingerprint = sourcesFingerprint();
  const fresh = path.join(cacheFolder, `out-new-${process.pid}`);
  const node = findNode();
  const program = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  try {
    const args = [program, 'build', '--outDir', fresh, '--logLevel', 'warn'];
    const result = await run(node, args, { output, env: environment(node) });
    if (result.code !== 0) {
      throw new ToolError(`${result.output}The build failed (electron-vite, exit code ${result.code}).`);
    }
    writeFileSync(path.join(fresh, '.stamp'), fingerprint);
    putInPlace(fresh);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Builds the application into `out/` unless a build of the present sources is there.
 * @param {{ output: 'show' | 'stderr' | 'collect', log: (line: string) => void, force?: boolean }} options
 */
export async function ensureBuilt({ output, log, force = false }) {
  if (!force && isBuilt(sourcesFingerprint())) return;
  await withLock(
    path.join(cacheFolder, 'build.lock'),
    async () => {
      if (!force && isBuilt(sourcesFingerprint())) return;
      log('Building the application ...');
      await build({ output });
    },
    () => log('Waiting for another process that builds the application ...'),
  );
}
