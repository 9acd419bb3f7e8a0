import { spawn } from 'node:child_process';
import type { Command } from 'commander';
import { wholeNumber } from '../arguments.ts';

interface Flags {
  readonly port: number;
  readonly json?: boolean;
}

/** The server is a host of its own: it runs as a child that owns the streams of this process. */
export function registerServe(
  program: Command,
  serve: (args: readonly string[], file: string | undefined) => Promise<void>,
): void {
  program
    .command('serve')
    .description('serve the application on this computer only, for a browser')
    .argument('[file]', 'a project to open')
    .option('--port <number>', 'port; 0 takes a free one', wholeNumber(0, 65_535), 0)
    .option('--json', 'tell errors as JSON too; the address always is')
    .action((file: string | undefined, flags: Flags) =>
      serve(['--port', String(flags.port), ...(flags.json === true ? ['--json'] : [])], file),
    );
}

/** Runs the server until it ends; its exit code becomes ours. */
export function runServer(entry: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [...process.execArgv, entry, ...args], { stdio: 'inherit' });
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
