import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(import.meta.url), '..', '..', '..');

/** Holds everything these tools write between runs, apart from `out/` and `node_modules/`. */
export const cacheFolder = path.join(root, '.cache');

/** @param {...string} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** The user-data folder of `src-main/hosts/folders.ts`, for tools that run before anything is built. */
export function userDataFolder() {
  const { env } = process;
  if (env.WINNOW_USER_DATA) return path.resolve(env.WINNOW_USER_DATA);
  if (process.platform === 'win32') {
    return path.join(env.APPDATA || path.join(homedir(), 'AppData', 'Roaming'), 'Winnow');
  }
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'Winnow');
  return path.join(env.XDG_DATA_HOME || path.join(homedir(), '.local', 'share'), 'winnow');
}

/**
 * Turns a path given by the user into an absolute one. `npm run` changes into the package's folder and
 * leaves the caller's in INIT_CWD.
 * @param {string} given
 */
export const fromCaller = (given) => path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
