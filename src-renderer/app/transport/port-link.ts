import { type OperationResultObserver, TRPCClientError, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import type { TRPCClientOutgoingMessage, TRPCResponseMessage } from '@trpc/server/rpc';
import type { AppRouter } from '../../../src-main/api/router.ts';

/** The part of a DOM `MessagePort` that the link needs. */
export interface ClientPort {
  postMessage(message: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
}

type Answers = OperationResultObserver<AppRouter, unknown>;

interface Pending {
  readonly answers: Answers;
  readonly isSubscription: boolean;
}

/**
 * The last link of a client whose host is at the other end of a message port: calls and subscriptions share the
 * port. Aborting a call or leaving a subscription stops it in the host; a closed port fails whatever is open.
 */
export function portLink(port: ClientPort): TRPCLink<AppRouter> {
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let open = true;

  const send = (message: TRPCClientOutgoingMessage): void => {
    if (open) port.postMessage(JSON.stringify(message));
  };
  port.addEventListener('message', ({ data }) => {
    const response = JSON.parse(String(data)) as TRPCResponseMessage;
    if (typeof response.id === 'number') settle(pending, response.id, response);
  });
  port.addEventListener('close', () => {
    open = false;
    const lost = [...pending.values()];
    pending.clear();
    for (const { answers } of lost) answers.error(connectionLost());
  });
  port.start();

  return () =>
    ({ op: { type, path, input, signal } }) =>
      observable((answers) => {
        if (!open) {
          answers.error(connectionLost());
          return;
        }
        lastId += 1;
        const id = lastId;
        const stop = (): boolean => {
          const wasPending = pending.delete(id);
          if (wasPending) send({ id, method: 'subscription.stop' });
          return wasPending;
        };
        const abort = (): void => {
          if (stop()) answers.error(TRPCClientError.from(abortReason(signal)));
        };
        if (signal?.aborted === true) {
          answers.error(TRPCClientError.from(abortReason(signal)));
          return;
        }
        signal?.addEventListener('abort', abort, { once: true });
        pending.set(id, { answers, isSubscription: type === 'subscription' });
        send({ id, method: type, params: { path, input } });
        return () => {
          signal?.removeEventListener('abort', abort);
          stop();
        };
      });
}

function settle(pending: Map<number, Pending>, id: number, response: TRPCResponseMessage): void {
  const call = pending.get(id);
  if (call === undefined) return;
  if ('error' in response) {
    pending.delete(id);
    call.answers.error(TRPCClientError.from(response));
    return;
  }
  const { result } = response;
  // As over HTTP: a procedure that returns nothing answers with no data.
  call.answers.next({ result: result.type === undefined ? { type: 'data', data: result.data } : result });
  if (!call.isSubscription || result.type === 'stopped') {
    pending.delete(id);
    call.answers.complete();
  }
}

function abortReason(signal: AbortSignal | null | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('The call was aborted.');
}

function connectionLost(): TRPCClientError<AppRouter> {
  return new TRPCClientError('The connection to Winnow was lost. It may have been closed.');
}
