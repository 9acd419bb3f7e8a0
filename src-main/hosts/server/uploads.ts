import { randomUUID } from 'node:crypto';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../domain/errors.ts';
import { safeUploadPath } from './upload-names.ts';

export interface Uploads {
  /**
   * Stores one dropped file. Files of the same `drop` keep their places to each other below one folder.
   * @throws AppError `file_too_large`, `bad_request`; nothing stays behind then.
   */
  store(
    name: string,
    drop: string | undefined,
    content: Readable,
  ): Promise<{ readonly path: string; readonly folder: string }>;
  /** Deletes everything uploaded. */
  dispose(): void;
}

export function createUploads(limitBytes: number): Uploads {
  const root = mkdtempSync(path.join(tmpdir(), 'winnow-upload-'));
  return {
    async store(name, drop, content) {
      const folder = path.join(root, dropFolder(drop));
      const target = path.join(folder, ...safeUploadPath(name));
      await mkdir(path.dirname(target), { recursive: true });
      const file = createWriteStream(target, { flags: 'wx', mode: 0o600 });
      try {
        await pipeline(content, sizeLimit(limitBytes, name), file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
          throw new AppError('already_exists', `The file ${name} was sent twice in one drop.`);
        }
        await rm(target, { force: true });
        throw error;
      }
      return { path: target, folder };
    },
    dispose: () => rmSync(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function dropFolder(drop: string | undefined): string {
  if (drop === undefined) return randomUUID();
  if (!/^[A-Za-z0-9-]{1,64}$/.test(drop)) {
    throw new AppError('bad_request', 'A drop is named by letters, digits and hyphens, at most 64.');
  }
  return drop;
}

function sizeLimit(limitBytes: number, name: string): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitBytes) {
        const megabytes = Math.floor(limitBytes / 1e6);
        done(
          new AppError('file_too_large', `${name} is larger than ${megabytes} MB. Give its path instead.`),
        );
      } else {
        done(null, chunk);
      }
    },
  });
}

/** `POST /upload?name=FILE[&drop=ID]` with the file as its body answers `{ path, folder }`. */
export function registerUploads(server: FastifyInstance, uploads: Uploads, limitBytes: number): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { bodyLimit: limitBytes }, (_request, payload, done) =>
      done(null, payload),
    );
    scope.post<{ Querystring: { readonly name: string; readonly drop?: string } }>(
      '/upload',
      {
        bodyLimit: limitBytes,
        schema: {
          querystring: {
            type: 'object',
            required: ['name'],
            properties: {
              name: { type: 'string', minLength: 1, maxLength: 4096 },
              drop: { type: 'string' },
            },
          },
        },
      },
      (request) => uploads.store(request.query.name, request.query.drop, request.raw),
    );
  });
}
