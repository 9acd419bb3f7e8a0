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
  /** Stops the work of operations and gives back their projects; those of windows stay open. */
  close(): Promise<void>;
}

/** The body of an import of 100,000 documents is about 20 MB. */
const bodyBytes = 64 * 1024 * 1024;
const requestsPerMinute = 60_000;

/** Long enough for a program that asks again and again, short enough for a person who waits for the file. */
const closeAfterSeconds = 30;

interface RestRuntimeOptions extends Pick<ApiSettings, 'folders' | 'azureLimits'> {
  readonly key: () => string;
  /** For how long a project stays open that no program works with. */
  readonly closeAfterSeconds?: number;
}

export function createRestRuntime(ports: RestPorts, options: RestRuntimeOptions): RestRuntime {
  const { core, now, reportUnexpected } = ports;
  let port: number | null = null;
  const table = ports.openOperations();
  const projects = createProjectFolder(
    core,
    () => ports.projectsFolder,
    1000 * (options.closeAfterSeconds ?? closeAfterSeconds),
  );
  const operations = createOperations({
    table,
    now,
    reportUnexpected,
    within: projects.within.bind(projects),
  });
  const rest: RestServer = {
    ...{ core, projects, operations, now, reportUnexpected },
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
    async close() {
      await operations.close();
      await projects.close();
    },
  };
}
