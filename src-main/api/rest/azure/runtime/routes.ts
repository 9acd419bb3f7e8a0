import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OperationRecord } from '../../../../core/ports/operations.ts';
import { azureKinds } from '../../../../domain/azure/evaluation.ts';
import { Refusal, type RestServer } from '../../context.ts';
import { AzureError, azureErrorsOf } from '../errors.ts';
import { azureStatus } from '../names.ts';
import { apiVersionOf, bodyOf, pageOf, paramOf, queryOf, urlOf } from '../request.ts';
import { type AnalyzeResult, analyze, checkTasks, type TaskResult } from './analyze.ts';
import { type AnalyzeRequest, analyzeRequest, checkDocuments } from './analyze-request.ts';

const service = 'azure-runtime';
const kind = 'analyze';
const jobs = '/language/analyze-text/jobs';
/** As long as Azure keeps them. */
const secondsToLive = 24 * 3600;
/** As at Azure, unless `top` asks for another number. */
const documentsOnPage = 20;
const largestPage = 1000;

export function registerRuntimeWork(rest: RestServer): void {
  rest.operations.register(
    service,
    kind,
    (operation, control) => analyze(rest, operation.request as AnalyzeRequest, control),
    // The texts are of no use once they are classified.
    (request) => ({ ...(request as AnalyzeRequest), analysisInput: { documents: [] } }),
  );
}

/** Classification by deployments, as the 2022-05-01 and 2023-04-01 contracts have it. */
export function registerRuntime(scope: FastifyInstance, rest: RestServer): void {
  scope.post(jobs, async (request, reply) => {
    const version = apiVersionOf(request);
    const body = bodyOf(analyzeRequest, request);
    checkDocuments(body, rest.limits);
    await checkTasks(rest, body.tasks);
    const { id } = rest.operations.start({ service, kind, project: null, request: body, secondsToLive });
    return reply
      .code(202)
      .header('operation-location', urlOf(request, `/analyze-text/jobs/${id}`, version))
      .send();
  });
  scope.get(`${jobs}/:job`, async (request) => {
    const version = apiVersionOf(request);
    return stateOf(jobOf(rest, paramOf(request, 'job')), request, version);
  });
  scope.post(`${jobs}/:act`, async (request, reply) => {
    const version = apiVersionOf(request);
    const act = paramOf(request, 'act');
    if (!act.endsWith(':cancel')) throw new Refusal(404, 'Resource not found.');
    const { id } = jobOf(rest, act.slice(0, -':cancel'.length));
    rest.operations.cancel(service, id);
    return reply
      .code(202)
      .header('operation-location', urlOf(request, `/analyze-text/jobs/${id}`, version))
      .send();
  });
}

function jobOf(rest: RestServer, id: string): OperationRecord {
  const record = rest.operations.find(service, id);
  if (record !== null) return record;
  throw new AzureError(404, { code: 'NotFound', message: `There is no job ${id}, or it has expired.` });
}

function stateOf(record: OperationRecord, request: FastifyRequest, version: string): unknown {
  const { displayName, tasks } = record.request as AnalyzeRequest;
  const done = (record.result as AnalyzeResult | null)?.tasks ?? [];
  const failed = done.filter(({ error }) => error !== null);
  const left = tasks.length - done.length;
  const isOver = record.status === 'cancelled' || record.status === 'failed';
  const page = pageOf(request, largestPage);
  const asked = queryOf(request);
  const count = asked.top === undefined && asked.$top === undefined ? documentsOnPage : page.count;
  const end = page.skip + count;
  const longest = Math.max(0, ...done.map(({ documents, errors }) => documents.length + errors.length));
  const errors = [
    ...failed.map(({ error, index }) => ({ ...error, target: `#/tasks/items/${index}` })),
    ...azureErrorsOf(record),
  ];
  return {
    jobId: record.id,
    ...(displayName ? { displayName } : {}),
    createdDateTime: record.createdAt,
    lastUpdatedDateTime: record.updatedAt,
    // Microsoft's own examples of this version have another name than its contract.
    ...(version === '2022-05-01' ? { lastUpdateDateTime: record.updatedAt } : {}),
    expirationDateTime: record.expiresAt,
    status: statusOf(record, failed.length),
    errors,
    ...(end < longest ? { nextLink: pageUrl(request, end, count) } : {}),
    tasks: {
      completed: done.length - failed.length,
      failed: failed.length + (record.status === 'failed' ? left : 0),
      inProgress: isOver ? 0 : left,
      total: tasks.length,
      items: done.map((task) => itemOf(task, page.skip, end, asked.showStats === 'true')),
    },
  };
}

/** `top` is the number of documents on a page; unlike elsewhere it does not end the list. */
function pageUrl(request: FastifyRequest, skip: number, top: number): string {
  const url = new URL(request.url, `http://${request.headers.host}`);
  for (const name of ['$skip', '$top']) url.searchParams.delete(name);
  url.searchParams.set('skip', String(skip));
  url.searchParams.set('top', String(top));
  return url.href;
}

function statusOf({ status, request }: OperationRecord, failed: number): string {
  if (status !== 'succeeded' || failed === 0) return azureStatus[status];
  // The clients know this word, and would wait for ever at the contract's “partiallyCompleted”.
  return failed === (request as AnalyzeRequest).tasks.length ? 'failed' : 'partiallySucceeded';
}

function itemOf(task: TaskResult, from: number, to: number, statistics: boolean): unknown {
  const { documents, errors } = task;
  return {
    kind: `${azureKinds[task.kind]}LROResults`,
    ...(task.taskName === null ? {} : { taskName: task.taskName }),
    lastUpdateDateTime: task.endedAt,
    status: task.error === null ? 'succeeded' : 'failed',
    ...(task.error === null
      ? {
          results: {
            documents: documents.slice(from, to),
            errors: errors.slice(Math.max(0, from - documents.length), Math.max(0, to - documents.length)),
            ...(statistics ? { statistics: statisticsOf(documents.length, errors.length) } : {}),
            projectName: task.projectName,
            deploymentName: task.deploymentName,
          },
        }
      : {}),
  };
}

function statisticsOf(valid: number, erroneous: number): unknown {
  return {
    documentsCount: valid + erroneous,
    validDocumentsCount: valid,
    erroneousDocumentsCount: erroneous,
    transactionsCount: valid,
  };
}
