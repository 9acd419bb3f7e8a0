import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import tar, { type Pack } from 'tar-stream';
import { AppError } from '../../../domain/errors.ts';

/** A file of an archive: its name there, and where its bytes are. */
export interface ArchivedFile {
  readonly name: string;
  readonly path: string;
  /** What comes after the file's own bytes. */
  readonly tail?: string;
}

/**
 * Packs files into a `tar.gz`, piece by piece, so that their size does not matter. The archive appears when it is
 * complete; one of that name is replaced.
 * @throws AppError `cancelled`, and what the file system throws.
 */
export async function writeTarball(
  target: string,
  files: readonly ArchivedFile[],
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal },
): Promise<void> {
  const partial = `${target}.partial`;
  await rm(partial, { force: true });
  const pack = tar.pack();
  // Its end by an abort is told by the pipelines; nobody else listens, and Node ends a process for that.
  pack.on('error', () => undefined);
  const filling = fill(pack, files, now, signal).catch((error: unknown) => {
    pack.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  // Never through a link that somebody has laid there.
  const file = createWriteStream(partial, { flags: 'wx' });
  const ends = await Promise.allSettled([filling, pipeline(pack, createGzip(), file, { signal })]);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed === undefined) return await rename(partial, target);
  await rm(partial, { force: true });
  throw signal.aborted ? new AppError('cancelled', 'Cancelled.') : failed.reason;
}

async function fill(
  pack: Pack,
  files: readonly ArchivedFile[],
  now: Date,
  signal: AbortSignal,
): Promise<void> {
  for (const { name, path, tail = '' } of files) {
    const { size } = await stat(path);
    const end = Buffer.from(tail);
    const entry = pack.entry({ name, size: size + end.length, mtime: now, mode: 0o644 });
    const content = async function* (): AsyncGenerator<Uint8Array> {
      yield* createReadStream(path) as AsyncIterable<Uint8Array>;
      yield end;
    };
    await pipeline(content, entry, { signal });
  }
  pack.finalize();
}
