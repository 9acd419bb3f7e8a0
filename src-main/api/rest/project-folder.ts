import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Core, Project } from '../../core/core.ts';
import type { ProjectHead } from '../../core/ports/store.ts';
import { AppError } from '../../domain/errors.ts';
import { isActive } from '../../domain/job.ts';
import { createBorrowedProjects } from './borrowed-projects.ts';
import type { ProjectFolder } from './context.ts';
import { createProjectHeads, headOf } from './project-heads.ts';

const extension = '.winnow';
const plainName = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,98}[\p{L}\p{N}_-])?$/u;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The projects of a folder. A project goes by the name inside of it; where none has the name asked for, by the name
 * of its file. One that a window has open is shared with it.
 * @param idleMilliseconds for how long a project stays open that nobody works with
 */
export function createProjectFolder(
  core: Core,
  folder: () => string,
  idleMilliseconds: number,
): ProjectFolder {
  return new Folder(core, folder, idleMilliseconds);
}

class Folder implements ProjectFolder {
  readonly #core: Core;
  readonly #folder: () => string;
  readonly #heads: ReturnType<typeof createProjectHeads>;
  readonly #borrowed: ReturnType<typeof createBorrowedProjects>;
  /** Files by the names that were last asked for: nothing is looked up for each of many classifications. */
  readonly #fileOf = new Map<string, string>();

  constructor(core: Core, folder: () => string, idleMilliseconds: number) {
    this.#core = core;
    this.#folder = folder;
    this.#heads = createProjectHeads(core);
    this.#borrowed = createBorrowedProjects(core, idleMilliseconds);
  }

  async list(): Promise<readonly ProjectHead[]> {
    const heads = await Promise.all((await this.#files()).map((file) => this.#head(file)));
    return heads.filter((head) => head !== null && !head.inUse) as readonly ProjectHead[];
  }

  async find(name: string): Promise<Project> {
    const known = this.#fileOf.get(name);
    if (known !== undefined) {
      const project = await this.#open(known).catch(() => null);
      if (project?.info().name === name) return project;
      this.#fileOf.delete(name);
    }
    const file = await this.#fileNamed(name);
    this.#fileOf.set(name, file);
    return await this.#open(file);
  }

  async #fileNamed(name: string): Promise<string> {
    const files = await this.#files();
    const own = files.find((file) => file === `${name}${extension}`);
    // Most often the file bears the name of the project: then no other needs to be looked at.
    for (const file of own === undefined ? files : [own, ...files]) {
      if ((await this.#head(file))?.name === name) return file;
    }
    // It cannot be looked at, and opening says why; or it goes by another name inside.
    if (own !== undefined) return own;
    throw noProject(name);
  }

  async create(fields: Parameters<ProjectFolder['create']>[0]): Promise<Project> {
    checkName(fields.name);
    const taken = (await this.list()).some((head) => head.name === fields.name);
    if (taken) throw new AppError('already_exists', `There is a project “${fields.name}” already.`);
    await mkdir(this.#folder(), { recursive: true });
    const file = path.join(this.#folder(), `${fields.name}${extension}`);
    const info = await this.#core.projects.create({ ...fields, path: file }, 'program').catch(withoutPath);
    return this.#borrowed.use(info);
  }

  async delete(name: string): Promise<void> {
    const project = await this.find(name);
    if (project.jobs.list().some((job) => isActive(job.state))) {
      throw new AppError(
        'job_in_progress',
        `The project “${name}” is at work. Wait for the end of its jobs.`,
      );
    }
    this.#borrowed.forget(project.id);
    await this.#core.projects.delete(project.id).catch(withoutPath);
  }

  async discard(project: Project): Promise<void> {
    const file = project.info().path;
    this.#borrowed.forget(project.id);
    await project.close();
    await rm(file, { force: true });
  }

  within(work: (end: () => void) => void): void {
    this.#borrowed.within(work);
  }

  async close(): Promise<void> {
    await this.#borrowed.close();
  }

  async #files(): Promise<readonly string[]> {
    const names = await readdir(this.#folder()).catch((): string[] => []);
    return names.filter((name) => name.toLowerCase().endsWith(extension)).sort();
  }

  async #open(file: string): Promise<Project> {
    const opening = this.#core.projects.open(path.join(this.#folder(), file), 'program');
    return this.#borrowed.use(await opening.catch(withoutPath));
  }

  /** Null for what cannot be opened: damaged, newer, no project at all. */
  async #head(file: string): Promise<ProjectHead | null> {
    const head = await this.#heads.of(path.join(this.#folder(), file));
    if (head !== null) return head;
    // An older file has to be brought up to date before its head can be read.
    const opened = await this.#open(file).catch(() => null);
    return opened === null ? null : headOf(opened);
  }
}

function checkName(name: string): void {
  if (!plainName.test(name) || reservedOnWindows.test(name)) {
    throw new AppError(
      'bad_request',
      'A project is named by letters, digits, hyphens, underscores, dots and spaces, at most 100.',
    );
  }
}

function noProject(name: string): AppError {
  return new AppError('not_found', `There is no project “${name}” in the folder of projects.`);
}

/** What opening says names the file's full path, which is no business of a program that asks. */
function withoutPath(error: unknown): never {
  if (!(error instanceof AppError)) throw error;
  const messages: Partial<Record<AppError['code'], string>> = {
    project_in_use: 'The project is open in another window or program. Close it there first.',
    project_damaged: 'The file of the project is damaged. Open it in Winnow to see what can be done.',
    project_newer: 'The project was made by a newer version of Winnow.',
    already_exists: 'There is a file of that name in the folder of projects already.',
  };
  throw new AppError(error.code, messages[error.code] ?? 'The project cannot be opened.');
}
