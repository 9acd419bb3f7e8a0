import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app } from 'electron';

/** The names under which the operating system knows the application. */
export function introduce(version: string): void {
  app.setName('Winnow');
  app.setAppUserModelId('app.winnow.desktop');
  app.setAboutPanelOptions({ applicationName: 'Winnow', applicationVersion: version });
}

/** Electron's own files live beside the settings, in a folder of their own. Before the application is ready. */
export function placeFiles(userData: string): void {
  const sessionData = path.join(userData, 'chromium');
  // Electron takes no folder that is not there.
  mkdirSync(sessionData, { recursive: true });
  app.setPath('userData', userData);
  app.setPath('sessionData', sessionData);
}
