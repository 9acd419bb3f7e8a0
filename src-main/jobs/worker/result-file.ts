import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { AppError } from '../../domain/errors.ts';

const bufferedCharacters = 256 * 1024;

/** A file that appears under its name only when it is complete. */
export interface ResultFile {
  write(text: string): Promise<void>;
}

/**
 * Lets `work` write the file. It is written beside its place as `NAME.part`, flushed to disk and then renamed;
 * when `work` throws, nothing is left and an older file of that name stays as it was.
 * @throws AppError `file_unreadable`, `disk_full`, and what `work` throws.
 */
export async function writeResultFile<T>(path: string, work: (file: ResultFile) => Promise<T>): Promise<T> {
  const partPath = `${path}.part`;
  const handle = await open(partPath, 'w').catch((error: unknown) => {
    throw fileError(error, path);
  });
  try {
    const result = await writeBuffered(handle, work);
    await handle.sync();
    await handle.close();
    await rename(partPath, path);
    return result;
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(partPath, { force: true });
    throw fileError(error, path);
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
  });
  await flush();
  return result;
}

function fileError(error: unknown, path: string): unknown {
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
      return new AppError('file_unreadable', `${path} is a folder. Name a file to write.`);
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
