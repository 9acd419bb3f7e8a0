import { mkdir, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../domain/errors.ts';
import type { AllowedFolders } from './context.ts';

const containerPattern = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,254}$/u;
const maximalKey = 1024;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * @param folders full paths that the person chose; one that is not there is left out until it is
 */
export function createAllowedFolders(folders: () => readonly string[]): AllowedFolders {
  const container = async (name: string): Promise<string> => {
    checkContainer(name);
    const roots = await realFolders(folders());
    const own = roots.find((root) => path.basename(root) === name);
    if (own !== undefined) return own;
    for (const root of roots) {
      // Asked for by the names that are there: a file system may find `DATA` under the name of `data`.
      if (!(await namesIn(root)).includes(name)) continue;
      const below = await realFolder(path.join(root, name));
      if (below !== null && isInside(root, below)) return below;
    }
    throw new AppError('not_found', `There is no folder “${name}” among those that programs may use.`);
  };
  return {
    container,
    async existing(name, key) {
      const root = await container(name);
      const file = await realpath(path.join(root, ...partsOf(key))).catch(() => null);
      if (file === null || !isInside(root, file)) throw noFile(name, key);
      return file;
    },
    async writable(name, key) {
      const root = await container(name);
      const parts = partsOf(key);
      const folder = await makeInside(root, parts.slice(0, -1));
      const target = path.join(folder ?? root, parts.at(-1) ?? '');
      const real = await realpath(target).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return target;
        throw noFile(name, key);
      });
      // A link that leads nowhere would be followed by whoever writes.
      if (folder === null || !isInside(root, real) || (real === target && (await isBrokenLink(target)))) {
        throw new AppError('bad_request', `“${key}” leads out of the folder “${name}”.`);
      }
      return real;
    },
  };
}

function checkContainer(name: string): void {
  if (!containerPattern.test(name) || reservedOnWindows.test(name) || /[. ]$/.test(name)) {
    throw new AppError('bad_request', 'A container or bucket is named by letters, digits, dots and hyphens.');
  }
}

/** @throws AppError `bad_request` for a key that could mean another place than below its folder. */
function partsOf(key: string): readonly string[] {
  const parts = key.split('/').filter((part) => part !== '');
  const isPlain =
    key !== '' &&
    key.length <= maximalKey &&
    !key.startsWith('/') &&
    !/[\p{Cc}\\:]/u.test(key) &&
    parts.length > 0 &&
    parts.every(
      (part) => part !== '.' && part !== '..' && !isEncodedStep(part) && !reservedOnWindows.test(part),
    );
  if (!isPlain) {
    throw new AppError(
      'bad_request',
      'A location is a path below its folder, with forward slashes and without “..”, drive names and backslashes.',
    );
  }
  return parts;
}

/** `%2e%2e%2f` and its kin, which some reader might decode. */
function isEncodedStep(part: string): boolean {
  return /%(2e|2f|5c|00)/i.test(part) || /^\.+\s*$/.test(part);
}

async function makeInside(root: string, parts: readonly string[]): Promise<string | null> {
  let folder = root;
  for (const part of parts) {
    const next = path.join(folder, part);
    await mkdir(next).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST')
        throw new AppError('file_unreadable', `A folder “${part}” cannot be made.`);
    });
    const real = await realFolder(next);
    if (real === null || !isInside(root, real)) return null;
    folder = real;
  }
  return folder;
}

async function isBrokenLink(file: string): Promise<boolean> {
  const names = await namesIn(path.dirname(file));
  return names.includes(path.basename(file)) && (await stat(file).catch(() => null)) === null;
}

/** None when the folder cannot be read. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch((): string[] => []);
}

async function realFolders(folders: readonly string[]): Promise<readonly string[]> {
  return (await Promise.all(folders.map(realFolder))).filter((folder) => folder !== null);
}

async function realFolder(folder: string): Promise<string | null> {
  const real = await realpath(folder).catch(() => null);
  if (real === null) return null;
  return (await stat(real).catch(() => null))?.isDirectory() === true ? real : null;
}

function isInside(root: string, file: string): boolean {
  const way = path.relative(root, file);
  return way === '' || !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}

function noFile(container: string, key: string): AppError {
  return new AppError('not_found', `There is no “${key}” in the folder “${container}”.`);
}
