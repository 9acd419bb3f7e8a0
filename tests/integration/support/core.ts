import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Core, Project } from '../../../src-main/core/core.ts';
import { createCore } from '../../../src-main/core/create-core.ts';
import type { ProjectStore } from '../../../src-main/core/ports/store.ts';
import type { Log, WorkerLauncher, WorkerProcess } from '../../../src-main/core/ports/system.ts';
import type { JobSnapshot } from '../../../src-main/domain/job.ts';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { automaticReadOptions } from '../../../src-main/domain/source.ts';
import { createFiles } from '../../../src-main/hosts/files.ts';
import { createForkLauncher } from '../../../src-main/jobs/fork-launcher.ts';
import { createStoreOpener } from '../../../src-main/store/open.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const workerEntry = path.join(root, 'src-main/jobs/worker/main.ts');
const readerEntry = path.join(root, 'src-main/store/reader/main.ts');

/** A folder of its own, in which cores with the real store and real worker processes follow one another. */
export interface CoreBench {
  readonly folder: string;
  /** Lines that the core logged as warnings and errors. */
  readonly problems: string[];
  /** Worker processes started by the cores and not ended yet. */
  readonly workers: ReadonlySet<WorkerProcess>;
  path(name: string): string;
  write(name: string, content: string): string;
  start(): Core;
  dispose(): Promise<void>;
}

export function createCoreBench(): CoreBench {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'winnow-core-')));
  const cores: Core[] = [];
  const problems: string[] = [];
  const workers = new Set<WorkerProcess>();
  const inFolder = (name: string) => path.join(folder, name);
  const log: Log = {
    info: () => undefined,
    warn: (message, fields) => {
      // How fast this machine is just now is no problem of the code under test.
      if (message !== 'slow store call') problems.push(`${message} ${JSON.stringify(fields ?? {})}`);
    },
    error: (message, fields) => problems.push(`${message} ${JSON.stringify(fields ?? {})}`),
  };
  return {
    folder,
    problems,
    workers,
    path: inFolder,
    write(name, content) {
      mkdirSync(path.dirname(inFolder(name)), { recursive: true });
      writeFileSync(inFolder(name), content);
      return inFolder(name);
    },
    start() {
      let ids = 0;
      const core = createCore({
        stores: createStoreOpener({
          readerEntry,
          log,
          allowUnsafeLocation: true,
        }),
        launcher: watched(createForkLauncher({ workerEntry, execArgv: [] }), workers),
        files: createFiles(),
        clock: { now: () => new Date() },
        log,
        randomId: () => `project-${++ids}`,
        userDataFolder: inFolder('user-data'),
        projectFolder: inFolder('projects'),
        samplesFolder: path.join(root, 'resources/samples'),
      });
      cores.push(core);
      return core;
    },
    async dispose() {
      for (const core of cores) {
        await core.close();
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function watched(launcher: WorkerLauncher, workers: Set<WorkerProcess>): WorkerLauncher {
  return {
    launch() {
      const worker = launcher.launch();
      workers.add(worker);
      worker.onExit(() => workers.delete(worker));
      return worker;
    },
  };
}

export async function createProject(
  bench: CoreBench,
  core: Core,
  kind: ProjectKind = 'single',
  name = 'test',
): Promise<Project> {
  const { id } = await core.projects.create({
    path: bench.path(`${name}.winnow`),
    name,
    kind,
    language: 'en',
    multilingual: false,
    description: '',
  });
  return core.project(id);
}

/** The store below the core, for what no use case does. */
export function openStore(file: string): Promise<ProjectStore> {
  const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return createStoreOpener({ readerEntry, log, allowUnsafeLocation: true }).open(file);
}

export async function openAgain(bench: CoreBench, core: Core, name = 'test'): Promise<Project> {
  return core.project((await core.projects.open(bench.path(`${name}.winnow`))).id);
}

export interface Row {
  readonly text: string;
  readonly label?: string;
  readonly labels?: readonly string[];
  readonly dataset?: string;
  readonly id?: string;
}

export function importRows(
  bench: CoreBench,
  project: Project,
  rows: readonly Row[],
  duplicates: 'keep' | 'skip' = 'keep',
): Promise<JobSnapshot> {
  const file = bench.write('rows.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { jobId } = project.imports.start({ paths: [file], options: automaticReadOptions, duplicates });
  return project.jobs.finished(jobId);
}

const words: Readonly<Record<string, string>> = {
  billing: 'invoice charged refund payment card receipt amount price',
  login: 'password locked account reset sign code user access',
  shipping: 'parcel delivery courier late address tracking box arrived',
};

/** Distinct texts of three classes in turn, each told apart by its words. */
export function ticketRows(count: number, dataset?: (index: number) => string): readonly Row[] {
  const classes = Object.keys(words);
  return Array.from({ length: count }, (_, index) => {
    const label = classes[index % classes.length]!;
    const vocabulary = words[label]!.split(' ');
    const chosen = [0, 1, 2].map((step) => vocabulary[(index * 5 + step * 3) % vocabulary.length]);
    const row = { text: `Ticket ${index}: ${chosen.join(' ')} please help`, label, id: `t${index}` };
    return dataset === undefined ? row : { ...row, dataset: dataset(index) };
  });
}

/** The counts once they are exact; right after a bulk change they are still those of before. */
export async function settledCounts(project: Project): Promise<Awaited<ReturnType<Project['counts']>>> {
  for (;;) {
    const counts = await project.counts();
    if (counts.settled) return counts;
  }
}
