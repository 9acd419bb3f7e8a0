import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../../..');
const entry = path.join(root, 'src-main/hosts/server/main.ts');

/** A folder in which servers follow one another, each as people start it, in a process of its own. */
export interface RestBench {
  readonly folder: string;
  readonly projects: string;
  /** The one folder that programs may use; its own name is `bucket`. */
  readonly bucket: string;
  readonly key: string;
  /** Resolves with the address for programs once the server listens. */
  start(options?: { readonly port?: number; readonly more?: readonly string[] }): Promise<string>;
  /** Ends the server; SIGKILL leaves it no time for anything. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  dispose(): Promise<void>;
}

export function createRestBench(): RestBench {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'winnow-rest-')));
  const inFolder = (name: string): string => path.join(folder, name);
  const key = 'a-key-for-tests-0123456789';
  for (const name of ['projects', 'bucket']) mkdirSync(inFolder(name));
  writeFileSync(inFolder('key'), `${key}\n`, { mode: 0o600 });
  let running: ChildProcess | null = null;
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    ...{ folder, key, projects: inFolder('projects'), bucket: inFolder('bucket') },
    async start({ port = 0, more = [] } = {}) {
      const args = ['--api', '--key-file', inFolder('key'), '--allow', inFolder('bucket')];
      running = launch(folder, [...args, '--projects', inFolder('projects'), '--port', `${port}`, ...more]);
      return await addressOf(running);
    },
    stop,
    async dispose() {
      await stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function launch(folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--no-warnings', entry, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      // Stripping the types of all modules takes most of the start.
      NODE_COMPILE_CACHE: path.join(root, '.cache', 'compile'),
      WINNOW_USER_DATA: path.join(folder, 'user-data'),
      WINNOW_PROJECTS: path.join(folder, 'projects'),
    },
  });
}

async function addressOf(child: ChildProcess): Promise<string> {
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
  });
  return (JSON.parse(line) as { readonly api: string }).api;
}
