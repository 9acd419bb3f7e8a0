import type { Imports, NewProject, Project, ProjectInfo, Projects } from '../core.ts';
import type { Files } from '../ports/files.ts';

/** Imports that create the project which they fill. */
export interface ProjectImports {
  /**
   * Result of the job: as that of {@link Imports.start}.
   * @throws AppError as {@link Projects.create} and {@link Imports.start}.
   */
  start(
    fields: NewProject,
    source: Parameters<Imports['start']>[0],
  ): Promise<{ readonly project: ProjectInfo; readonly jobId: number }>;
  /**
   * Closes a project of which nothing came, because its import failed or was cancelled, and removes its file. Does
   * nothing with any other project, one that was worked on meanwhile among them.
   */
  discard(projectId: string): Promise<void>;
}

interface Ports {
  readonly files: Files;
  readonly projects: Projects;
  readonly project: (projectId: string) => Project;
  readonly forgetRecent: (path: string) => void;
}

export interface ClosableProjectImports extends ProjectImports {
  /** Cancels what runs and leaves no project behind that nothing came into. */
  close(): Promise<void>;
}

export function createProjectImports(ports: Ports): ClosableProjectImports {
  /** The imports by their projects, as long as it is open what comes of them. */
  const running = new Map<string, number>();
  const discard = async (projectId: string): Promise<void> => {
    const jobId = running.get(projectId);
    const info = ports.projects.list().find(({ id }) => id === projectId);
    if (jobId === undefined || info === undefined) return;
    const project = ports.project(projectId);
    const { state } = await project.jobs.finished(jobId);
    running.delete(projectId);
    if (state === 'done' || !isUntouched(project)) return;
    await project.close();
    ports.forgetRecent(info.path);
    ports.files.remove(info.path);
  };
  return {
    async start(fields, source) {
      const project = await ports.projects.create(fields);
      const { jobId } = ports.project(project.id).imports.start(source);
      running.set(project.id, jobId);
      return { project, jobId };
    },
    discard,
    async close() {
      const open = new Set(ports.projects.list().map(({ id }) => id));
      const left = [...running].filter(([projectId]) => open.has(projectId));
      for (const [projectId, jobId] of left) ports.project(projectId).jobs.cancel(jobId);
      await Promise.all(left.map(([projectId]) => discard(projectId)));
    },
  };
}

function isUntouched(project: Project): boolean {
  return project.classes.list().length === 0 && project.historyLog.entries({}, 0, 1).total === 0;
}
