import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Core } from '../core/core.ts';
import { createCore } from '../core/create-core.ts';
import type { Files } from '../core/ports/files.ts';
import type { WorkerLauncher } from '../core/ports/system.ts';
import type { Capabilities } from '../domain/settings.ts';
import { createForkLauncher } from '../jobs/fork-launcher.ts';
import { createStoreOpener } from '../store/open.ts';
import type { Entries } from './entries.ts';
import { createFiles } from './files.ts';
import { projectFolder, thisMachine, userDataFolder } from './folders.ts';
import { createFileLog, type HostLog } from './log.ts';

export interface Host {
  readonly core: Core;
  readonly log: HostLog;
  /** Proposed for new projects. */
  readonly projectFolder: string;
  /** Settings, logs and what programs have asked for. */
  readonly userDataFolder: string;
}

export interface HostOptions {
  /** As the log names it. */
  readonly name: 'electron' | 'server' | 'cli';
  readonly entries: Entries;
  /** Worker processes; children of Node by default. */
  readonly launcher?: WorkerLauncher;
  /** Leave settings and the list of recent projects as they are. */
  readonly keepUserData?: boolean;
}

/** The core with this computer behind its ports. */
export function createHost({ name, entries, launcher, keepUserData }: HostOptions): Host {
  const machine = thisMachine();
  // Worker processes inherit them: the receipt of a model names the version, their threads run the entries.
  process.env.WINNOW_VERSION = entries.version;
  process.env.WINNOW_THREAD_ENTRY = entries.thread;
  process.env.WINNOW_DOCUMENT_ENTRY = entries.documents;
  const userData = userDataFolder(machine);
  const projects = projectFolder(machine);
  const log = createFileLog(path.join(userData, 'logs'), name);
  const files = createFiles();
  const core = createCore({
    stores: createStoreOpener({ readerEntry: entries.reader, log }),
    launcher: launcher ?? createForkLauncher({ workerEntry: entries.worker }),
    files: keepUserData === true ? withoutWriting(files, userData) : files,
    clock: { now: () => new Date() },
    log,
    randomId: randomUUID,
    userDataFolder: userData,
    projectFolder: projects,
    samplesFolder: path.join(entries.resources, 'samples'),
  });
  return { core, log, projectFolder: projects, userDataFolder: userData };
}

/** Through this port the core writes settings and the recent list, and gives finished copies of projects their names. */
function withoutWriting(files: Files, userData: string): Files {
  return {
    ...files,
    writeAtomically: () => {},
    rename(from, to) {
      if (path.dirname(from) !== userData) files.rename(from, to);
    },
  };
}

export function platformName(platform: NodeJS.Platform): Capabilities['platform'] {
  return platform === 'darwin' || platform === 'linux' || platform === 'win32' ? platform : 'other';
}
