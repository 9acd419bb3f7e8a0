import { AppError } from '../../domain/errors.ts';
import type { RecentProject } from '../../domain/settings.ts';
import type { NewProject, Project, ProjectHolder, Projects } from '../core.ts';
import type { ProjectStore } from '../ports/store.ts';
import { type CloneTarget, cloneStore } from './clone.ts';
import type { OpenProject } from './open-project.ts';
import { OpenProjects, type ProjectsPorts } from './open-projects.ts';
import { checkedProjectFields, projectPath } from './project-fields.ts';
import { createSample } from './sample.ts';

/** The open projects, by id and by the path of their file. */
export interface ProjectRegistry extends Projects {
  get(projectId: string): Project;
  /** The recent projects; those that are open with their name and counts of this moment. */
  recent(): readonly RecentProject[];
  close(): Promise<void>;
}

export function createProjects(ports: ProjectsPorts): ProjectRegistry {
  const registry = new OpenProjects(ports);
  const create: CreateProject = async (fields, holder, prepare) => {
    const { path: given, ...checked } = checkedProjectFields(fields);
    const path = ports.files.canonical(projectPath(given));
    if (registry.at(path) !== undefined) {
      throw new AppError('already_exists', `${path} exists already and is open. Choose another name.`);
    }
    return await registry.once(path, holder, async () => {
      const store = await ports.stores.create(path, checked);
      prepare?.(store);
      return store;
    });
  };

  return {
    async create(fields, holder = 'person') {
      return (await create(fields, holder)).info();
    },
    async open(given, holder = 'person') {
      const path = ports.files.canonical(given);
      return (await registry.once(path, holder, () => ports.stores.open(path))).info();
    },
    giveBack: (projectId) => registry.giveBack(projectId),
    head: (path) => ports.stores.head(path),
    delete: (projectId) => registry.delete(projectId),
    createSample: (kind) => createSample(ports, kind, (fields, prepare) => create(fields, 'person', prepare)),
    list: () => registry.list().map((project) => project.info()),
    async clone(source, target) {
      const given = 'path' in source ? source.path : registry.get(source.projectId).info().path;
      const path = ports.files.canonical(given);
      return await cloneFrom(ports, path, await registry.at(path), target);
    },
    get: (projectId) => registry.get(projectId),
    recent: () => ports.recents.list().map((recent) => asOfNow(recent, registry.openAt(recent.path))),
    close: () => registry.close(),
  };
}

type CreateProject = (
  fields: NewProject,
  holder: ProjectHolder,
  prepare?: (store: ProjectStore) => void,
) => Promise<Project>;

async function cloneFrom(
  ports: ProjectsPorts,
  path: string,
  opened: OpenProject | undefined,
  target: CloneTarget,
): Promise<CloneTarget> {
  if (opened !== undefined && !opened.closing.aborted) return await opened.clone(target);
  const store = await ports.stores.open(path);
  return await cloneStore(store, ports, target).finally(() => store.close());
}

function asOfNow(recent: RecentProject, opened: OpenProject | undefined): RecentProject {
  if (opened === undefined) return recent;
  const { documents, labelled } = opened.peekCounts() ?? recent;
  const { name, kind } = opened.project.info();
  return { ...recent, name, kind, documents, labelled };
}
