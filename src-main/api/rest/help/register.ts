import type { FastifyInstance, FastifyRequest } from 'fastify';
import { openApiDocument } from './openapi.ts';
import { helpPage, pagePolicy } from './page.ts';

/** What the interface is and how it is used; for everybody on this computer, there is nothing secret in it. */
export function registerHelp(scope: FastifyInstance): void {
  scope.get('/api', async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy)
      .header('referrer-policy', 'no-referrer')
      .send(helpPage(addressOf(request))),
  );
  scope.get('/api/openapi.json', async (request) =>
    openApiDocument(process.env.WINNOW_VERSION ?? '0', addressOf(request)),
  );
}

/** The name by which this server was reached; checked before. */
function addressOf({ headers }: FastifyRequest): string {
  return `http://${headers.host}`;
}
