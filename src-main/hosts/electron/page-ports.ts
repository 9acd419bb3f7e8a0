import { type IpcMainEvent, ipcMain, MessageChannelMain, type MessagePortMain } from 'electron';
import type { ApiContext } from '../../api/context.ts';
import { type PortConnection, type ServerPort, servePort } from '../../api/port-adapter.ts';
import type { Log } from '../../core/ports/system.ts';
import { desktopChannels } from '../../domain/desktop-bridge.ts';
import { isOwnPage } from './page-protocol.ts';

/** Gives each page of the application one port to the API; a page that is loaded again gets a new one. */
export function handOutPorts(context: ApiContext, log: Log): void {
  const connections = new Map<number, PortConnection>();
  ipcMain.on(desktopChannels.requestPort, (event) => {
    const frame = ownFrame(event);
    if (frame === null) {
      log.warn('A page that is not ours asked for a port.');
      return;
    }
    const contentsId = event.sender.id;
    connections.get(contentsId)?.close();
    const { port1, port2 } = new MessageChannelMain();
    const connection = servePort(serverPort(port1), context);
    connections.set(contentsId, connection);
    port1.once('close', () => {
      if (connections.get(contentsId) === connection) connections.delete(contentsId);
    });
    frame.postMessage(desktopChannels.port, null, [port2]);
  });
}

/** The frame that sent the message, when it is the whole page of a window and shows the application. */
function ownFrame({ senderFrame }: IpcMainEvent): Electron.WebFrameMain | null {
  if (senderFrame === null || senderFrame.parent !== null || !isOwnPage(senderFrame.url)) return null;
  return senderFrame;
}

function serverPort(port: MessagePortMain): ServerPort {
  return {
    postMessage: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
    onClose: (listener) => port.on('close', listener),
    start: () => port.start(),
    close: () => port.close(),
  };
}
