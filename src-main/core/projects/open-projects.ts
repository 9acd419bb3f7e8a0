import { AppError } from '../../domain/errors.ts';
import type { RecentsFile } from '../application/recents-file.ts';
import type { Project, ProjectHolder } from '../core.ts';
import type { ProjectStore } from '../ports/store.ts';
import { type OpenProject, openProject, type ProjectPorts } from './open-project.ts';

export interface ProjectsPorts extends Omit<ProjectPorts, 'onClosing' | 'onClosed'> {
  readonly recents: RecentsFile;
  readonly projectFolder: string;
  readonly samplesFolder: string;
  readonly randomId: () => string;
}

/** The projects that are open, and those that are about to be; one opening per file. */
export class OpenProjects {
  readonly #ports: ProjectsPorts;
  readonly #byId = new Map<string, OpenProject>();
  readonly #byPath = new Map<string, OpenProject>();
  readonly #opening = new Map<string, Promise<OpenProject>>();
  /** Paths of what only programs have opened. */
  readonly #lent = new Set<string>();
  /** Files that are about to go. */
  readonly #leaving = new Map<string, Promise<unknown>>();

  constructor(ports: ProjectsPorts) {
    this.#ports = ports;
  }

  /** @throws AppError `not_found` */
  get(projectId: string): Project {
    const found = this.#byId.get(projectId);
    if (found !== undefined) return found.project;
    throw new AppError('not_found', 'This project is not open. Open its file again.');
  }

  list(): readonly Project[] {
    return [...this.#byId.values()].map(({ project }) => project);
  }

  openAt(path: string): OpenProject | undefined {
    return this.#byPath.get(path);
  }

  at(path: string): Promise<OpenProject> | undefined {
    return this.#opening.get(path);
  }

  /** One opening per file, however many ask for it at the same time. */
  async once(path: string, holder: ProjectHolder, openStore: () => Promise<ProjectStore>): Promise<Project> {
    await this.#leaving.get(path)?.catch(() => undefined);
    const earlier = await this.#opening.get(path);
    if (earlier?.closing.aborted === true) await earlier.project.close();
    let opened = this.#opening.get(path);
    // Said before it is open, so that nobody gives it back meanwhile.
    if (holder === 'person') this.#lent.delete(path);
    else if (opened === undefined) this.#lent.add(path);
    if (opened === undefined) {
      opened = this.#admit(path, openStore);
      this.#opening.set(path, opened);
      opened.catch(() => {
        this.#opening.delete(path);
        this.#lent.delete(path);
      });
    }
    const result = await opened;
    if (holder === 'person') this.#remember(result);
    return result.project;
  }

  /** Closes what only programs have opened. */
  async giveBack(projectId: string): Promise<void> {
    const found = this.#byId.get(projectId);
    if (found !== undefined && this.#lent.has(found.project.info().path)) await found.project.close();
  }

  async delete(projectId: string): Promise<string> {
    const project = this.get(projectId);
    const { path } = project.info();
    const moved = project.close().then(() => this.#ports.stores.moveToBackups(path));
    this.#leaving.set(path, moved);
    const newPath = await moved.finally(() => this.#leaving.delete(path));
    this.#ports.recents.forget(path);
    return newPath;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#opening.values());
    const ended = await Promise.allSettled(this.list().map((project) => project.close()));
    for (const result of ended) {
      if (result.status === 'rejected') {
        this.#ports.log.error('A project could not be closed.', { reason: String(result.reason) });
      }
    }
  }

  async #admit(path: string, openStore: () => Promise<ProjectStore>): Promise<OpenProject> {
    const store = await openStore();
    const id = this.#ports.randomId();
    try {
      const opened = openProject(id, store, {
        ...this.#ports,
        onClosing: () => {
          if (!this.#lent.has(path)) this.#remember(opened);
        },
        onClosed: () => {
          this.#byId.delete(id);
          this.#byPath.delete(path);
          this.#opening.delete(path);
          this.#lent.delete(path);
        },
      });
      this.#byId.set(id, opened);
      this.#byPath.set(path, opened);
      return opened;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** Puts the project first among the recent ones, with its counts as far as they are known. */
  #remember({ project, peekCounts }: OpenProject): void {
    const { recents, clock } = this.#ports;
    const { path, name, kind } = project.info();
    const before = recents.list().find((recent) => recent.path === path);
    const { documents, labelled } = peekCounts() ?? before ?? { documents: 0, labelled: 0 };
    recents.remember({
      path,
      name,
      kind,
      documents,
      labelled,
      openedAt: clock.now().toISOString(),
    });
  }
}
