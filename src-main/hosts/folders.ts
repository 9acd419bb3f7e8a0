import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly environment: Environment;
  readonly home: string;
}

export function thisMachine(): Machine {
  return { platform: process.platform, environment: process.env, home: homedir() };
}

/** Settings, recent projects and logs live here; `WINNOW_USER_DATA` names another folder. */
export function userDataFolder({ platform, environment, home }: Machine): string {
  if (environment.WINNOW_USER_DATA) return path.resolve(environment.WINNOW_USER_DATA);
  if (platform === 'win32') {
    return path.join(environment.APPDATA || path.join(home, 'AppData', 'Roaming'), 'Winnow');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Winnow');
  return path.join(environment.XDG_DATA_HOME || path.join(home, '.local', 'share'), 'winnow');
}

/** Where new projects are proposed; `WINNOW_PROJECTS` names another folder. */
export function projectFolder({ environment, home }: Machine): string {
  if (environment.WINNOW_PROJECTS) return path.resolve(environment.WINNOW_PROJECTS);
  const documents = path.join(home, 'Documents');
  return existsSync(documents) ? path.join(documents, 'Winnow') : path.join(home, 'Winnow');
}
