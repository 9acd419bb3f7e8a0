import { type MessagePort, MessageChannel as NodeMessageChannel } from 'node:worker_threads';
import { createTRPCClient, TRPCClientError } from '@trpc/client';
import { expect, test } from 'vitest';
import { type ServerPort, servePort } from '../../src-main/api/port-adapter.ts';
import type { AppRouter } from '../../src-main/api/router.ts';
import { type ClientPort, portLink } from '../../src-renderer/app/transport/port-link.ts';
import { testTransport } from './transport-conformance.ts';
import { createProbe } from './transport-probe.ts';

function serverPort(port: MessagePort): ServerPort {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** Node's port has the DOM's listeners too; its types do not say so. */
const clientPort = (port: MessagePort): ClientPort => port as unknown as ClientPort;

const closed = (port: MessagePort): Promise<void> =>
  new Promise((resolve) => port.once('close', () => resolve()));

testTransport('a message port', async (context) => {
  const { port1, port2 } = new NodeMessageChannel();
  const connection = servePort(serverPort(port1), context);
  const end = Promise.all([closed(port1), closed(port2)]);
  const client = createTRPCClient<AppRouter>({ links: [portLink(clientPort(port2))] });
  return {
    client,
    async disconnect() {
      port2.close();
      await end;
    },
    async close() {
      connection.close();
      await end;
    },
  };
});

function openPair() {
  const { port1, port2 } = new NodeMessageChannel();
  const probe = createProbe();
  const connection = servePort(serverPort(port1), probe.context);
  return { probe, connection, page: port2 };
}

test('a closed port fails the calls and subscriptions that are open, and later ones', async () => {
  const { probe, connection, page } = openPair();
  const client = createTRPCClient<AppRouter>({ links: [portLink(clientPort(page))] });
  const call = client.projects.open.mutate({ path: 'gate:never' }).catch((reason: unknown) => reason);
  const ended = Promise.withResolvers<unknown>();
  client.projects.changes.subscribe({ projectId: 'echo' }, { onError: ended.resolve });
  await probe.listening(1);
  connection.close();
  expect(await call).toBeInstanceOf(TRPCClientError);
  expect(await ended.promise).toBeInstanceOf(TRPCClientError);
  await expect(client.projects.list.query()).rejects.toThrow('connection');
  await probe.listening(0);
});

test('a call that was given up leaves no answer behind', async () => {
  const { probe, connection, page } = openPair();
  const answers: unknown[] = [];
  page.on('message', (text: string) => answers.push(JSON.parse(text).id));
  page.postMessage(request(1, 'mutation', 'projects.open', { path: 'gate:a' }));
  page.postMessage(JSON.stringify({ id: 1, method: 'subscription.stop' }));
  page.postMessage(request(2, 'query', 'projects.list', undefined));
  await new Promise<void>((resolve) => page.on('message', () => resolve()));
  probe.open('a');
  page.postMessage(request(3, 'query', 'projects.list', undefined));
  await new Promise<void>((resolve) => page.on('message', () => answers.includes(3) && resolve()));
  expect(answers).toEqual([2, 3]);
  connection.close();
});

test.each([
  ['something that is no JSON', 'not json'],
  ['an object instead of a text', { id: 1 }],
  ['a request without a path', JSON.stringify({ id: 1, method: 'query', params: {} })],
  ['an unknown method', JSON.stringify({ id: 1, method: 'eval', params: { path: 'projects.list' } })],
  ['a request without an id', request(null, 'query', 'projects.list', undefined)],
])('%s is answered with an error and the connection goes on', async (_what, message) => {
  const { connection, page } = openPair();
  const answers: { id: unknown; error?: { data: { error: { code: string } } } }[] = [];
  page.postMessage(message);
  page.postMessage(request(9, 'query', 'projects.list', undefined));
  await new Promise<void>((resolve) =>
    page.on('message', (text: string) => {
      answers.push(JSON.parse(text));
      if (answers.at(-1)?.id === 9) resolve();
    }),
  );
  expect(answers.map(({ id }) => id)).toEqual([null, 9]);
  expect(answers[0]?.error?.data.error.code).toBe('bad_request');
  connection.close();
});

test('an id in use cannot be taken twice', async () => {
  const { probe, connection, page } = openPair();
  page.postMessage(request(1, 'mutation', 'projects.open', { path: 'gate:a' }));
  page.postMessage(request(1, 'query', 'projects.list', undefined));
  const [first] = await new Promise<string[]>((resolve) =>
    page.once('message', (text: string) => resolve([text])),
  );
  expect(JSON.parse(first!)).toMatchObject({ id: 1, error: { data: { error: { code: 'bad_request' } } } });
  probe.open('a');
  connection.close();
});

function request(id: number | null, method: string, path: string, input: unknown): string {
  return JSON.stringify({ id, method, params: { path, input } });
}
