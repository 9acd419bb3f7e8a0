import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Core } from '../../core/core.ts';
import { AppError } from '../../domain/errors.ts';
import type { JobKind, JobSnapshot } from '../../domain/job.ts';

/** `GET /download?path=FILE` gives a file that a job of this session wrote, and no other. */
export function registerDownloads(server: FastifyInstance, core: Core, sessionStart: Date): void {
  server.get<{ Querystring: { readonly path: string } }>(
    '/download',
    {
      schema: {
        querystring: { type: 'object', required: ['path'], properties: { path: { type: 'string' } } },
      },
    },
    async (request, reply) => {
      const file = path.resolve(request.query.path);
      if (!writtenFiles(core, sessionStart).includes(file)) {
        throw new AppError('not_found', 'Winnow has written no such file in this session.');
      }
      // A project that is open is more than its file.
      if (core.projects.list().some((project) => project.path === file)) {
        throw new AppError('project_in_use', `${file} is open. Close it, or export it again.`);
      }
      const { size } = await stat(file).catch(() => {
        throw new AppError('file_not_found', `The file ${file} is no longer there.`);
      });
      return reply
        .type('application/octet-stream')
        .header('content-length', size)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodedName(file)}`)
        .send(createReadStream(file));
    },
  );
}

function writtenFiles(core: Core, since: Date): readonly string[] {
  return core.projects
    .list()
    .flatMap((project) => core.project(project.id).jobs.list())
    .filter((job) => job.state === 'done' && job.startedAt >= since.toISOString())
    .flatMap(outputPathsOf);
}

const writingJobs: ReadonlySet<JobKind> = new Set(['classify', 'export', 'export-model', 'clone', 'report']);

function outputPathsOf(job: JobSnapshot): readonly string[] {
  if (!writingJobs.has(job.kind)) return [];
  const { outputPath, vocabularyPath } = (job.result ?? {}) as Readonly<Record<string, unknown>>;
  return [outputPath, vocabularyPath]
    .filter((file) => typeof file === 'string')
    .map((file) => path.resolve(file));
}

function encodedName(file: string): string {
  return encodeURIComponent(path.basename(file)).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
