import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Core, Project, ProjectInfo } from '../../core/core.ts';
import { AppError } from '../../domain/errors.ts';
import { isActive } from '../../domain/job.ts';
import type { ProjectFolder } from './context.ts';

const extension = '.winnow';
const plainName = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,98}[\p{L}\p{N}_-])?$/u;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * The projects of a folder. A project goes by the name inside of it; where none has the name asked for, by the name
 * of its file. One that a window has open is shared with it.
 */
export function createProjectFolder(core: Core, folder: () => string): ProjectFolder {
  const files = async (): Promise<readonly string[]> => {
    const names = await readdir(folder()).catch((): string[] => []);
    return names.filter((name) => name.toLowerCase().endsWith(extension)).sort();
  };
  const open = async (file: string): Promise<ProjectInfo> =>
    await core.projects.open(path.join(folder(), file));
  /** Null for what cannot be opened: damaged, newer, in use by another program. */
  const tryOpen = (file: string): Promise<ProjectInfo | null> => open(file).catch(() => null);
  const list = async (): Promise<readonly ProjectInfo[]> => {
    const infos: ProjectInfo[] = [];
    for (const file of await files()) {
      const info = await tryOpen(file);
      if (info !== null) infos.push(info);
    }
    return infos;
  };
  const infoOf = async (name: string): Promise<ProjectInfo> => {
    const names = await files();
    const own = names.find((file) => file === `${name}${extension}`);
    // Most often the file bears the name of the project: then no other needs to be opened.
    const first = own === undefined ? null : await tryOpen(own);
    if (first?.name === name) return first;
    const found = (await list()).find((info) => info.name === name);
    if (found !== undefined) return found;
    // It is there but cannot be opened: say why, or that it goes by another name inside.
    if (own !== undefined) return await open(own).catch(withoutPath);
    throw noProject(name);
  };
  const find = async (name: string): Promise<Project> => core.project((await infoOf(name)).id);
  return {
    list,
    find,
    async create(fields) {
      checkName(fields.name);
      const taken = (await list()).some((info) => info.name === fields.name);
      if (taken) throw new AppError('already_exists', `There is a project “${fields.name}” already.`);
      await mkdir(folder(), { recursive: true });
      const file = path.join(folder(), `${fields.name}${extension}`);
      const info = await core.projects.create({ ...fields, path: file }).catch(withoutPath);
      return core.project(info.id);
    },
    async delete(name) {
      const project = await find(name);
      if (project.jobs.list().some((job) => isActive(job.state))) {
        throw new AppError(
          'job_in_progress',
          `The project “${name}” is at work. Wait for the end of its jobs.`,
        );
      }
      const file = project.info().path;
      await project.close();
      await rm(file, { force: true });
    },
  };
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
