import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RestContext, RestServer } from '../context.ts';
import { AwsError, toAwsError } from './aws-error.ts';
import { batchHandlers } from './batch-handlers.ts';
import { jobKind } from './batch-jobs.ts';
import { batchWork } from './batch-work.ts';
import { classifierHandlers } from './classifier-handlers.ts';
import { classifierKind } from './classifiers.ts';
import { classifyHandlers } from './classify-document.ts';
import { endpointHandlers } from './endpoint-handlers.ts';
import type { Handlers } from './handler.ts';
import { awsJson } from './json.ts';
import { knownTo } from './operation-errors.ts';
import { verifySignature } from './sigv4.ts';
import { tagHandlers } from './tags.ts';
import { trainingWork } from './training-work.ts';

const targetPrefix = 'Comprehend_20171127.';
const contentType = 'application/x-amz-json-1.1';

const handlers: Handlers = {
  ...classifyHandlers,
  ...classifierHandlers,
  ...endpointHandlers,
  ...batchHandlers,
  ...tagHandlers,
};

/** Serves Amazon Comprehend's custom classification, which AWS's own clients speak: `POST /` with `X-Amz-Target`. */
export function registerComprehend(scope: FastifyInstance, rest: RestServer): void {
  scope.removeAllContentTypeParsers();
  // The signature is of the bytes: they are read as such, whatever they claim to be.
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.setErrorHandler((error, request, reply) => {
    const operation = operationOf(request);
    const place = `comprehend ${operation ?? ''}`;
    const told = knownTo(
      operation,
      toAwsError(error, (unexpected) => rest.reportUnexpected(unexpected, place)),
    );
    return answer(reply.code(told.status).header('x-amzn-errortype', told.type), told.body);
  });
  scope.post('/', async (request, reply) => answer(reply, await perform(request, rest)));
}

/** How its long-running operations are done. */
export function registerComprehendWork(rest: RestContext): void {
  rest.operations.register('comprehend', classifierKind, trainingWork(rest));
  rest.operations.register('comprehend', jobKind, batchWork(rest));
}

async function perform(request: FastifyRequest, rest: RestServer): Promise<object> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { region } = verifySignature(
    {
      method: request.method,
      target: request.url,
      headers: pairs(request.raw.rawHeaders),
      body,
    },
    {
      accessKeyId: rest.access.accessKeyId,
      secret: rest.access.key(),
      service: 'comprehend',
      now: rest.now(),
    },
  );
  const name = operationOf(request);
  const handler = name === null || !Object.hasOwn(handlers, name) ? undefined : handlers[name];
  if (handler === undefined) throw unknownOperation(name);
  return await handler(inputOf(body), { rest, region });
}

/** Null when the target names no operation of this service. */
function operationOf(request: FastifyRequest): string | null {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' && target.startsWith(targetPrefix)
    ? target.slice(targetPrefix.length)
    : null;
}

function unknownOperation(name: string | null): AwsError {
  if (name === null) {
    return new AwsError('UnknownOperationException', `X-Amz-Target must begin with ${targetPrefix}`);
  }
  const known = Object.keys(handlers).join(', ');
  return new AwsError(
    'UnsupportedOperationException',
    `Winnow does not do ${name.slice(0, 100)}. It does: ${known}.`,
  );
}

/**
 * What the body says; a member that is null is one that is not there, as for AWS.
 * @throws AwsError `SerializationException`.
 */
function inputOf(body: Buffer): object {
  let input: unknown;
  try {
    input = JSON.parse(body.toString('utf8'), (_key, value: unknown) => (value === null ? undefined : value));
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON.');
  }
  if (typeof input === 'object' && !Array.isArray(input) && input !== null) return input;
  throw new AwsError('SerializationException', 'The body is no JSON object.');
}

function pairs(rawHeaders: readonly string[]): readonly (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index) =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1]!] as const] : [],
  );
}

function answer(reply: FastifyReply, body: object): FastifyReply {
  reply.header('x-amzn-requestid', randomUUID()).type(contentType);
  // As bytes: a character set would be added to the type of a text.
  return reply.send(Buffer.from(awsJson(body)));
}
