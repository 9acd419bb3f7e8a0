import { AsyncLocalStorage } from 'node:async_hooks';
import type { Core, Project, ProjectInfo } from '../../core/core.ts';
import { isActive } from '../../domain/job.ts';

/** Projects that are open for requests and operations, and are given back some time after the last of them. */
export interface BorrowedProjects {
  /** Notes that whoever asks works with the project. */
  use(info: ProjectInfo): Project;
  /** Keeps what is used inside of `work` until `work` calls the function that it is given. */
  within(work: (end: () => void) => void): void;
  /** Forgets a project that is gone. */
  forget(projectId: string): void;
  close(): Promise<void>;
}

interface Borrowed {
  /** Requests and operations that work with it. */
  users: number;
  /** When the last of them ended, or began; milliseconds of `performance.now`. */
  usedAt: number;
}

const sweepMilliseconds = 500;

/** @param idleMilliseconds for how long a project stays open that nobody works with, in case somebody comes back */
export function createBorrowedProjects(core: Core, idleMilliseconds: number): BorrowedProjects {
  const borrowed = new Map<string, Borrowed>();
  const scopes = new AsyncLocalStorage<Set<string>>();
  const end = (scope: Set<string>): void => {
    for (const id of scope) {
      const found = borrowed.get(id);
      if (found === undefined) continue;
      found.users -= 1;
      found.usedAt = performance.now();
    }
    scope.clear();
  };
  const giveBack = async (id: string): Promise<void> => {
    borrowed.delete(id);
    await core.projects.giveBack(id);
  };
  const sweep = (): void => {
    const now = performance.now();
    for (const [id, { users, usedAt }] of borrowed) {
      if (users > 0 || now - usedAt < idleMilliseconds || isAtWork(core, id)) continue;
      // What goes wrong in closing is in the log already.
      giveBack(id).catch(() => undefined);
    }
  };
  const timer = setInterval(sweep, sweepMilliseconds);
  timer.unref();
  return {
    use({ id }) {
      const found = borrowed.get(id) ?? { users: 0, usedAt: 0 };
      found.usedAt = performance.now();
      borrowed.set(id, found);
      const scope = scopes.getStore();
      if (scope !== undefined && !scope.has(id)) {
        scope.add(id);
        found.users += 1;
      }
      return core.project(id);
    },
    within(work) {
      const scope = new Set<string>();
      scopes.run(scope, work, () => end(scope));
    },
    forget: (id) => void borrowed.delete(id),
    async close() {
      clearInterval(timer);
      await Promise.allSettled([...borrowed.keys()].map(giveBack));
    },
  };
}

/** A job started here goes on when whoever started it has gone. */
function isAtWork(core: Core, id: string): boolean {
  const isOpen = core.projects.list().some((info) => info.id === id);
  return (
    isOpen &&
    core
      .project(id)
      .jobs.list()
      .some(({ state }) => isActive(state))
  );
}
