import type { Core, ProjectHolder, ProjectInfo } from '../../core/core.ts';
import type { Settings } from '../../domain/settings.ts';

export interface CoreObserver {
  projectOpened(info: ProjectInfo): void;
  settingsChanged(settings: Settings): void;
}

/** The same core, telling the host what concerns its windows, whoever calls it. */
export function observeCore(core: Core, observer: CoreObserver): Core {
  const announced = async (
    opening: Promise<ProjectInfo>,
    holder: ProjectHolder = 'person',
  ): Promise<ProjectInfo> => {
    const info = await opening;
    if (holder === 'person') observer.projectOpened(info);
    return info;
  };
  return {
    application: {
      ...core.application,
      updateSettings(changes) {
        const settings = core.application.updateSettings(changes);
        observer.settingsChanged(settings);
        return settings;
      },
    },
    projects: {
      create: (fields, holder) => announced(core.projects.create(fields, holder), holder),
      open: (path, holder) => announced(core.projects.open(path, holder), holder),
      giveBack: (projectId) => core.projects.giveBack(projectId),
      head: (path) => core.projects.head(path),
      delete: (projectId) => core.projects.delete(projectId),
      createSample: (kind) => announced(core.projects.createSample(kind)),
      clone: (source, target) => core.projects.clone(source, target),
      list: () => core.projects.list(),
    },
    projectImports: {
      async start(fields, source) {
        const started = await core.projectImports.start(fields, source);
        observer.projectOpened(started.project);
        return started;
      },
      discard: (projectId) => core.projectImports.discard(projectId),
    },
    modelFiles: core.modelFiles,
    project: (projectId) => core.project(projectId),
    close: () => core.close(),
  };
}
