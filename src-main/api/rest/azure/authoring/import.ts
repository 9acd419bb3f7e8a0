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
import { existingProject } from '../../existing-project.ts';
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
    .looseObject({
      classes: z.array(z.looseObject({ category: z.string() })).nullish(),
      documents: z.array(z.looseObject({ location: z.string().max(1024) })).nullish(),
    })
    .nullish(),
});

type ImportBody = z.output<typeof importBody>;

interface ImportResult {
  /** Written down as soon as the project is there, for a start after a crash: whether it was made for the import. */
  readonly created: boolean;
  /** The newest step of the project's history before the import. */
  readonly since: number;
  readonly warnings: readonly string[];
}

type ImportOutcome = Pick<ImportReport, 'rejected' | 'rejectedCount' | 'warnings'>;

/** Looked for at the same time. */
const concurrentFiles = 64;

export function registerImportWork(rest: RestContext): void {
  registerWork(rest, 'import', (operation, control) => runImport(rest, operation, control));
}

/** A project file, with its texts in an allowed folder; in place of what the project holds, as at Azure. */
export function registerImport(scope: FastifyInstance, rest: RestServer): void {
  const base = `/language${authoringBase}/:project`;
  scope.post(`${base}/::import`, async (request, reply) => {
    apiVersionOf(request);
    const fields = bodyOf(importBody, request);
    projectKindOf(fields.metadata);
    await rest.folders.container(fields.metadata.storageInputContainerName);
    const project = paramOf(request, 'project');
    refuseOtherKind(await existingProject(rest, project), fields.metadata);
    const jobsPath = `${projectPath(project)}/import/jobs`;
    return answerJob(rest, request, reply, { kind: 'import', project, fields, jobsPath });
  });
  scope.get(`${base}/import/jobs/:job`, async (request) => {
    apiVersionOf(request);
    const record = jobOf(rest, 'import', paramOf(request, 'job'), paramOf(request, 'project'));
    return stateOf(record, (record.result as ImportResult | null)?.warnings ?? []);
  });
}

function refuseOtherKind(project: Project | null, metadata: Metadata): void {
  if (project === null || project.info().kind === projectKindOf(metadata)) return;
  throw new AppError(
    'already_exists',
    `The project “${project.info().name}” is of the other kind, which its models are, too. Import under another name.`,
  );
}

async function runImport(
  rest: RestContext,
  { project, request, result }: OperationRecord,
  control: OperationControl,
): Promise<ImportResult> {
  const name = project ?? '';
  const body = request as ImportBody;
  const before = result as ImportResult | null;
  const known = await existingProject(rest, name);
  // The import had ended when the crash came; only that was not written down.
  if (known !== null && before !== null && newestStep(known, ['import']) > before.since) return before;
  refuseOtherKind(known, body.metadata);
  const folder = await rest.folders.container(body.metadata.storageInputContainerName);
  const { documents, missing } = await reachable(rest, body);
  const kind = projectKindOf(body.metadata);
  const target = known ?? (await rest.projects.create({ name, kind, ...fieldsOf(body.metadata) }));
  const state: ImportResult = {
    created: known === null || before?.created === true,
    since: newestStep(target),
    warnings: missingWarnings(missing),
  };
  control.progress(0.1, state);
  try {
    const file = { ...body, assets: { ...body.assets, documents } };
    const isEmpty = documents.length + missing.length === 0;
    const report = isEmpty
      ? await addClasses(target, body)
      : await importFile(target, file, folder, control.signal);
    if (!state.created) target.update(fieldsOf(body.metadata));
    keepMetadata(rest, name, body.metadata);
    return { ...state, warnings: [...state.warnings, ...report.warnings, ...rejectedWarnings(report)] };
  } catch (error) {
    if (state.created) await rest.projects.discard(target);
    throw error;
  }
}

/** A file without documents makes a project with its classes; it takes the place of no documents. */
async function addClasses(project: Project, { assets }: ImportBody): Promise<ImportOutcome> {
  if ((await settledCounts(project)).documents > 0) {
    throw new AppError('bad_request', 'The file names no document, and the project has some.');
  }
  const known = new Set(project.classes.list().map(({ name }) => name));
  for (const { category } of assets?.classes ?? []) {
    if (!known.has(category.trim())) known.add(project.classes.add({ name: category }).name);
  }
  return { rejected: [], rejectedCount: 0, warnings: [] };
}

/** 0 before the first. */
function newestStep(project: Project, kinds?: readonly ['import']): number {
  const filter = kinds === undefined ? {} : { kinds };
  return project.historyLog.entries(filter, 0, 1).rows[0]?.operationId ?? 0;
}

/** Documents that are in the container and yet cannot be imported. */
function rejectedWarnings({ rejected, rejectedCount }: ImportOutcome): readonly string[] {
  if (rejectedCount === 0) return [];
  const shown = rejected.slice(0, 10).map(({ source, reason }) => `${source}: ${reason}`);
  return [`${rejectedCount} documents could not be imported: ${shown.join('; ')}`];
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
      replace: true,
    } as const;
    return (await runJob(project, () => project.imports.start(request), signal)) as ImportReport;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
