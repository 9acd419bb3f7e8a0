import { createTRPCClient, createWSClient, httpLink, splitLink, wsLink } from '@trpc/client';
import { expect } from 'vitest';
import { WebSocket } from 'ws';
import type { ApiContext } from '../../src-main/api/context.ts';
import type { AppRouter } from '../../src-main/api/router.ts';
import { startListener } from '../../src-main/hosts/server/listener.ts';
import { testTransport } from './transport-conformance.ts';
import type { TransportUnderTest } from './transport-probe.ts';

testTransport('HTTP with WebSocket', (context) => openNetworkTransport(context, 'http'));
testTransport('WebSocket alone', (context) => openNetworkTransport(context, 'webSocket'));

async function openNetworkTransport(
  context: ApiContext,
  calls: 'http' | 'webSocket',
): Promise<TransportUnderTest> {
  const listener = await startListener({
    context,
    rendererFolder: import.meta.dirname,
    port: 0,
    uploadLimitBytes: 1_000_000,
  });
  const { origin, host } = new URL(listener.url);
  const opening = await fetch(listener.url, { redirect: 'manual' });
  const [cookie] = opening.headers.get('set-cookie')?.split(';') ?? [];
  expect(cookie).toBeDefined();

  class PageWebSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { headers: { cookie: cookie! }, origin });
    }
  }
  const webSocket = createWSClient({
    url: `ws://${host}/trpc`,
    WebSocket: PageWebSocket as unknown as typeof globalThis.WebSocket,
    retryDelayMs: () => 60_000,
  });
  const client = createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => calls === 'webSocket' || type === 'subscription',
        true: wsLink({ client: webSocket }),
        false: httpLink({ url: `${origin}/trpc`, headers: { cookie: cookie! } }),
      }),
    ],
  });
  return {
    client,
    async disconnect() {
      webSocket.connection?.ws.close();
    },
    async close() {
      await webSocket.close();
      await listener.close();
    },
  };
}
