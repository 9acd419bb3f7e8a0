import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createTRPCClient, type TRPCClient, TRPCClientError } from '@trpc/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppRouter } from '../../../src-main/api/router.ts';
import { type ClientPort, portLink } from './port-link.ts';

interface Sent {
  readonly id: number;
  readonly method: string;
  readonly params?: { readonly path: string; readonly input?: unknown };
}

/** The host's end of the port: what arrives there, and the answers that a test gives by hand. */
let far: MessagePort;
let client: TRPCClient<AppRouter>;
let arrived: Sent[];
let waiting: (() => void) | undefined;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  far = port1;
  arrived = [];
  far.on('message', (text: string) => {
    arrived.push(JSON.parse(text) as Sent);
    waiting?.();
  });
  client = createTRPCClient<AppRouter>({ links: [portLink(port2 as unknown as ClientPort)] });
});
afterEach(() => far.close());

async function sent(count: number): Promise<readonly Sent[]> {
  while (arrived.length < count) {
    await new Promise<void>((resolve) => {
      waiting = resolve;
    });
  }
  return arrived;
}

const answer = (message: object): void => far.postMessage(JSON.stringify(message));

test('sends the path and the input, and resolves with the data of the answer with its id', async () => {
  const call = client.projects.get.query({ projectId: 'a' });
  const [request] = await sent(1);
  expect(request).toEqual({
    id: request?.id,
    method: 'query',
    params: { path: 'projects.get', input: { projectId: 'a' } },
  });
  answer({ id: 999, result: { type: 'data', data: 'of another' } });
  answer({ id: null, error: { code: -32700, message: 'of nobody' } });
  answer({ id: request?.id, result: { type: 'data', data: { id: 'a' } } });
  expect(await call).toEqual({ id: 'a' });
});

test('rejects with the message and the data of an error', async () => {
  const call = client.projects.list.query().catch((error: unknown) => error);
  const [request] = await sent(1);
  const data = { error: { code: 'not_found', message: 'Gone.' } };
  answer({ id: request?.id, error: { code: -32004, message: 'Gone.', data } });
  const error = (await call) as TRPCClientError<AppRouter>;
  expect(error).toBeInstanceOf(TRPCClientError);
  expect(error.message).toBe('Gone.');
  expect(error.data).toEqual(data);
});

test('stops a call once when its signal aborts, and not after its answer', async () => {
  const answered = new AbortController();
  const first = client.projects.list.query(undefined, { signal: answered.signal });
  const [request] = await sent(1);
  answer({ id: request?.id, result: { type: 'data', data: [] } });
  await first;
  answered.abort();

  const abandoned = new AbortController();
  const second = client.projects.list.query(undefined, { signal: abandoned.signal });
  const rejected = expect(second).rejects.toBeInstanceOf(TRPCClientError);
  abandoned.abort();
  await rejected;
  const [, call, stop] = await sent(3);
  expect(stop).toEqual({ id: call?.id, method: 'subscription.stop' });
});

test('sends nothing for a call whose signal was aborted before', async () => {
  await expect(client.projects.list.query(undefined, { signal: AbortSignal.abort() })).rejects.toThrow();
  const next = client.projects.list.query();
  const [request] = await sent(1);
  answer({ id: request?.id, result: { type: 'data', data: [] } });
  await next;
  expect(arrived).toHaveLength(1);
});

test('delivers a subscription until it is stopped, then says so once', async () => {
  const values: unknown[] = [];
  const completed = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  const subscription = client.projects.changes.subscribe(
    { projectId: 'a' },
    {
      onStarted: () => started.resolve(),
      onData: (value) => values.push(value),
      onComplete: completed.resolve,
    },
  );
  const [request] = await sent(1);
  answer({ id: request?.id, result: { type: 'started' } });
  await started.promise;
  answer({ id: request?.id, result: { type: 'data', data: ['classes'] } });
  answer({ id: request?.id, result: { type: 'data', data: ['counts'] } });
  answer({ id: request?.id, result: { type: 'stopped' } });
  await completed.promise;
  expect(values).toEqual([['classes'], ['counts']]);
  subscription.unsubscribe();
  void client.projects.list.query().catch(() => {});
  expect((await sent(2)).map(({ method }) => method)).toEqual(['subscription', 'query']);
});
