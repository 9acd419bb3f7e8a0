import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * All files below a folder, as sorted absolute paths; none when the folder does not exist.
 * @param {string} folder
 * @returns {string[]}
 */
export function listFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : listFiles(file);
      return entry.isFile() ? [file] : [];
    })
    .sort();
}
