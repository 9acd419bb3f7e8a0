import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { AppError } from '../../domain/errors.ts';
import { registerRest } from './register.ts';
import type { RestRuntime } from './runtime.ts';

export interface RestListener {
  readonly port: number;
  close(): Promise<void>;
}

const requestMilliseconds = 60_000;
const idleMilliseconds = 120_000;

/**
 * Serves programs alone, on the loopback interface and nowhere else.
 * @param port 0 takes a free one
 * @throws AppError `bad_request` when the port is taken.
 */
export async function startRestListener(runtime: RestRuntime, port: number): Promise<RestListener> {
  const server = fastify({
    bodyLimit: runtime.rest.limits.bodyBytes,
    requestTimeout: requestMilliseconds,
    connectionTimeout: idleMilliseconds,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  server.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send('There is nothing at this address; see /api.\n'),
  );
  registerRest(server, runtime.rest);
  try {
    await server.listen({ host: '127.0.0.1', port });
  } catch (error) {
    await server.close();
    throw portError(error, port);
  }
  const taken = (server.server.address() as AddressInfo).port;
  runtime.listensAt(taken);
  return { port: taken, close: () => server.close() };
}

function portError(error: unknown, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new AppError('bad_request', `Port ${port} is taken. Choose another.`);
  if (code === 'EACCES') return new AppError('bad_request', `Port ${port} may not be used. Choose another.`);
  return error;
}
