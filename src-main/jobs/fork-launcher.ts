import { type ChildProcess, fork } from 'node:child_process';
import type { WorkerLauncher, WorkerProcess } from '../core/ports/system.ts';
import { workerEnvironment } from './worker-environment.ts';

const outputTailLength = 8192;

export interface ForkLauncherOptions {
  /** Full path of the worker's entry file. */
  readonly workerEntry: string;
  readonly execArgv?: readonly string[];
}

/** Starts workers as child processes of Node; typed arrays travel as they are. */
export function createForkLauncher(options: ForkLauncherOptions): WorkerLauncher {
  return {
    launch() {
      const child = fork(options.workerEntry, [], {
        env: workerEnvironment(),
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        execArgv: [...(options.execArgv ?? process.execArgv)],
      });
      return workerProcess(child);
    },
  };
}

function workerProcess(child: ChildProcess): WorkerProcess {
  let output = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-outputTailLength);
  });
  return {
    send(message) {
      // A worker that has just ended cannot be told anything any more; its exit is reported elsewhere.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => child.on('message', listener),
    onExit(listener) {
      let ended = false;
      const end = (code: number | null, text: string): void => {
        if (ended) return;
        ended = true;
        listener(code, text);
      };
      child.on('error', (error) => end(null, `${output}${error.message}`));
      child.on('close', (code) => end(code, output));
    },
    kill: () => child.kill('SIGKILL'),
  };
}
