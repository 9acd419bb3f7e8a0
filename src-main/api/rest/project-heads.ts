import { realpath, stat } from 'node:fs/promises';
import type { Core, Project } from '../../core/core.ts';
import type { ProjectHead } from '../../core/ports/store.ts';

/** Heads of project files; those of closed files are kept until the file changes. */
export interface ProjectHeads {
  /** Null for what has to be opened, if it can be. */
  of(file: string): Promise<ProjectHead | null>;
}

export function createProjectHeads(core: Core): ProjectHeads {
  const known = new Map<string, { readonly stamp: string; readonly head: ProjectHead }>();
  return {
    async of(file) {
      const path = await realpath(file).catch(() => null);
      if (path === null) return null;
      const open = core.projects.list().find((info) => info.path === path);
      if (open !== undefined) return headOf(core.project(open.id));
      const stamp = await stampOf(path);
      const before = known.get(path);
      if (before !== undefined && before.stamp === stamp) return before.head;
      known.delete(path);
      const head = core.projects.head(path);
      if (head !== null && stamp !== null) known.set(path, { stamp, head });
      return head;
    },
  };
}

/** Null while somebody has the file open, or may have. */
async function stampOf(path: string): Promise<string | null> {
  for (const suffix of ['-lock', '-wal']) {
    if ((await stat(`${path}${suffix}`).catch(() => null)) !== null) return null;
  }
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.ino}:${found.size}:${found.mtimeNs}`;
}

/** What needs reading more than names is read when it is asked for: most look for a deployment only. */
export function headOf(project: Project): ProjectHead {
  const { name, kind, language, multilingual, description, createdAt } = project.info();
  const deployments = project.deployments.list();
  return {
    ...{ name, kind, language, multilingual, description, createdAt },
    get changedAt() {
      return project.historyLog.entries({}, 0, 1).rows[0]?.at ?? null;
    },
    get trainedAt() {
      return latest(project.models.list().map((model) => model.createdAt));
    },
    deployedAt: latest(deployments.map((deployment) => deployment.updatedAt)),
    deployments: deployments.map((deployment) => deployment.name),
    inUse: false,
  };
}

function latest(times: readonly string[]): string | null {
  return [...times].sort().at(-1) ?? null;
}
