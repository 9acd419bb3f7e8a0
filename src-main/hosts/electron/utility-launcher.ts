import { type UtilityProcess, utilityProcess } from 'electron';
import type { WorkerLauncher, WorkerProcess } from '../../core/ports/system.ts';
import { lastWords, lastWordsHeard } from '../../jobs/parent-port.ts';
import { workerEnvironment } from '../../jobs/worker-environment.ts';

const outputTailLength = 8192;

/** Starts workers as Electron's utility processes: children with Node, without a window. After the app is ready. */
export function createUtilityLauncher(workerEntry: string): WorkerLauncher {
  return {
    launch() {
      const child = utilityProcess.fork(workerEntry, [], {
        serviceName: 'Winnow worker',
        env: workerEnvironment(),
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      return workerProcess(child);
    },
  };
}

function workerProcess(child: UtilityProcess): WorkerProcess {
  let output = '';
  let ended = false;
  let killed = false;
  child.stderr?.setEncoding?.('utf8');
  child.stderr?.on('data', (text: unknown) => {
    output = (output + String(text)).slice(-outputTailLength);
  });
  child.once('exit', () => {
    ended = true;
  });
  // Posting to a process that has exited brought Electron's main process down in earlier releases.
  const send = (message: unknown): void => {
    if (!ended) child.postMessage(message);
  };
  return {
    send,
    onMessage(listener) {
      child.on('message', (message: unknown) => {
        if (message === lastWords) send(lastWordsHeard);
        else listener(message);
      });
    },
    onExit(listener) {
      // A killed process is said to have exited with 0.
      child.once('exit', (code) => listener(killed ? null : code, output));
    },
    kill() {
      killed = true;
      if (!ended) child.kill();
    },
  };
}
