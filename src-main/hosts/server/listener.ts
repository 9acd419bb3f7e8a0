import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { ApiContext } from '../../api/context.ts';
import { registerRest } from '../../api/rest/register.ts';
import type { RestRuntime } from '../../api/rest/runtime.ts';
import { AppError, type ErrorCode } from '../../domain/errors.ts';
import { type AccessControl, createAccessControl } from './access.ts';
import { registerDownloads } from './downloads.ts';
import { securityHeaders } from './security-headers.ts';
import { attachWebSocket, maximalMessageBytes, registerTrpc } from './trpc-transport.ts';
import { createUploads, registerUploads } from './uploads.ts';

export interface ListenerOptions {
  readonly context: ApiContext;
  /** Folder of the built pages. */
  readonly rendererFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token?: string | undefined;
  readonly uploadLimitBytes: number;
  /** Programs are served at the same port. */
  readonly rest?: RestRuntime | undefined;
}

export interface Listener {
  /** The address to open, with its token. */
  readonly url: string;
  close(): Promise<void>;
}

const noSession = 'Open Winnow with the complete address that it printed when it started.';

const statusOf: Partial<Record<ErrorCode, number>> = {
  not_found: 404,
  file_not_found: 404,
  already_exists: 409,
  file_too_large: 413,
  bad_request: 400,
};

/** Serves the application on the loopback interface and nowhere else. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const { context } = options;
  const server = fastify({
    bodyLimit: maximalMessageBytes,
    routerOptions: { maxParamLength: 5000 },
    forceCloseConnections: true,
  });
  const uploads = createUploads(options.uploadLimitBytes);
  // The port is known only once the server listens; no request can arrive before that.
  let access: AccessControl | undefined;
  let headers: Readonly<Record<string, string>> = {};

  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    // A key lets in there, not a session; the routes see to it themselves.
    if (request.routeOptions.config.rest === true) return;
    const refusal = access === undefined ? noSession : access.refusalOf(request.headers);
    if (refusal !== null) return refuse(reply, refusal);
    const { token } = request.query as { readonly token?: unknown };
    if (access?.isToken(token) === true && request.method === 'GET') {
      return reply.header('set-cookie', access.sessionCookie).redirect('/', 303);
    }
    if (access?.hasSession(request.headers) !== true) return refuse(reply, noSession);
  });
  server.setErrorHandler((error, request, reply) => answerError(context, error, request.url, reply));
  registerTrpc(server, context);
  registerUploads(server, uploads, options.uploadLimitBytes);
  registerDownloads(server, context.core, new Date());
  registerPages(server, options.rendererFolder);
  if (options.rest !== undefined) registerRest(server, options.rest.rest);

  await server.listen({ host: '127.0.0.1', port: options.port });
  const { port } = server.server.address() as AddressInfo;
  access = createAccessControl(port, options.token);
  options.rest?.listensAt(port);
  headers = securityHeaders(port);
  const sockets = attachWebSocket(server.server, context, (request) =>
    upgradeRefusal(access, request.headers),
  );
  return {
    url: access.openingUrl,
    async close() {
      await sockets.close();
      await server.close();
      uploads.dispose();
    },
  };
}

function upgradeRefusal(access: AccessControl | undefined, headers: IncomingHttpHeaders): string | null {
  if (access === undefined) return noSession;
  return access.refusalOf(headers) ?? (access.hasSession(headers) ? null : noSession);
}

function refuse(reply: FastifyReply, reason: string): FastifyReply {
  return reply.code(403).type('text/plain; charset=utf-8').send(`${reason}\n`);
}

function registerPages(server: FastifyInstance, folder: string): void {
  server.register(fastifyStatic, { root: folder, dotfiles: 'deny', cacheControl: false });
  server.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (isPage) return reply.sendFile('index.html');
    return reply.code(404).type('text/plain; charset=utf-8').send('There is nothing at this address.\n');
  });
}

function answerError(context: ApiContext, error: unknown, url: string, reply: FastifyReply): FastifyReply {
  if (error instanceof AppError) {
    const { code, message } = error;
    return reply.code(statusOf[code] ?? 500).send({ error: { code, message } });
  }
  const { statusCode, message } = error as { readonly statusCode?: number; readonly message?: string };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    const code: ErrorCode = statusCode === 413 ? 'file_too_large' : 'bad_request';
    return reply.code(statusCode).send({ error: { code, message: message ?? '' } });
  }
  const reference = context.reportUnexpected(error, url.split('?')[0]!);
  return reply.code(500).send({
    error: {
      code: 'internal',
      message: `Something unexpected went wrong. The log names it as ${reference}.`,
    },
  });
}
