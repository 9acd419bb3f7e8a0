import { AppError } from '../../domain/errors.ts';
import type { RecentProject } from '../../domain/settings.ts';
import type { RecentsFile } from '../application/recents-file.ts';
import type { NewProject, Project, Projects } from '../core.ts';
import type { ProjectStore } from '../ports/store.ts';
import { type CloneTarget, cloneStore } from './clone.ts';
import { type OpenProject, openProject, type ProjectPorts } from './open-project.ts';
import { checkedProjectFields, projectPath } from './project-fields.ts';
import { createSample } from './sample.ts';

export interface ProjectsPorts extends Omit<ProjectPorts, 'onClosing' | 'onClosed'> {
  readonly recents: RecentsFile;
  readonly projectFolder: string;
  readonly samplesFolder: string;
  readonly randomId: () => string;
}

/** The open projects, by id and by the path of their file. */
export interface ProjectRegistry extends Projects {
  get(projectId: string): Project;
  /** The recent projects; those that are open with their name and counts of this moment. */
  recent(): readonly RecentProject[];
  close(): Promise<void>;
}

export function createProjects(ports: ProjectsPorts): ProjectRegistry {
  const open = new Map<string, Project>();
  const openByPath = new Map<string, OpenProject>();
  const opening = new Map<string, Promise<OpenProject>>();

  const admit = async (path: string, openStore: () => Promise<ProjectStore>): Promise<OpenProject> => {
    const store = await openStore();
    const id = ports.randomId();
    try {
      const opened = openProject(id, store, {
        ...ports,
        onClosing: () => {
          remember(ports, opened);
        },
        onClosed: () => {
          open.delete(id);
          openByPath.delete(path);
          opening.delete(path);
        },
      });
      open.set(id, opened.project);
      openByPath.set(path, opened);
      remember(ports, opened);
      return opened;
    } catch (error) {
      await store.close();
      throw error;
    }
  };
  /** One opening per file, however many ask for it at the same time. */
  const once = async (path: string, openStore: () => Promise<ProjectStore>): Promise<Project> => {
    const earlier = await opening.get(path);
    if (earlier?.closing.aborted === true) {
      await earlier.project.close();
    }
    let opened = opening.get(path);
    if (opened === undefined) {
      opened = admit(path, openStore);
      opening.set(path, opened);
      opened.catch(() => opening.delete(path));
    }
    return (await opened).project;
  };
  const create = async (fields: NewProject, prepare?: (store: ProjectStore) => void): Promise<Project> => {
    const { path: given, ...checked } = checkedProjectFields(fields);
    const path = ports.files.canonical(projectPath(given));
    if (opening.has(path)) {
      throw new AppError('already_exists', `${path} exists already and is open. Choose another name.`);
    }
    return await once(path, async () => {
      const store = await ports.stores.create(path, checked);
      prepare?.(store);
      return store;
    });
  };

  return {
    async create(fields) {
      return (await create(fields)).info();
    },
    async open(given) {
      const path = ports.files.canonical(given);
      return (await once(path, () => ports.stores.open(path))).info();
    },
    createSample: (kind) => createSample(ports, kind, create),
    list: () => [...open.values()].map((project) => project.info()),
    async clone(source, target) {
      const given = 'path' in source ? source.path : (open.get(source.projectId) ?? notOpen()).info().path;
      const path = ports.files.canonical(given);
      return await cloneFrom(ports, path, await opening.get(path), target);
    },
    get: (projectId) => open.get(projectId) ?? notOpen(),
    recent: () => ports.recents.list().map((recent) => asOfNow(recent, openByPath.get(recent.path))),
    async close() {
      await Promise.allSettled(opening.values());
      const ended = await Promise.allSettled([...open.values()].map((project) => project.close()));
      for (const result of ended) {
        if (result.status === 'rejected') {
          ports.log.error('A project could not be closed.', { reason: String(result.reason) });
        }
      }
    },
  };
}

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

function notOpen(): never {
  throw new AppError('not_found', 'This project is not open. Open its file again.');
}

function asOfNow(recent: RecentProject, opened: OpenProject | undefined): RecentProject {
  if (opened === undefined) return recent;
  const { documents, labelled } = opened.peekCounts() ?? recent;
  const { name, kind } = opened.project.info();
  return { ...recent, name, kind, documents, labelled };
}

/** Puts the project first among the recent ones, with its counts as far as they are known. */
function remember(ports: ProjectsPorts, { project, peekCounts }: OpenProject): void {
  const { path, name, kind } = project.info();
  const before = ports.recents.list().find((recent) => recent.path === path);
  const { documents, labelled } = peekCounts() ?? before ?? { documents: 0, labelled: 0 };
  ports.recents.remember({
    path,
    name,
    kind,
    documents,
    labelled,
    openedAt: ports.clock.now().toISOString(),
  });
}
