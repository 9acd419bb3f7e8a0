import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  TRPCError,
  transformTRPCResponse,
} from '@trpc/server';
import {
  parseTRPCMessage,
  type TRPCClientOutgoingMessage,
  type TRPCRequestMessage,
  type TRPCResponseMessage,
} from '@trpc/server/rpc';
import type { ApiContext } from './context.ts';
import { appRouter } from './router.ts';

/**
 * One end of a message channel, as Electron's `MessagePortMain` and Node's `MessagePort` can both be seen.
 * Messages are JSON texts, so that a value means the same here as over HTTP (no `undefined`, no dates).
 */
export interface ServerPort {
  postMessage(message: string): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The other end is gone. */
  onClose(listener: () => void): void;
  /** Lets queued messages arrive. */
  start(): void;
  close(): void;
}

export interface PortConnection {
  /** Ends the connection and everything that runs for it. */
  close(): void;
}

type Call = Extract<TRPCClientOutgoingMessage, TRPCRequestMessage>;
type CallId = Exclude<Call['id'], null>;

/**
 * Serves the API to one page over one port, in tRPC's own messages: a request is a call or a subscription;
 * `subscription.stop` with its id cancels either; closing the port cancels all.
 */
export function servePort(port: ServerPort, context: ApiContext): PortConnection {
  const running = new Map<CallId, AbortController>();
  let open = true;

  const respond = (response: TRPCResponseMessage): void => {
    if (open) port.postMessage(JSON.stringify(transformTRPCResponse(appRouter._def._config, response)));
  };
  const end = (): void => {
    open = false;
    for (const controller of running.values()) controller.abort();
    running.clear();
  };
  port.onMessage((data) => {
    const message = parse(data);
    if (message instanceof TRPCError) {
      respond({ id: null, error: errorShape(message, context) });
    } else if (message.method === 'subscription.stop') {
      if (message.id !== null) running.get(message.id)?.abort();
    } else if (message.id === null || running.has(message.id)) {
      const error = new TRPCError({ code: 'BAD_REQUEST', message: 'A request needs an id of its own.' });
      respond({ id: message.id, error: errorShape(error, context, message) });
    } else {
      const { id } = message;
      const controller = new AbortController();
      running.set(id, controller);
      void answer(message, context, controller.signal, respond).finally(() => running.delete(id));
    }
  });
  port.onClose(end);
  port.start();
  return {
    close() {
      end();
      port.close();
    },
  };
}

function parse(data: unknown): TRPCClientOutgoingMessage | TRPCError {
  try {
    return parseTRPCMessage(JSON.parse(String(data)), appRouter._def._config.transformer);
  } catch (cause) {
    return new TRPCError({ code: 'BAD_REQUEST', message: 'This is not a request.', cause });
  }
}

async function answer(
  call: Call,
  context: ApiContext,
  signal: AbortSignal,
  respond: (response: TRPCResponseMessage) => void,
): Promise<void> {
  const { id, method } = call;
  const { path, input } = call.params;
  try {
    const result: unknown = await callTRPCProcedure({
      router: appRouter,
      path,
      getRawInput: async () => input,
      ctx: context,
      type: method,
      signal,
      batchIndex: 0,
    });
    if (method === 'subscription') {
      respond({ id, result: { type: 'started' } });
      for await (const data of result as AsyncIterable<unknown>) {
        if (signal.aborted) break;
        respond({ id, result: { type: 'data', data } });
      }
      respond({ id, result: { type: 'stopped' } });
    } else if (!signal.aborted) {
      respond({ id, result: { type: 'data', data: result } });
    }
  } catch (cause) {
    if (!signal.aborted) respond({ id, error: errorShape(getTRPCErrorFromUnknown(cause), context, call) });
  }
}

function errorShape(error: TRPCError, ctx: ApiContext, call?: Call): ReturnType<typeof getTRPCErrorShape> {
  return getTRPCErrorShape({
    config: appRouter._def._config,
    error,
    type: call?.method ?? 'unknown',
    path: call?.params.path,
    input: call?.params.input,
    ctx,
  });
}
