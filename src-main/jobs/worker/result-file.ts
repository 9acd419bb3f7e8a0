import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { AppError } from '../../domain/errors.ts';

const bufferedCharacters = 256 * 1024;
/** The first 16 bytes of every SQLite file, and with it of every project (sqlite.org/fileformat.html, 1.3). */
const databaseStart = Buffer.from('SQLite format 3\0', 'latin1');
/** Projects, and what SQLite and Winnow keep beside an open one. */
const projectName = /\.winnow(-wal|-shm|-lock|-journal)?$/i;

/** A file that appears under its name only when it is complete. */
export interface ResultFile {
  write(text: string): Promise<void>;
  writeBytes(bytes: Uint8Array): Promise<void>;
}

/**
 * Lets `work` write the file. It is written beside its place as `NAME.part`, flushed to disk and then renamed;
 * when `work` throws, nothing is left and an older file of that name stays as it was. A link is followed. What is
 * no plain file (`/dev/null`, a pipe) is written to directly, for a rename would replace it.
 * @throws AppError `file_unreadable`, `disk_full`, `already_exists` (a project or another database is there), and
 *   what `work` throws.
 */
export async function writeResultFile<T>(path: string, work: (file: ResultFile) => Promise<T>): Promise<T> {
  try {
    const target = await resultTarget(path);
    return target.plain ? await writeBeside(target.path, work) : await writeDirectly(target.path, work);
  } catch (error) {
    throw resultFileError(error, path);
  }
}

/**
 * Where results named `path` go: links are followed. `plain`: a file, there or not; else a pipe or the like, which
 * can only be written to from start to end.
 * @throws AppError `file_unreadable` (a folder), `already_exists` (a project or another database is there).
 */
export async function resultTarget(
  path: string,
): Promise<{ readonly path: string; readonly plain: boolean }> {
  const target = await realpath(path).catch(() => path);
  const status = await stat(target).catch(() => null);
  if (status?.isDirectory() === true) throw folderError(path);
  if (status?.isFile() === false) return { path: target, plain: false };
  await refuseDatabase(target);
  return { path: target, plain: true };
}

async function writeDirectly<T>(path: string, work: (file: ResultFile) => Promise<T>): Promise<T> {
  const handle = await open(path, 'w');
  try {
    return await writeBuffered(handle, work);
  } finally {
    await handle.close();
  }
}

async function writeBeside<T>(path: string, work: (file: ResultFile) => Promise<T>): Promise<T> {
  const partPath = `${path}.part`;
  const handle = await open(partPath, 'w');
  try {
    const result = await writeBuffered(handle, work);
    await handle.sync();
    await handle.close();
    await rename(partPath, path);
    return result;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(partPath, { force: true });
    throw error;
  }
}

/** A slip of the hand (`--output tickets.winnow`) must not cost anybody a project. */
async function refuseDatabase(path: string): Promise<void> {
  if (projectName.test(path) || (await startsLikeDatabase(path))) {
    throw new AppError(
      'already_exists',
      `${path} is a project or another database, not a file for results. Name another file.`,
      { path },
    );
  }
}

async function startsLikeDatabase(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(databaseStart.length), 0);
    return buffer.subarray(0, bytesRead).equals(databaseStart);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}

async function writeBuffered<T>(handle: FileHandle, work: (file: ResultFile) => Promise<T>): Promise<T> {
  let buffer = '';
  const flush = async (): Promise<void> => {
    const text = buffer;
    buffer = '';
    await handle.appendFile(text, 'utf8');
  };
  const result = await work({
    async write(text) {
      buffer += text;
      if (buffer.length >= bufferedCharacters) await flush();
    },
    async writeBytes(bytes) {
      await flush();
      await handle.appendFile(bytes);
    },
  });
  await flush();
  return result;
}

function folderError(path: string): AppError {
  return new AppError('file_unreadable', `${path} is a folder. Name a file to write.`);
}

/** What the file system says about writing results, in words that name the remedy; other errors stay. */
export function resultFileError(error: unknown, path: string): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'disk_full',
        `There is no room left to write ${path}. Free some space and try again.`,
      );
    case 'ENOENT':
      return new AppError('file_not_found', `The folder of ${path} does not exist. Create it first.`);
    case 'EISDIR':
      return folderError(path);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError(
        'file_unreadable',
        `${path} cannot be written. Check the permissions of its folder.`,
      );
    default:
      return error;
  }
}
