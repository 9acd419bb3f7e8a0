import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { Refusal, type RestServer } from '../context.ts';
import { registerDeployments, registerDeploymentWork } from './authoring/deployments.ts';
import { registerExport, registerExportWork } from './authoring/export.ts';
import { registerImport, registerImportWork } from './authoring/import.ts';
import { registerModels, registerModelWork } from './authoring/models.ts';
import { registerProjects, registerProjectWork } from './authoring/projects.ts';
import { registerTrain, registerTrainWork } from './authoring/train.ts';
import { azureErrorOf } from './errors.ts';
import { registerPreview, registerPreviewWork } from './preview/routes.ts';
import { registerRuntime, registerRuntimeWork } from './runtime/routes.ts';

const keyHeader = 'ocp-apim-subscription-key';

/** The three services of Azure, below `/language`. */
export function registerAzure(scope: FastifyInstance, rest: RestServer): void {
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  // Acts without a body (`:cancel`) come with a content type all the same.
  scope.addContentTypeParser(
    /^application\/([a-z.-]+\+)?json(;|$)/i,
    { parseAs: 'string' },
    (request, body: string, done) => {
      if (body.trim() === '') done(null, undefined);
      else void parseJson(request, body, done);
    },
  );
  scope.addHook('onRequest', async (request) => {
    if (!rest.access.isKey(request.headers[keyHeader])) {
      throw new Refusal(
        401,
        'Access denied due to invalid subscription key. Send the key that Winnow shows in its settings as the header Ocp-Apim-Subscription-Key.',
      );
    }
  });
  scope.setErrorHandler((error, request, reply) => {
    const { status, body } = azureErrorOf(error, rest, request.url.split('?')[0]!);
    return reply.code(status).header('x-ms-error-code', body.code).send({ error: body });
  });
  scope.addHook('onSend', async (request, reply) => {
    reply.header('apim-request-id', randomUUID());
    const own = request.headers['x-ms-client-request-id'];
    if (typeof own === 'string' && /^[\w-]{1,100}$/.test(own)) reply.header('x-ms-client-request-id', own);
  });
  for (const register of [
    registerRuntime,
    registerProjects,
    registerImport,
    registerExport,
    registerTrain,
    registerModels,
    registerDeployments,
    registerPreview,
  ]) {
    register(scope, rest);
  }
  scope.all('/language/*', async () => {
    throw new Refusal(404, 'Resource not found. Winnow serves custom text classification only; see /api.');
  });
}

/** Says how the operations of these services are done; needed before any is resumed. */
export function registerAzureWork(rest: RestServer): void {
  for (const register of [
    registerRuntimeWork,
    registerProjectWork,
    registerImportWork,
    registerExportWork,
    registerTrainWork,
    registerModelWork,
    registerDeploymentWork,
    registerPreviewWork,
  ]) {
    register(rest);
  }
}
