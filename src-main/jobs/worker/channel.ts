import type { FromWorker, ToWorker } from '../../core/ports/worker.ts';
import { lastWords, lastWordsHeard } from '../parent-port.ts';

/** The way to the process that started this worker. */
export interface Channel {
  send(message: FromWorker): void;
  onMessage(listener: (message: ToWorker) => void): void;
  /** Called when the other side is gone: nobody is left to work for. */
  onDisconnect(listener: () => void): void;
  /** Resolves when everything sent has left this process. */
  flush(): Promise<void>;
}

/** Electron's `process.parentPort`, as far as it is used here. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/**
 * Electron's parent port when this is a `utilityProcess`, else the channel of `child_process.fork`.
 * @throws Error when the process was started in neither way.
 */
export function openChannel(): Channel {
  const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
  if (parentPort !== undefined) {
    return parentPortChannel(parentPort);
  }
  if (process.send === undefined) {
    throw new Error('This program is a worker of Winnow; it cannot be started by itself.');
  }
  return forkChannel();
}

function forkChannel(): Channel {
  let unsent = 0;
  let waiting: (() => void)[] = [];
  const sent = (): void => {
    unsent--;
    if (unsent === 0) {
      const resolved = waiting;
      waiting = [];
      for (const resolve of resolved) resolve();
    }
  };
  return {
    send(message) {
      unsent++;
      // A failed send means that the parent is gone; 'disconnect' then ends this process.
      process.send?.(message, undefined, undefined, sent);
    },
    onMessage: (listener) => process.on('message', (message) => listener(message as ToWorker)),
    onDisconnect: (listener) => process.on('disconnect', listener),
    flush: () => (unsent === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}

function parentPortChannel(port: ParentPort): Channel {
  let heard = (): void => {};
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => {
        if (data === lastWordsHeard) heard();
        else listener(data as ToWorker);
      });
    },
    onDisconnect: (listener) => port.on('close', listener),
    flush: () =>
      new Promise((resolve) => {
        heard = resolve;
        port.postMessage(lastWords);
      }),
  };
}
