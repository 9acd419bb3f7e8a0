import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Project } from '../../../../core/core.ts';
import { AppError } from '../../../../domain/errors.ts';
import type { ExportReport } from '../../../../domain/exchange/export.ts';
import type { RestContext, RestServer } from '../../context.ts';
import { runJob } from '../../run-job.ts';
import { invalidRequest } from '../errors.ts';
import { apiVersionOf, modelOf, paramOf, projectOf, queryOf, urlOf } from '../request.ts';
import { answerJob, authoringBase, jobOf, projectPath, registerWork, stateOf } from './jobs.ts';
import { containerOf } from './metadata.ts';

interface ExportFields {
  /** Null exports the project as it is now. */
  readonly trainedModelLabel: string | null;
}

interface ExportResult {
  readonly file: unknown;
  readonly warnings: readonly string[];
}

export function registerExportWork(rest: RestContext): void {
  registerWork(rest, 'export', async ({ project, request }, control) =>
    runExport(rest, project ?? '', request as ExportFields, control.signal),
  );
}

/** The project file; the texts stay where they are, as at Azure. */
export function registerExport(scope: FastifyInstance, rest: RestServer): void {
  const base = `/language${authoringBase}/:project`;
  scope.post(`${base}/::export`, async (request, reply) => {
    apiVersionOf(request);
    const { stringIndexType, trainedModelLabel } = queryOf(request);
    if (stringIndexType !== undefined && stringIndexType.toLowerCase() !== 'utf16codeunit') {
      throw invalidRequest('InvalidParameterValue', 'Use stringIndexType=Utf16CodeUnit.', 'stringIndexType');
    }
    const name = paramOf(request, 'project');
    const project = await projectOf(rest, name);
    if (trainedModelLabel !== undefined) modelOf(project, trainedModelLabel);
    const fields: ExportFields = { trainedModelLabel: trainedModelLabel ?? null };
    const jobsPath = `${projectPath(name)}/export/jobs`;
    return answerJob(rest, request, reply, { kind: 'export', project: name, fields, jobsPath });
  });
  scope.get(`${base}/export/jobs/:job`, async (request) => {
    const version = apiVersionOf(request);
    const name = paramOf(request, 'project');
    const record = jobOf(rest, 'export', paramOf(request, 'job'), name);
    const resultUrl = urlOf(request, `${projectPath(name)}/export/jobs/${record.id}/result`, version);
    return {
      ...(record.status === 'succeeded' ? { resultUrl } : {}),
      ...stateOf(record, (record.result as ExportResult | null)?.warnings ?? []),
    };
  });
  scope.get(`${base}/export/jobs/:job/result`, async (request) => {
    apiVersionOf(request);
    const record = jobOf(rest, 'export', paramOf(request, 'job'), paramOf(request, 'project'));
    if (record.status !== 'succeeded') throw new AppError('not_found', 'The export has not succeeded.');
    return (record.result as ExportResult).file;
  });
}

async function runExport(
  rest: RestContext,
  name: string,
  { trainedModelLabel }: ExportFields,
  signal: AbortSignal,
): Promise<ExportResult> {
  const project = await projectOf(rest, name);
  const modelId = trainedModelLabel === null ? null : modelOf(project, trainedModelLabel).id;
  const folder = await mkdtemp(path.join(tmpdir(), 'winnow-export-'));
  try {
    const request = {
      format: 'azure',
      path: path.join(folder, 'project.json'),
      selection: null,
      textsFolder: null,
      ...(modelId === null ? {} : { modelId }),
    } as const;
    const result = await runJob(project, () => project.exports.start(request), signal);
    const { outputPath, warnings } = result as ExportReport;
    const file = JSON.parse(await readFile(outputPath, 'utf8')) as { readonly metadata?: object };
    const container = containerOf(rest, name);
    const metadata = {
      ...file.metadata,
      ...(container === '' ? {} : { storageInputContainerName: container }),
    };
    const gone = modelId === null ? [] : await removedWarnings(project, modelId);
    return { file: { ...file, metadata }, warnings: [...warnings, ...gone] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An import may have taken the place of what the model was trained on. */
async function removedWarnings(project: Project, modelId: number): Promise<readonly string[]> {
  const { removedSince } = await project.historyLog.snapshotPreview(modelId);
  if (removedSince === 0) return [];
  return [
    `${removedSince} documents of that training were removed since; backups of the project may hold them.`,
  ];
}
