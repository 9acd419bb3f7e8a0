import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OperationRecord } from '../../../../core/ports/operations.ts';
import type { OperationWork, RestContext } from '../../context.ts';
import { AzureError, azureErrorsOf } from '../errors.ts';
import { azureStatus } from '../names.ts';
import { apiVersionOf, urlOf } from '../request.ts';

const service = 'azure-authoring';
/** As long as Azure keeps them. */
const secondsToLive = 7 * 24 * 3600;

export type AuthoringKind =
  | 'delete-project'
  | 'import'
  | 'export'
  | 'train'
  | 'deploy'
  | 'swap'
  | 'delete-deployment'
  | 'load-snapshot';

export const authoringBase = '/authoring/analyze-text/projects';

/** Path of a project below `/language`. */
export function projectPath(name: string): string {
  return `${authoringBase}/${encodeURIComponent(name)}`;
}

export function registerWork(rest: RestContext, kind: AuthoringKind, work: OperationWork): void {
  rest.operations.register(service, kind, work);
}

/** Starts a job and answers 202 with the address of its state: `jobsPath` is the folder of such jobs. */
export function answerJob(
  rest: RestContext,
  request: FastifyRequest,
  reply: FastifyReply,
  job: {
    readonly kind: AuthoringKind;
    readonly project: string;
    readonly fields: unknown;
    readonly jobsPath: string;
  },
): FastifyReply {
  const { id } = rest.operations.start({
    ...{ service, kind: job.kind, project: job.project, request: job.fields, secondsToLive },
    queue: queueOf(job.project),
  });
  return answerAddress(request, reply, `${job.jobsPath}/${id}`);
}

export function answerAddress(request: FastifyRequest, reply: FastifyReply, path: string): FastifyReply {
  return reply
    .code(202)
    .header('operation-location', urlOf(request, path, apiVersionOf(request)))
    .send();
}

/** What changes a project is done one after the other, whichever service asks for it. */
export function queueOf(project: string): string {
  return `azure:${project}`;
}

/** @throws AzureError `OperationNotFound`. */
export function jobOf(
  rest: RestContext,
  kind: AuthoringKind | readonly AuthoringKind[],
  id: string,
  project?: string,
): OperationRecord {
  const missing = new AzureError(404, {
    code: 'OperationNotFound',
    message: `There is no such job, or it has expired.`,
  });
  const record = rest.operations.find(service, id);
  if (record === null || ![kind].flat().some((one) => one === record.kind)) throw missing;
  if (project !== undefined && record.project !== project) throw missing;
  return record;
}

export function jobsOf(rest: RestContext, kind: AuthoringKind, project: string): readonly OperationRecord[] {
  return rest.operations.list(service, kind, project);
}

export function cancelJob(rest: RestContext, id: string): void {
  rest.operations.cancel(service, id);
}

/** What all kinds of jobs tell of themselves. */
export function stateOf(record: OperationRecord, warnings: readonly string[] = []): object {
  const errors = azureErrorsOf(record);
  return {
    jobId: record.id,
    createdDateTime: record.createdAt,
    lastUpdatedDateTime: record.updatedAt,
    expirationDateTime: record.expiresAt,
    status: azureStatus[record.status],
    ...(warnings.length === 0 ? {} : { warnings: warnings.map((message) => ({ code: 'Warning', message })) }),
    ...(errors.length === 0 ? {} : { errors }),
  };
}

/** Small values of a project that Azure's contract has and a project file has no place for. */
export function projectValue(rest: RestContext, project: string, name: string): unknown {
  return rest.operations.value(service, `${name}/${project}`);
}

export function setProjectValue(rest: RestContext, project: string, name: string, value: unknown): void {
  rest.operations.setValue(service, `${name}/${project}`, value);
}
