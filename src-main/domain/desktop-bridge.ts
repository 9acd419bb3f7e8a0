/**
 * The names that the desktop host, its preload script and the page share. Calls do not pass here: they go over
 * the one message port that the page is given.
 */
export const desktopChannels = {
  /** Page to preload script: this page listens now, give it its port. */
  ready: 'winnow:ready',
  /** Preload script to main: the page asks for its port. */
  requestPort: 'winnow:request-port',
  /** Main to preload script to page, with the port. */
  port: 'winnow:port',
  /** Main to preload script: a command of the menu. */
  command: 'winnow:command',
} as const;

/** Commands of the page that the menu calls; the page's own command registry knows them by these ids. */
export const menuCommands = {
  importDocuments: 'shell.go.import',
  exportProject: 'shell.export',
  cloneProject: 'shell.clone',
  settings: 'shell.go.settings',
  undo: 'shell.undo',
  redo: 'shell.redo',
  palette: 'shell.palette',
  keys: 'shell.keys',
} as const;

export type MenuCommand = (typeof menuCommands)[keyof typeof menuCommands];

/**
 * All that the preload script offers to the page, as `window.winnow`; absent in a browser.
 * @typeParam PageFile the DOM's `File`, which this room does not know
 */
export interface DesktopBridge<PageFile> {
  /** Full path of a file that was dropped or chosen; empty for one that is not on disk. */
  pathForFile(file: PageFile): string;
  /** Commands chosen in the menu; one that came before the first listener is delivered to it. */
  onCommand(listener: (command: string) => void): () => void;
}
