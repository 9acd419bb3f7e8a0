import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import type { Log } from '../../core/ports/system.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

export interface WindowOptions {
  readonly preload: string;
  readonly icon: string;
  readonly stateFile: string;
  readonly log: Log;
}

/** Chromium's `ERR_ABORTED`. */
const superseded = -3;

/** Opens the application's window: sandboxed, isolated, shown when its first picture is ready. */
export function openWindow({ preload, icon, stateFile, log }: WindowOptions): BrowserWindow {
  const state = readWindowState(stateFile);
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    ...state?.bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Winnow',
    icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#14181c' : '#f6f7f8',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (state?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeWindowState(stateFile, window));
  window.webContents.on('did-fail-load', (_event, errorCode, _description, failedUrl) => {
    if (errorCode !== superseded) log.error('A page did not load.', { errorCode, url: failedUrl });
  });
  return window;
}

/** When a page's process has died, the person decides: everything shown as saved is saved. */
export function offerReloadAfterCrash(log: Log): void {
  app.on('render-process-gone', (_event, contents, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error('The page stopped.', { reason, exitCode });
    const window = BrowserWindow.fromWebContents(contents);
    if (window === null) return;
    void dialog
      .showMessageBox(window, {
        type: 'error',
        message: 'The window stopped working.',
        detail: 'Everything shown as saved is saved. Jobs go on meanwhile.',
        buttons: ['Reload', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      })
      .then(({ response }) => (response === 0 ? contents.reload() : app.quit()));
  });
}
