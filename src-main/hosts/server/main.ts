import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ApiContext } from '../../api/context.ts';
import type { RestService } from '../../api/rest/service.ts';
import { AppError, type ErrorData, toErrorData } from '../../domain/errors.ts';
import { azureLimits } from '../../domain/settings.ts';
import { findEntries } from '../entries.ts';
import { createHost, type Host, platformName } from '../host.ts';
import { createHostRest, type RestArguments, startRestOf } from '../rest.ts';
import { type Listener, startListener } from './listener.ts';

const defaultUploadLimitBytes = 4e9;

const exitCodes: Readonly<Record<'error' | 'usage', number>> = { error: 1, usage: 2 };

const usage = `Usage: server [--port NUMBER] [--open FILE.winnow] [--json]
              [--api --key-file FILE [--allow FOLDER]... [--projects FOLDER] [--azure-limits as-azure|relaxed]
               [--close-after SECONDS]]
Environment: WINNOW_TOKEN fixes the token of the address, WINNOW_UPLOAD_LIMIT the bytes of an uploaded file.`;

interface Arguments {
  readonly port: number;
  readonly open: string | undefined;
  /** Null unless programs are served, too. */
  readonly rest: RestArguments | null;
}

/** @throws AppError `bad_request`. */
function parseArguments(args: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '0' },
        open: { type: 'string' },
        ...restOptions,
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
    return { port, open: file === undefined ? undefined : fullPath(file), rest: restArguments(values) };
  } catch (error) {
    throw new AppError('bad_request', `${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

const restOptions = {
  api: { type: 'boolean' },
  'key-file': { type: 'string' },
  allow: { type: 'string', multiple: true },
  projects: { type: 'string' },
  'azure-limits': { type: 'string' },
  'close-after': { type: 'string' },
} as const;

interface RestValues {
  readonly api?: boolean;
  readonly 'key-file'?: string;
  readonly allow?: readonly string[];
  readonly projects?: string;
  readonly 'azure-limits'?: string;
  readonly 'close-after'?: string;
}

function restArguments(values: RestValues): RestArguments | null {
  const { api, 'key-file': keyFile, allow = [], projects, 'azure-limits': limits = 'as-azure' } = values;
  if (api !== true) {
    const others = [keyFile, projects, values['azure-limits'], values['close-after'], ...allow];
    if (others.some((value) => value !== undefined)) throw new Error('Those options need --api.');
    return null;
  }
  if (keyFile === undefined) throw new Error('--api needs --key-file, a file with the key on one line.');
  const chosen = azureLimits.find((name) => name === limits);
  if (chosen === undefined) throw new Error(`--azure-limits is ${azureLimits.join(' or ')}.`);
  return {
    keyFile: fullPath(keyFile),
    folders: allow.map(fullPath),
    projectsFolder: projects === undefined ? undefined : fullPath(projects),
    azureLimits: chosen,
    closeAfterSeconds: secondsOf(values['close-after']),
  };
}

function secondsOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d{1,6}$/.test(given)) throw new Error('--close-after is a whole number of seconds.');
  return Number(given);
}

/** As seen from where the person typed the command. */
function fullPath(given: string): string {
  return path.resolve(process.env.INIT_CWD ?? '', given);
}

function contextOf(host: Host, version: string, rest: RestService): ApiContext {
  return {
    core: host.core,
    rest,
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
  const closing = {
    listener: undefined as Listener | undefined,
    rest: undefined as RestService | undefined,
    started: false,
  };
  const close = async (): Promise<void> => {
    if (closing.started) return;
    closing.started = true;
    await closing.listener?.close();
    await closing.rest?.close();
    await host.core.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void close()).on('SIGTERM', () => void close());
  try {
    if (args.open !== undefined) await host.core.projects.open(args.open);
    const started = args.rest === null ? null : startRestOf(host, args.rest);
    const rest = started?.service ?? createHostRest(host);
    closing.rest = rest;
    closing.listener = await startListener({
      context: contextOf(host, entries.version, rest),
      rest: started?.runtime,
      rendererFolder: entries.renderer,
      port: args.port,
      token: process.env.WINNOW_TOKEN || undefined,
      uploadLimitBytes: Number(process.env.WINNOW_UPLOAD_LIMIT) || defaultUploadLimitBytes,
    });
    await rest.begin();
  } catch (error) {
    await closing.rest?.close();
    await host.core.close();
    throw error;
  }
  const { url } = closing.listener;
  host.log.info('Listening.', { version: entries.version, port: new URL(url).port });
  const api = closing.rest.state().url;
  process.stdout.write(`${JSON.stringify({ event: 'listening', url, ...(api === null ? {} : { api }) })}\n`);
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
