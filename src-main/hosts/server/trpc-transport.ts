import type { IncomingMessage, Server } from 'node:http';
import { type CreateFastifyContextOptions, fastifyTRPCPlugin } from '@trpc/server/adapters/fastify';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import type { ApiContext } from '../../api/context.ts';
import { type AppRouter, appRouter } from '../../api/router.ts';

export const trpcPrefix = '/trpc';
/** A text of a million characters, or the ids of a large selection. */
export const maximalMessageBytes = 8 * 1024 * 1024;

export function registerTrpc(server: FastifyInstance, context: ApiContext): void {
  server.register(fastifyTRPCPlugin<AppRouter>, {
    prefix: trpcPrefix,
    trpcOptions: {
      router: appRouter,
      createContext: (_request: CreateFastifyContextOptions) => context,
    },
  });
}

export interface WebSocketEndpoint {
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * Serves the same router over WebSocket.
 * @param refusalOf why an upgrade is refused, or `null`
 */
export function attachWebSocket(
  httpServer: Server,
  context: ApiContext,
  refusalOf: (request: IncomingMessage) => string | null,
): WebSocketEndpoint {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maximalMessageBytes });
  const handler = applyWSSHandler<AppRouter>({
    wss: sockets,
    router: appRouter,
    createContext: () => context,
    keepAlive: { enabled: true },
  });
  httpServer.on('upgrade', (request, socket, head) => {
    const refusal = isTrpc(request) ? refusalOf(request) : 'There is no WebSocket at this address.';
    if (refusal !== null) {
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${refusal}\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
  return {
    close() {
      handler.broadcastReconnectNotification();
      for (const client of sockets.clients) client.terminate();
      return new Promise((resolve) => sockets.close(() => resolve()));
    },
  };
}

function isTrpc(request: IncomingMessage): boolean {
  return new URL(request.url ?? '/', 'http://loopback').pathname === trpcPrefix;
}
