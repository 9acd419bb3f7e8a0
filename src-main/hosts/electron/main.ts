import path from 'node:path';
import { app, dialog, nativeTheme, session } from 'electron';
import type { ApiContext } from '../../api/context.ts';
import { findEntries } from '../entries.ts';
import { thisMachine, userDataFolder } from '../folders.ts';
import { createHost, type Host, platformName } from '../host.ts';
import { createHostRest } from '../rest.ts';
import { createDesktop } from './dialogs.ts';
import { introduce, placeFiles } from './identity.ts';
import { createMainWindow } from './main-window.ts';
import { showMenu } from './menu.ts';
import { createMenuActions } from './menu-actions.ts';
import { observeCore } from './observed-core.ts';
import { handOutPorts } from './page-ports.ts';
import { registerPageScheme, servePages } from './page-protocol.ts';
import { createProjectActions } from './project-actions.ts';
import { projectFileOf } from './project-file.ts';
import { closeBeforeQuit } from './quit.ts';
import { confinePages, confineSession } from './security.ts';
import { createUtilityLauncher } from './utility-launcher.ts';
import { offerReloadAfterCrash } from './window.ts';

const entries = findEntries(import.meta.dirname);
const userData = userDataFolder(thisMachine());

/** A project file named before the application was up. */
let waitingFile = projectFileOf(process.argv, process.cwd());
let openFile = (file: string): void => {
  waitingFile = file;
};

introduce(entries.version);
placeFiles(userData);
app.enableSandbox();
registerPageScheme();
confinePages();

if (app.requestSingleInstanceLock()) {
  // A Mac hands over files this way, even before the application is ready.
  app.on('open-file', (event, file) => {
    event.preventDefault();
    openFile(file);
  });
  void app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

function giveUp(error: unknown): void {
  dialog.showErrorBox('Winnow could not start', error instanceof Error ? error.message : String(error));
  app.exit(1);
}

function start(): void {
  const host = createHost({ name: 'electron', entries, launcher: createUtilityLauncher(entries.worker) });
  const { log } = host;
  const rest = createHostRest(host);
  const core = observeCore(host.core, {
    projectOpened(info) {
      app.addRecentDocument(info.path);
      refreshMenu();
    },
    settingsChanged(settings) {
      nativeTheme.themeSource = settings.theme;
    },
  });
  const window = createMainWindow({
    preload: path.join(entries.renderer, '..', 'preload', 'preload.cjs'),
    icon: path.join(entries.resources, 'icons', 'icon.png'),
    stateFile: path.join(userData, 'window.json'),
    log,
    onPlaceChange() {
      if (projectOpen !== (actions.currentId() !== null)) refreshMenu();
    },
    mayClose: () => quitting.isClosed(),
  });
  const desktop = createDesktop(window.current);
  const actions = createProjectActions({ core, desktop, log, window });
  const quitting = closeBeforeQuit(actions.mayQuit, () => rest.close().then(() => core.close()), log);
  const menuActions = createMenuActions(window, actions, {
    licences: path.join(
      app.isPackaged ? process.resourcesPath : entries.resources,
      'licences',
      'third-party-notices.txt',
    ),
    logs: path.join(userData, 'logs'),
  });

  let projectOpen = false;
  function refreshMenu(): void {
    projectOpen = actions.currentId() !== null;
    const recent = core.application.recentProjects();
    const { platform } = process;
    showMenu({ platform, development: !app.isPackaged, projectOpen, recent }, menuActions);
  }

  nativeTheme.themeSource = core.application.settings().theme;
  confineSession(session.defaultSession);
  servePages(entries.renderer);
  offerReloadAfterCrash(log);
  handOutPorts(apiContext(host, { core, desktop, rest }), log);
  void rest.begin();
  app.on('second-instance', (_event, argv, workingFolder) => {
    const file = projectFileOf(argv, workingFolder);
    window.bringToFront();
    if (file !== undefined) openFile(file);
  });
  app.on('activate', window.bringToFront);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  window.show('/');
  refreshMenu();
  openFile = (file) => void actions.open(file);
  if (waitingFile !== undefined) openFile(waitingFile);
  log.info('Started.', { version: entries.version });
}

function apiContext(host: Host, own: Pick<ApiContext, 'core' | 'desktop' | 'rest'>): ApiContext {
  return {
    ...own,
    capabilities: {
      host: 'electron',
      version: entries.version,
      platform: platformName(process.platform),
      nativeDialogs: true,
      droppedPaths: true,
      projectFolder: host.projectFolder,
    },
    reportUnexpected: host.log.unexpected,
  };
}
