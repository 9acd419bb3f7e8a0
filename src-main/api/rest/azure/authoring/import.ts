import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Project } from '../../../../core/core.ts';
import type { OperationRecord } from '../../../../core/ports/operations.ts';
import { AppError } from '../../../../domain/errors.ts';
import type { ImportReport } from '../../../../domain/import.ts';
import { automaticReadOptions } from '../../../../domain/source.ts';
import type { OperationControl, RestContext, RestServer } from '../../context.ts';
import { runJob } from '../../run-job.ts';
import { apiVersionOf, bodyOf, paramOf } from '../request.ts';
import { settledCounts } from '../settled-counts.ts';
import { answerJob, authoringBase, jobOf, projectPath, registerWork, stateOf } from './jobs.ts';
import { fieldsOf, keepMetadata, type Metadata, metadataBody, projectKindOf } from './metadata.ts';

export const importBody = z.object({
  projectFileVersion: z.string().max(100),
  stringIndexType: z.string().max(100).nullish(),
  metadata: metadataBody.extend({ storageInputContainerName: z.string().min(1).max(255) }),
  assets: z
    .looseObject({ documents: z.array(z.looseObject({ location: z.string().max(1024) })).nullish() })
    .nullish(),
});

type ImportBody = z.output<typeof importBody>;

interface ImportResult {
  /** Written down as soon as the project is there, for a start after a crash. */
  readonly created: boolean;
  readonly documents: number;
  readonly warnings: readonly string[];
}

/** Looked for at the same time. */
const concurrentFiles = 64;

export function registerImportWork(rest: RestContext): void {
  registerWork(rest, 'import', (operation, control) => runImport(rest, operation, control));
}

/**
 * A project file, with its texts in an allowed folder. Never over documents that are there: Azure would replace them,
 * which could not be taken back.
 */
export function registerImport(scope: FastifyInstance, rest: RestServer): void {
  const base = `/language${authoringBase}/:project`;
  scope.post(`${base}/::import`, async (request, reply) => {
    apiVersionOf(request);
    const fields = bodyOf(importBody, request);
    projectKindOf(fields.metadata);
    await rest.folders.container(fields.metadata.storageInputContainerName);
    const project = paramOf(request, 'project');
    await refuseOver(rest, project, fields.metadata);
    const jobsPath = `${projectPath(project)}/import/jobs`;
    return answerJob(rest, request, reply, { kind: 'import', project, fields, jobsPath });
  });
  scope.get(`${base}/import/jobs/:job`, async (request) => {
    apiVersionOf(request);
    const record = jobOf(rest, 'import', paramOf(request, 'job'), paramOf(request, 'project'));
    return stateOf(record, (record.result as ImportResult | null)?.warnings ?? []);
  });
}

/** Null when there is no such project. */
async function existing(rest: RestContext, name: string): Promise<Project | null> {
  return await rest.projects.find(name).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
}

async function refuseOver(rest: RestContext, name: string, metadata: Metadata): Promise<void> {
  const project = await existing(rest, name);
  if (project === null) return;
  const { documents } = await settledCounts(project);
  if (documents > 0 || project.models.list().length > 0) {
    throw new AppError(
      'already_exists',
      `The project “${name}” has documents or models already, which an import does not replace here. Delete it first, or import under another name.`,
    );
  }
  if (project.info().kind !== projectKindOf(metadata)) {
    throw new AppError('already_exists', `The project “${name}” is of the other kind.`);
  }
}

async function runImport(
  rest: RestContext,
  { project, request, result }: OperationRecord,
  control: OperationControl,
): Promise<ImportResult> {
  const name = project ?? '';
  const body = request as ImportBody;
  const begun = (result as ImportResult | null)?.created === true;
  const known = await existing(rest, name);
  const before = known === null ? 0 : (await settledCounts(known)).documents;
  // The import had ended when the crash came; only that was not written down.
  if (begun && before > 0) return { created: true, documents: before, warnings: [] };
  if (!begun) await refuseOver(rest, name, body.metadata);
  const folder = await rest.folders.container(body.metadata.storageInputContainerName);
  const { documents, missing } = await reachable(rest, body);
  const kind = projectKindOf(body.metadata);
  const target = known ?? (await rest.projects.create({ name, kind, ...fieldsOf(body.metadata) }));
  control.progress(0.1, { created: known === null || begun, documents: 0, warnings: [] });
  try {
    const file = { ...body, assets: { ...body.assets, documents } };
    const report = await importFile(target, file, folder, control.signal);
    if (known !== null) target.update(fieldsOf(body.metadata));
    keepMetadata(rest, name, body.metadata);
    const warnings = [...missingWarnings(missing), ...report.warnings];
    return { created: true, documents: report.imported, warnings };
  } catch (error) {
    if (known === null) await rest.projects.delete(name).catch(() => undefined);
    throw error;
  }
}

type ImportDocument = NonNullable<NonNullable<ImportBody['assets']>['documents']>[number];

/** The documents whose texts may be read; a link that leads out of the folder counts as missing. */
async function reachable(
  rest: RestContext,
  { assets, metadata }: ImportBody,
): Promise<{ readonly documents: readonly ImportDocument[]; readonly missing: readonly string[] }> {
  const all = assets?.documents ?? [];
  const documents: ImportDocument[] = [];
  const missing: string[] = [];
  for (let from = 0; from < all.length; from += concurrentFiles) {
    const some = all.slice(from, from + concurrentFiles);
    const found = await Promise.all(
      some.map(({ location }) =>
        rest.folders.existing(metadata.storageInputContainerName, location).catch((error: unknown) => {
          if (error instanceof AppError && error.code === 'not_found') return null;
          throw error;
        }),
      ),
    );
    for (const [index, document] of some.entries()) {
      if (found[index] === null) missing.push(document.location);
      else documents.push(document);
    }
  }
  return { documents, missing };
}

function missingWarnings(missing: readonly string[]): readonly string[] {
  if (missing.length === 0) return [];
  const shown = missing.slice(0, 10).join(', ');
  return [`${missing.length} documents are not in the container and were left out: ${shown}`];
}

async function importFile(
  project: Project,
  file: unknown,
  textsFolder: string,
  signal: AbortSignal,
): Promise<ImportReport> {
  const folder = await mkdtemp(path.join(tmpdir(), 'winnow-import-'));
  try {
    const source = path.join(folder, 'project.json');
    await writeFile(source, JSON.stringify(file), { mode: 0o600 });
    const request = {
      paths: [source],
      options: { ...automaticReadOptions, format: 'azure', textsFolder },
      duplicates: 'keep',
    } as const;
    return (await runJob(project, () => project.imports.start(request), signal)) as ImportReport;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
