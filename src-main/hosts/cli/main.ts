import path from 'node:path';
import { CommanderError } from 'commander';
import { AppError, type ErrorData, toErrorData } from '../../domain/errors.ts';
import { findEntries } from '../entries.ts';
import { createHost, type Host } from '../host.ts';
import type { Run } from './commands/command.ts';
import { runServer } from './commands/serve.ts';
import { createProgram } from './program.ts';
import { createSession, type Session } from './session.ts';
import { UsageError } from './usage-error.ts';

const exitCodes = { success: 0, error: 1, usage: 2, killed: 130 } as const;
/** One Ctrl+C can arrive twice: from the terminal, and from a program that passes it on. */
const sameInterruptMilliseconds = 500;

const entries = findEntries(import.meta.dirname);
const callerFolder = process.env.INIT_CWD ?? process.cwd();
let host: Host | undefined;

const run: Run = async (options, work) => {
  const json = options.json === true;
  const session = createSession({ entries, json, callerFolder, createCore: () => theHost().core });
  listenForInterrupts(session);
  try {
    const report = await work(session);
    await write(
      report.besideResults === true ? process.stderr : process.stdout,
      `${json ? JSON.stringify(report.json) : report.text}\n`,
    );
  } finally {
    await session.close();
  }
};

function theHost(): Host {
  host ??= createHost({ name: 'cli', entries, keepUserData: true });
  return host;
}

/** The first Ctrl+C cancels cleanly, a second one ends the program where it stands. */
function listenForInterrupts(session: Session): void {
  let firstAt: number | undefined;
  const interrupt = (): void => {
    const now = performance.now();
    if (firstAt !== undefined && now - firstAt > sameInterruptMilliseconds) process.exit(exitCodes.killed);
    if (firstAt === undefined) {
      firstAt = now;
      session.interrupt();
    }
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
}

async function serve(args: readonly string[], file: string | undefined): Promise<void> {
  const open = file === undefined ? [] : ['--open', path.resolve(callerFolder, file)];
  process.exitCode = await runServer(entries.server, [...args, ...open]);
}

function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A reader that has gone away is no error of ours.
    stream.write(text, () => resolve());
  });
}

async function main(): Promise<number> {
  process.stdout.on('error', () => {});
  const wantsJson = process.argv.includes('--json');
  try {
    await createProgram(entries.version, run, serve).parseAsync(process.argv);
    return Number(process.exitCode ?? exitCodes.success);
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.success;
    const data = dataOf(error);
    // Commander has printed its own message already.
    if (!(error instanceof CommanderError)) await write(process.stderr, `${data.message}\n`);
    if (wantsJson) await write(process.stdout, `${JSON.stringify({ error: data })}\n`);
    return error instanceof CommanderError || error instanceof UsageError ? exitCodes.usage : exitCodes.error;
  }
}

function dataOf(error: unknown): ErrorData {
  if (error instanceof CommanderError || error instanceof UsageError) {
    return { code: 'bad_request', message: error.message.replace(/^error: /, '') };
  }
  if (error instanceof AppError) return toErrorData(error);
  const reference = host?.log.unexpected(error, 'command line');
  const { message } = toErrorData(error);
  const hint = reference === undefined ? '' : ` (The log names it as ${reference}.)`;
  return { code: 'internal', message: `Something unexpected went wrong: ${message}${hint}` };
}

void main().then((code) => process.exit(code));
