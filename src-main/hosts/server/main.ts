import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ApiContext } from '../../api/context.ts';
import { AppError, type ErrorData, toErrorData } from '../../domain/errors.ts';
import { findEntries } from '../entries.ts';
import { createHost, type Host, platformName } from '../host.ts';
import { type Listener, startListener } from './listener.ts';

const defaultUploadLimitBytes = 4e9;

const exitCodes: Readonly<Record<'error' | 'usage', number>> = { error: 1, usage: 2 };

const usage = `Usage: server [--port NUMBER] [--open FILE.winnow] [--json]
Environment: WINNOW_TOKEN fixes the token of the address, WINNOW_UPLOAD_LIMIT the bytes of an uploaded file.`;

interface Arguments {
  readonly port: number;
  readonly open: string | undefined;
}

/** @throws AppError `bad_request`. */
function parseArguments(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        open: { type: 'string' },
        // Only says how errors are told; see `main`.
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const port = Number(values.port);
    const files = [...(values.open === undefined ? [] : [values.open]), ...positionals];
    if (!/^\d+$/.test(values.port) || port > 65_535) throw new Error(`${values.port} is not a port.`);
    if (files.length > 1) throw new Error('Only one project can be opened at the start.');
    const [file] = files;
    return { port, open: file === undefined ? undefined : path.resolve(process.env.INIT_CWD ?? '', file) };
  } catch (error) {
    throw new AppError('bad_request', `${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

function contextOf(host: Host, version: string): ApiContext {
  return {
    core: host.core,
    capabilities: {
      host: 'server',
      version,
      platform: platformName(process.platform),
      nativeDialogs: false,
      droppedPaths: false,
      projectFolder: host.projectFolder,
    },
    desktop: null,
    reportUnexpected: (error, procedure) => host.log.unexpected(error, procedure),
  };
}

async function start(args: Arguments): Promise<void> {
  const entries = findEntries(import.meta.dirname);
  const host = createHost({ name: 'server', entries });
  const closing = { listener: undefined as Listener | undefined, started: false };
  const close = async (): Promise<void> => {
    if (closing.started) return;
    closing.started = true;
    await closing.listener?.close();
    await host.core.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void close()).on('SIGTERM', () => void close());
  try {
    if (args.open !== undefined) await host.core.projects.open(args.open);
    closing.listener = await startListener({
      context: contextOf(host, entries.version),
      rendererFolder: entries.renderer,
      port: args.port,
      token: process.env.WINNOW_TOKEN || undefined,
      uploadLimitBytes: Number(process.env.WINNOW_UPLOAD_LIMIT) || defaultUploadLimitBytes,
    });
  } catch (error) {
    await host.core.close();
    throw error;
  }
  const { url } = closing.listener;
  host.log.info('Listening.', { version: entries.version, port: new URL(url).port });
  process.stdout.write(`${JSON.stringify({ event: 'listening', url })}\n`);
  process.stderr.write(`Winnow is served on this computer at ${url}\n`);
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  let exitCode = exitCodes.usage;
  try {
    const parsed = parseArguments(args);
    exitCode = exitCodes.error;
    await start(parsed);
  } catch (error) {
    const data = dataOf(error);
    process.stderr.write(`${data.message}\n`);
    // With --json standard output is one JSON document, whatever happens.
    const document = args.includes('--json') ? `${JSON.stringify({ error: data })}\n` : '';
    process.stdout.write(document, () => process.exit(exitCode));
  }
}

function dataOf(error: unknown): ErrorData {
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code !== 'EADDRINUSE') return toErrorData(error);
  return {
    code: 'bad_request',
    message: `Port ${port} is taken. Choose another with --port, or 0 for a free one.`,
  };
}

void main();
