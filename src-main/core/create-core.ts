import { join } from 'node:path';
import { createApplication } from './application/application.ts';
import { openRecents } from './application/recents-file.ts';
import { openSettings } from './application/settings-file.ts';
import type { Core } from './core.ts';
import { createModelFiles } from './model-files/model-files.ts';
import type { Files } from './ports/files.ts';
import type { StoreOpener } from './ports/store.ts';
import type { Clock, Log, WorkerLauncher } from './ports/system.ts';
import { createProjectImports } from './project-imports/project-imports.ts';
import { createProjects } from './projects/projects.ts';

/** What a host fills in. All folders are full paths. */
export interface CorePorts {
  readonly stores: StoreOpener;
  readonly launcher: WorkerLauncher;
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  /** Unguessable; names an open project for as long as it is open. */
  readonly randomId: () => string;
  /** Holds settings.json and recents.json; made when it is missing. */
  readonly userDataFolder: string;
  /** Proposed for new projects; the sample is created here. */
  readonly projectFolder: string;
  /** Holds support-tickets.jsonl and support-tickets-classes.json. */
  readonly samplesFolder: string;
}

export function createCore(ports: CorePorts): Core {
  const { files, log } = ports;
  const settings = openSettings(files, log, join(ports.userDataFolder, 'settings.json'));
  const recents = openRecents(files, log, join(ports.userDataFolder, 'recents.json'));
  const projects = createProjects({ ...ports, recents, annotator: () => settings.get().annotator });
  const projectImports = createProjectImports({
    files,
    projects,
    project: projects.get,
    forgetRecent: recents.forget,
  });
  return {
    application: createApplication({
      ...ports,
      settings,
      recents: { list: projects.recent, forget: recents.forget },
    }),
    projects,
    projectImports,
    modelFiles: createModelFiles(ports.launcher),
    project: projects.get,
    async close() {
      await projectImports.close();
      await projects.close();
    },
  };
}
