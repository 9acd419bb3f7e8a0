import { open, stat } from 'node:fs/promises';
import { AppError } from '../domain/errors.ts';

/** Bytes read at a time; a batch of rows never needs more than a few of these in memory. */
export const chunkBytes = 1 << 20;

/** Turns an error of the file system into one that names the file and the remedy. */
export function fileError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('file_not_found', `There is no file or folder "${path}". Check the path.`, { path });
  }
  const reason =
    code === 'EACCES' || code === 'EPERM'
      ? 'You may not read it: check its permissions.'
      : code === 'EISDIR'
        ? 'It is a folder, not a file.'
        : `The system says: ${error instanceof Error ? error.message : String(error)}.`;
  return new AppError('file_unreadable', `"${path}" cannot be read. ${reason}`, { path });
}

export async function fileStatus(
  path: string,
): Promise<{ readonly isFolder: boolean; readonly bytes: number }> {
  try {
    const status = await stat(path);
    if (!status.isDirectory() && !status.isFile()) {
      throw new AppError('file_unsupported', `"${path}" is neither a file nor a folder.`, { path });
    }
    return { isFolder: status.isDirectory(), bytes: status.size };
  } catch (error) {
    throw fileError(error, path);
  }
}

/** The first `limit` bytes of a file, or all of it when it is shorter. */
export async function readHead(path: string, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readChunks(path, Math.min(limit, chunkBytes))) {
    parts.push(chunk);
    length += chunk.length;
    if (length >= limit) break;
  }
  return Buffer.concat(parts).subarray(0, limit);
}

/** The file's bytes in order. Every chunk is its own memory, so a caller may keep it. */
export async function* readChunks(path: string, size: number = chunkBytes): AsyncGenerator<Uint8Array> {
  try {
    const handle = await open(path, 'r');
    try {
      for (;;) {
        const buffer = Buffer.allocUnsafeSlow(size);
        const { bytesRead } = await handle.read(buffer, 0, size, null);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'The work was cancelled.');
}
