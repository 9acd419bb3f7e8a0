import { shell } from 'electron';
import { menuCommands } from '../../domain/desktop-bridge.ts';
import type { MainWindow } from './main-window.ts';
import type { MenuActions } from './menu.ts';
import type { ProjectActions } from './project-actions.ts';

/** Files that the menu shows; full paths. */
export interface MenuFiles {
  readonly licences: string;
  readonly logs: string;
}

export function createMenuActions(
  window: MainWindow,
  actions: ProjectActions,
  files: MenuFiles,
): MenuActions {
  return {
    command: window.command,
    newProject: () => window.show('/?new'),
    openProject: () => void actions.pickAndOpen(),
    bringProject: () => window.show('/bring'),
    openRecent: (file) => void actions.open(file),
    closeProject: () => void actions.close(),
    showSettings() {
      if (actions.currentId() === null) window.show('/settings');
      else window.command(menuCommands.settings);
    },
    showLicences: () => void shell.openPath(files.licences),
    showLogs: () => void shell.openPath(files.logs),
  };
}
