import type { FastifyInstance } from 'fastify';
import { registerAzure } from './azure/register.ts';
import { registerComprehend } from './comprehend/register.ts';
import type { RestServer } from './context.ts';
import { failureOf } from './failures.ts';
import { guard } from './guard.ts';
import { registerHelp } from './help/register.ts';

/**
 * Adds the services to a server, in a scope of their own: their routes are marked `config.rest`, their errors have
 * each service's shape, and nothing of the rest of the server concerns them.
 */
export function registerRest(server: FastifyInstance, rest: RestServer): void {
  server.register(async (scope) => {
    guard(scope, rest);
    // The services have handlers of their own; this one is for what belongs to none of them.
    scope.setErrorHandler((error, request, reply) => {
      const { status, code, message } = failureOf(error, rest, request.url.split('?')[0]!);
      return reply.code(status).send({ error: { code: code ?? 'bad_request', message } });
    });
    registerHelp(scope);
    scope.register(async (azure) => registerAzure(azure, rest));
    scope.register(async (comprehend) => registerComprehend(comprehend, rest));
  });
}
