import { app, BrowserWindow } from 'electron';
import { desktopChannels, type MenuCommand } from '../../domain/desktop-bridge.ts';
import { pageUrl } from './page-protocol.ts';
import { openWindow, type WindowOptions } from './window.ts';

/** The one window of the application; on a Mac there may be none for a while. */
export interface MainWindow {
  current(): BrowserWindow | null;
  /** Shows a place of the application, in a new window if there is none. */
  show(place: string): void;
  bringToFront(): void;
  /** Sends a command of the menu to the page, if there is one. */
  command(command: MenuCommand): void;
}

export interface MainWindowOptions extends WindowOptions {
  /** The page shows another place, or the window is gone. */
  readonly onPlaceChange: () => void;
  /** False while closing the window must first ask and close the projects. */
  readonly mayClose: () => boolean;
}

export function createMainWindow({ onPlaceChange, mayClose, ...options }: MainWindowOptions): MainWindow {
  const current = (): BrowserWindow | null =>
    BrowserWindow.getAllWindows().find((window) => !window.isDestroyed()) ?? null;
  const open = (place: string): void => {
    const window = openWindow(options);
    window.webContents.on('did-navigate', onPlaceChange);
    window.webContents.on('did-navigate-in-page', onPlaceChange);
    window.on('closed', onPlaceChange);
    window.on('close', (event) => {
      // Off a Mac the window is the application: quitting asks about running jobs and closes the projects.
      if (process.platform === 'darwin' || mayClose()) return;
      event.preventDefault();
      app.quit();
    });
    void window.loadURL(pageUrl(place));
  };
  const bringToFront = (window: BrowserWindow): void => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  const show = (place: string): void => {
    const window = current();
    if (window === null) {
      open(place);
    } else {
      void window.loadURL(pageUrl(place));
      bringToFront(window);
    }
  };
  return {
    current,
    show,
    bringToFront() {
      const window = current();
      if (window === null) open('/');
      else bringToFront(window);
    },
    command: (command) => current()?.webContents.send(desktopChannels.command, command),
  };
}
