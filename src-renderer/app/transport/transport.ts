import { createTRPCClient, createWSClient, type TRPCClient, wsLink } from '@trpc/client';
import type { AppRouter } from '../../../src-main/api/router.ts';
import { type DesktopBridge, desktopChannels } from '../../../src-main/domain/desktop-bridge.ts';
import { setConnectionLost } from './connection.ts';
import { portLink } from './port-link.ts';

declare global {
  interface Window {
    readonly winnow?: DesktopBridge<File>;
  }
}

/** Calls and subscriptions over one MessagePort that the preload script hands to the page. */
async function portClient(): Promise<TRPCClient<AppRouter>> {
  const port = await new Promise<MessagePort>((resolve) => {
    const onMessage = (event: MessageEvent<unknown>): void => {
      const [received] = event.ports;
      if (event.source !== window || event.data !== desktopChannels.port || received === undefined) return;
      window.removeEventListener('message', onMessage);
      resolve(received);
    };
    window.addEventListener('message', onMessage);
    window.postMessage(desktopChannels.ready, window.location.origin);
  });
  return createTRPCClient<AppRouter>({ links: [portLink(port)] });
}

/** Calls and subscriptions over one WebSocket, which reconnects by itself. */
function networkClient(): TRPCClient<AppRouter> {
  const client = createWSClient({
    url: `ws://${window.location.host}/trpc`,
    onOpen: () => setConnectionLost(false),
    onClose: () => setConnectionLost(true),
  });
  return createTRPCClient<AppRouter>({ links: [wsLink({ client })] });
}

export function createTransport(): Promise<TRPCClient<AppRouter>> {
  return window.winnow === undefined ? Promise.resolve(networkClient()) : portClient();
}
