import type { FastifyInstance } from 'fastify';
import { registerAzure } from './azure/register.ts';
import { registerComprehend } from './comprehend/register.ts';
import type { RestServer } from './context.ts';
import { guard } from './guard.ts';

/**
 * Adds the services to a server, in a scope of their own: their routes are marked `config.rest`, their errors have
 * each service's shape, and nothing of the rest of the server concerns them.
 */
export function registerRest(server: FastifyInstance, rest: RestServer): void {
  server.register(async (scope) => {
    guard(scope, rest);
    scope.register(async (azure) => registerAzure(azure, rest));
    scope.register(async (comprehend) => registerComprehend(comprehend, rest));
  });
}
