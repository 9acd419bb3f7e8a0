import { type MenuItemConstructorOptions as Item, Menu } from 'electron';
import { type MenuCommand, menuCommands } from '../../domain/desktop-bridge.ts';
import type { RecentProject } from '../../domain/settings.ts';

/** What the menu can do beside what Electron's own roles do. */
export interface MenuActions {
  command(command: MenuCommand): void;
  newProject(): void;
  openProject(): void;
  bringProject(): void;
  openRecent(path: string): void;
  closeProject(): void;
  showSettings(): void;
  showLicences(): void;
  showLogs(): void;
}

export interface MenuState {
  readonly platform: NodeJS.Platform;
  readonly development: boolean;
  readonly projectOpen: boolean;
  readonly recent: readonly RecentProject[];
}

const maximalRecent = 10;
const separator: Item = { type: 'separator' };

export function showMenu(state: MenuState, actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(state, actions)));
}

function menuTemplate(state: MenuState, actions: MenuActions): Item[] {
  const mac = state.platform === 'darwin';
  return [
    ...(mac ? [applicationMenu(actions)] : []),
    fileMenu(state, actions),
    editMenu(actions),
    viewMenu(state, actions),
    { role: 'windowMenu' },
    helpMenu(mac, actions),
  ];
}

function settingsItem(actions: MenuActions): Item {
  return {
    id: 'settings',
    label: 'Settings…',
    accelerator: 'CommandOrControl+,',
    click: actions.showSettings,
  };
}

/** The first menu of a Mac. */
function applicationMenu(actions: MenuActions): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      separator,
      settingsItem(actions),
      separator,
      { role: 'services' },
      separator,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      separator,
      { role: 'quit' },
    ],
  };
}

function fileMenu({ platform, projectOpen, recent }: MenuState, actions: MenuActions): Item {
  const inProject = (id: string, label: string, accelerator: string, click: () => void): Item => ({
    id,
    label,
    accelerator,
    click,
    enabled: projectOpen,
  });
  return {
    id: 'file',
    label: '&File',
    submenu: [
      { id: 'new', label: 'New Project…', accelerator: 'CommandOrControl+N', click: actions.newProject },
      { id: 'open', label: 'Open Project…', accelerator: 'CommandOrControl+O', click: actions.openProject },
      { id: 'bring', label: 'Bring a Project from Elsewhere…', click: actions.bringProject },
      { id: 'recent', label: 'Open Recent', submenu: recentItems(recent, actions) },
      separator,
      inProject('import', 'Import Documents…', 'CommandOrControl+I', () =>
        actions.command(menuCommands.importDocuments),
      ),
      inProject('export', 'Export…', 'CommandOrControl+E', () => actions.command(menuCommands.exportProject)),
      inProject('clone', 'Clone Project…', 'CommandOrControl+Shift+S', () =>
        actions.command(menuCommands.cloneProject),
      ),
      separator,
      inProject('close-project', 'Close Project', 'CommandOrControl+Shift+W', actions.closeProject),
      ...(platform === 'darwin'
        ? [{ role: 'close' as const }]
        : [separator, settingsItem(actions), separator, { role: 'quit' as const }]),
    ],
  };
}

function recentItems(recent: readonly RecentProject[], actions: MenuActions): Item[] {
  const present = recent.filter(({ exists }) => exists).slice(0, maximalRecent);
  if (present.length === 0) return [{ label: 'No Recent Projects', enabled: false }];
  return present.map(({ name, path }) => ({
    // A single & would make the next letter the item's key.
    label: name.replaceAll('&', '&&'),
    sublabel: path,
    click: () => actions.openRecent(path),
  }));
}

/**
 * Undo and redo are the page's: it takes back labels as well as typing. Off a Mac the keys reach the page by
 * themselves, so that the menu only shows them.
 */
function editMenu(actions: MenuActions): Item {
  const ofPage = (id: string, label: string, accelerator: string, command: MenuCommand): Item => ({
    id,
    label,
    accelerator,
    registerAccelerator: false,
    click: () => actions.command(command),
  });
  return {
    id: 'edit',
    label: '&Edit',
    submenu: [
      ofPage('undo', 'Undo', 'CommandOrControl+Z', menuCommands.undo),
      ofPage('redo', 'Redo', 'CommandOrControl+Shift+Z', menuCommands.redo),
      separator,
      { role: 'cut' },
      { role: 'copy' },
      { role: 'paste' },
      { role: 'delete' },
      separator,
      { role: 'selectAll' },
    ],
  };
}

function viewMenu({ development }: MenuState, actions: MenuActions): Item {
  return {
    id: 'view',
    label: '&View',
    submenu: [
      {
        id: 'palette',
        label: 'Command Palette…',
        accelerator: 'CommandOrControl+K',
        registerAccelerator: false,
        click: () => actions.command(menuCommands.palette),
      },
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      ...(development ? [separator, { role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
    ],
  };
}

function helpMenu(mac: boolean, actions: MenuActions): Item {
  return {
    role: 'help',
    id: 'help',
    submenu: [
      { id: 'keys', label: 'Keyboard Shortcuts', click: () => actions.command(menuCommands.keys) },
      { id: 'logs', label: 'Show Logs', click: actions.showLogs },
      { id: 'licences', label: 'Licences', click: actions.showLicences },
      ...(mac ? [] : [separator, { role: 'about' as const }]),
    ],
  };
}
