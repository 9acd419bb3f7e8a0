import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
const entry = path.join(root, 'src-main', 'hosts', 'cli', 'main.ts');

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Runs as this user and group; only the superuser may ask for it. */
  readonly user?: number;
  /** Called with the running process. */
  readonly onStart?: (child: ChildProcess) => void;
}

/** A folder of its own in which the command line runs, as its users run it: one process a command. */
export interface Workbench {
  readonly folder: string;
  path(name: string): string;
  write(name: string, content: string | Uint8Array): string;
  run(args: readonly string[], options?: RunOptions): Promise<CliResult>;
  /** Runs with --json, expects the exit code and returns the one document on standard output. */
  json<T = Record<string, unknown>>(args: readonly string[], expectedCode?: number): Promise<T>;
  dispose(): void;
}

export function createWorkbench(): Workbench {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-test-'));
  const inFolder = (name: string): string => path.join(folder, name);
  const run = (args: readonly string[], options: RunOptions = {}): Promise<CliResult> =>
    runCli(args, folder, options);
  return {
    folder,
    path: inFolder,
    write(name, content) {
      writeFileSync(inFolder(name), content);
      return inFolder(name);
    },
    run,
    async json<T>(args: readonly string[], expectedCode = 0) {
      const result = await run([...args, '--json']);
      if (result.code !== expectedCode) {
        throw new Error(
          `winnow ${args.join(' ')} ended with ${result.code}: ${result.stdout}${result.stderr}`,
        );
      }
      return JSON.parse(result.stdout) as T;
    },
    dispose: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

function runCli(args: readonly string[], folder: string, options: RunOptions): Promise<CliResult> {
  const child = spawn(process.execPath, ['--no-warnings', entry, ...args], {
    cwd: folder,
    ...(options.user === undefined ? {} : { uid: options.user, gid: options.user }),
    env: {
      ...process.env,
      // Stripping the types of all modules takes most of a short command's time.
      NODE_COMPILE_CACHE: path.join(root, '.cache', 'compile'),
      INIT_CWD: folder,
      WINNOW_USER_DATA: path.join(folder, 'user-data'),
      WINNOW_PROJECTS: path.join(folder, 'projects'),
      ...options.environment,
    },
  });
  options.onStart?.(child);
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
