import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { checkedKey } from '../api/rest/access.ts';
import { serviceByCommandLine } from '../api/rest/by-command-line.ts';
import { createRestRuntime, type RestPorts, type RestRuntime } from '../api/rest/runtime.ts';
import { createRestService, type RestService } from '../api/rest/service.ts';
import { AppError } from '../domain/errors.ts';
import { openOperationTable } from '../store/operations.ts';
import { createFiles } from './files.ts';
import type { Host } from './host.ts';

/** The network interface that Settings switch. */
export function createHostRest(host: Host): RestService {
  const keyPath = path.join(host.userDataFolder, 'api-key');
  const files = createFiles();
  return createRestService({
    ...restPorts(host, host.projectFolder),
    keyFile: {
      read: () => files.readText(keyPath),
      write: (text) => files.writeAtomically(keyPath, text),
    },
  });
}

export interface RestArguments {
  readonly keyFile: string;
  readonly folders: readonly string[];
  readonly projectsFolder: string | undefined;
  readonly azureLimits: 'as-azure' | 'relaxed';
  readonly closeAfterSeconds: number | undefined;
}

/**
 * The network interface that the command line switches on, at the port of the window.
 * @throws AppError `file_not_found`, `bad_request`, `project_in_use`.
 */
export function startRestOf(
  host: Host,
  { keyFile, projectsFolder: given, folders, azureLimits, closeAfterSeconds }: RestArguments,
): { readonly runtime: RestRuntime; readonly service: RestService } {
  const key = keyIn(keyFile);
  for (const folder of folders) requireFolder(folder);
  const projectsFolder = given ?? host.projectFolder;
  const runtime = createRestRuntime(restPorts(host, projectsFolder), {
    key: () => key,
    folders,
    azureLimits,
    ...(closeAfterSeconds === undefined ? {} : { closeAfterSeconds }),
  });
  return { runtime, service: serviceByCommandLine(runtime, { folders, projectsFolder }) };
}

function restPorts(host: Host, projectsFolder: string): RestPorts {
  return {
    core: host.core,
    projectsFolder,
    openOperations: () => openOperationTable(path.join(host.userDataFolder, 'rest.sqlite')),
    now: () => new Date(),
    reportUnexpected: (error, place) => host.log.unexpected(error, place),
  };
}

function requireFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new AppError('file_not_found', `The folder ${folder} that programs may use does not exist.`);
}

function keyIn(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new AppError(
      'file_not_found',
      `The key file ${file} cannot be read. It holds the key on one line.`,
    );
  }
  return checkedKey(text);
}
