import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { FileEntry, Files } from '../core/ports/files.ts';
import { AppError } from '../domain/errors.ts';

/** {@link Files} over this computer's file system. */
export const nodeFiles: Files = {
  readText,
  writeAtomically,
  rename: renameSync,
  exists: existsSync,
  ensureFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  canonical,
  listFolder,
  homeFolder: homedir(),
};

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    throw fileError(path, error);
  }
}

function writeAtomically(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileError(path, error);
  }
}

function canonical(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync.native(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(canonical(parent), basename(absolute));
  }
}

async function listFolder(path: string): Promise<readonly FileEntry[]> {
  try {
    const names = await readdir(path);
    const entries = await Promise.all(names.map((name) => entryOf(join(path, name), name)));
    return entries.filter((entry) => entry !== null);
  } catch (error) {
    throw fileError(path, error);
  }
}

/** A dangling link, or an entry that went away meanwhile, is no entry. */
async function entryOf(path: string, name: string): Promise<FileEntry | null> {
  try {
    const facts = await stat(path);
    if (!facts.isDirectory() && !facts.isFile()) {
      return null;
    }
    return { name, kind: facts.isDirectory() ? 'folder' : 'file', size: facts.size, modifiedAt: facts.mtime };
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

function fileError(path: string, error: unknown): AppError {
  switch (codeOf(error)) {
    case 'ENOENT':
      return new AppError('file_not_found', `${path} does not exist.`);
    case 'ENOTDIR':
      return new AppError('file_not_found', `${path} is not a folder.`);
    case 'ENOSPC':
      return new AppError(
        'disk_full',
        `There is no room left on the disk for ${path}. Free some and try again.`,
      );
    default:
      return new AppError(
        'file_unreadable',
        `${path} cannot be used: ${error instanceof Error ? error.message : String(error)}.`,
      );
  }
}
