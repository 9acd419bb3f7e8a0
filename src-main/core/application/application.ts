import { dirname } from 'node:path';
import type { Application, FolderListing, InspectRequest } from '../core.ts';
import { runTask } from '../jobs/run-task.ts';
import type { Files } from '../ports/files.ts';
import type { WorkerLauncher } from '../ports/system.ts';
import type { RecentsFile } from './recents-file.ts';
import type { SettingsFile } from './settings-file.ts';

interface ApplicationPorts {
  readonly files: Files;
  readonly launcher: WorkerLauncher;
  readonly settings: SettingsFile;
  readonly recents: Pick<RecentsFile, 'list' | 'forget'>;
  readonly projectFolder: string;
}

export function createApplication(ports: ApplicationPorts): Application {
  return {
    settings: ports.settings.get,
    updateSettings: ports.settings.update,
    recentProjects: ports.recents.list,
    forgetRecent: ports.recents.forget,
    browse: (path) => browse(ports, path),
    inspect: (request: InspectRequest) => runTask(ports.launcher, { kind: 'inspect', ...request }, {}),
  };
}

/** Folders first, then files, by name; what a name starting with a dot hides stays hidden. */
async function browse(
  { files, projectFolder }: ApplicationPorts,
  path: string | null,
): Promise<FolderListing> {
  const start = files.exists(projectFolder) ? projectFolder : files.homeFolder;
  const folder = files.canonical(path ?? start);
  const found = await files.listFolder(folder);
  const entries = found
    .filter((entry) => !entry.name.startsWith('.'))
    .map((entry) => ({ ...entry, modifiedAt: entry.modifiedAt.toISOString() }))
    .sort((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file') || byName(a.name, b.name));
  const parent = dirname(folder);
  return { path: folder, parent: parent === folder ? null : parent, entries };
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function byName(first: string, second: string): number {
  return collator.compare(first, second);
}
