import { PassThrough, pipeline, type Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { checkHostAndOrigin } from './access.ts';
import { Refusal, type RestServer } from './context.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route for programs: a key lets in, not the session of a window. */
    readonly rest?: boolean;
  }
}

/** From the first byte of a body to its last. */
const bodyMilliseconds = 30_000;
const minute = 60_000;

/** Adds what holds for every route of every service, before the service looks at the request. */
export function guard(scope: FastifyInstance, rest: RestServer): void {
  const admit = createRateLimit(rest.limits.requestsPerMinute);
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, rest: true };
    route.bodyLimit ??= rest.limits.bodyBytes;
  });
  scope.addHook('onRequest', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'no-store');
    checkHostAndOrigin(request.headers, rest.access.port());
    // An address with a host of its own goes before the header (RFC 9112, 3.2.2), and nobody needs one here.
    if (!request.url.startsWith('/')) throw new Refusal(403, 'Winnow takes the path alone, without a host.');
    if (!admit(request.ip)) {
      reply.header('retry-after', '60');
      throw new Refusal(429, `More than ${rest.limits.requestsPerMinute} requests in a minute.`);
    }
  });
  // Not earlier: what reads a body would lose track of whose request it is.
  scope.addHook('preHandler', (_request, reply, done) => {
    rest.projects.within((end) => {
      if (reply.raw.closed) end();
      else reply.raw.once('close', end);
      done();
    });
  });
  // What was answered is there again after a power cut.
  scope.addHook('onSend', () => rest.operations.flushed());
  scope.addHook('preParsing', async (_request, reply, payload) =>
    withDeadline(payload as Readable, () => void reply.header('connection', 'close')),
  );
}

/** The body, which fails when it takes too long to arrive. */
function withDeadline(payload: Readable, onSlow: () => void): Readable {
  const through = new PassThrough();
  const timer = setTimeout(() => {
    onSlow();
    through.destroy(new Refusal(408, `The body did not arrive within ${bodyMilliseconds / 1000} seconds.`));
  }, bodyMilliseconds);
  timer.unref();
  return pipeline(payload, through, () => clearTimeout(timer));
}

/** A fixed window of a minute for each address. */
function createRateLimit(perMinute: number): (address: string) => boolean {
  let counts = new Map<string, number>();
  let windowStart = 0;
  return (address) => {
    const now = Date.now();
    if (now - windowStart >= minute) {
      windowStart = now;
      counts = new Map();
    }
    const count = (counts.get(address) ?? 0) + 1;
    counts.set(address, count);
    return count <= perMinute;
  };
}
