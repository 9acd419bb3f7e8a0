import { randomBytes } from 'node:crypto';
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
  statSync,
  writeSync,
} from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { FileEntry, Files } from '../core/ports/files.ts';
import { AppError } from '../domain/errors.ts';

const readAtOnce = 64;

/** The files of this computer. */
export function createFiles(): Files {
  return {
    readText(file) {
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    writeAtomically,
    rename: renameSync,
    exists: existsSync,
    size: (file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0,
    remove: (file) => {
      rmSync(file, { force: true });
    },
    ensureFolder: (folder) => {
      mkdirSync(folder, { recursive: true });
    },
    canonical,
    listFolder,
    homeFolder: homedir(),
  };
}

function writeAtomically(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function canonical(file: string): string {
  const absolute = path.resolve(file);
  try {
    return realpathSync.native(absolute);
  } catch (error) {
    const parent = path.dirname(absolute);
    if (!isMissing(error) || parent === absolute) return absolute;
    return path.join(canonical(parent), path.basename(absolute));
  }
}

async function listFolder(folder: string): Promise<readonly FileEntry[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw isMissing(error)
      ? new AppError('file_not_found', `The folder ${folder} does not exist.`)
      : new AppError('file_unreadable', `The folder ${folder} cannot be read. Check its permissions.`);
  });
  const entries: FileEntry[] = [];
  for (let start = 0; start < names.length; start += readAtOnce) {
    const some = await Promise.all(
      names.slice(start, start + readAtOnce).map((name) => entryOf(folder, name)),
    );
    entries.push(...some.filter((entry) => entry !== null));
  }
  return entries;
}

/** `null` for what is neither file nor folder, or vanished meanwhile. */
async function entryOf(folder: string, name: string): Promise<FileEntry | null> {
  const status = await stat(path.join(folder, name)).catch(() => null);
  if (status === null || !(status.isFile() || status.isDirectory())) return null;
  return {
    name,
    kind: status.isDirectory() ? 'folder' : 'file',
    size: status.size,
    modifiedAt: status.mtime,
  };
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
