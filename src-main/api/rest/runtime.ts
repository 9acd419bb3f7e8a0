import type { Core } from '../../core/core.ts';
import type { OperationTable } from '../../core/ports/operations.ts';
import type { ApiSettings } from '../../domain/settings.ts';
import { createAccess } from './access.ts';
import { createAllowedFolders } from './allowed-folders.ts';
import { registerAzureWork } from './azure/register.ts';
import { registerComprehendWork } from './comprehend/register.ts';
import type { RestServer } from './context.ts';
import { createOperations } from './operations.ts';
import { createProjectFolder } from './project-folder.ts';

/** What a host fills in. */
export interface RestPorts {
  readonly core: Core;
  /** Full path. */
  readonly projectsFolder: string;
  /** @throws AppError `project_in_use` when another process serves programs. */
  readonly openOperations: () => OperationTable;
  readonly now: () => Date;
  readonly reportUnexpected: (error: unknown, place: string) => string;
}

/** The services at work, whoever serves them. */
export interface RestRuntime {
  readonly rest: RestServer;
  listensAt(port: number): void;
  /** Stops the work of operations; closes no project. */
  close(): Promise<void>;
}

/** The body of an import of 100,000 documents is about 20 MB. */
const bodyBytes = 64 * 1024 * 1024;
const requestsPerMinute = 60_000;

export function createRestRuntime(
  ports: RestPorts,
  options: { readonly key: () => string } & Pick<ApiSettings, 'folders' | 'azureLimits'>,
): RestRuntime {
  const { core, now, reportUnexpected } = ports;
  let port: number | null = null;
  const operations = createOperations({ table: ports.openOperations(), now, reportUnexpected });
  const rest: RestServer = {
    ...{ core, operations, now, reportUnexpected },
    projects: createProjectFolder(core, () => ports.projectsFolder),
    folders: createAllowedFolders(() => options.folders),
    limits: { azureLimits: options.azureLimits, bodyBytes, requestsPerMinute },
    access: createAccess(options.key, () => port),
  };
  registerAzureWork(rest);
  registerComprehendWork(rest);
  operations.resume();
  return {
    rest,
    listensAt(listening) {
      port = listening;
    },
    close: () => operations.close(),
  };
}
