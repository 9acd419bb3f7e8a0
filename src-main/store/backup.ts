import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { copyProject } from './copy.ts';
import type { ReadDb } from './database.ts';

const kept = 3;

/**
 * Writes a dated copy into the folder `name.winnow-backups` beside the project and keeps the newest three.
 * @returns the path of the copy.
 */
export function backUp(db: ReadDb, path: string, now: Date): string {
  return addBackup(path, now, (target) => copyProject(db, target));
}

/** The same with the closed project itself: it is gone from its place. */
export function moveToBackups(path: string, now: Date): string {
  return addBackup(path, now, (target) => renameSync(path, target));
}

function addBackup(path: string, now: Date, write: (target: string) => void): string {
  const folder = `${path}-backups`;
  mkdirSync(folder, { recursive: true });
  const name = basename(path).replace(/\.winnow$/i, '');
  const date = now.toISOString().replaceAll(':', '-').replace(/\..*/, '');
  const target = freeName(folder, `${name} ${date}`);
  write(target);
  const copies = backups(folder);
  for (const old of copies.slice(0, Math.max(0, copies.length - kept))) {
    rmSync(join(folder, old), { force: true });
  }
  return target;
}

/** Names in the order of their dates. */
function backups(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => / \d{4}-\d\d-\d\dT\d\d-\d\d-\d\d( \d+)?\.winnow$/.test(file))
    .sort();
}

function freeName(folder: string, name: string): string {
  const taken = new Set(readdirSync(folder));
  for (let number = 1; ; number++) {
    const file = number === 1 ? `${name}.winnow` : `${name} ${number}.winnow`;
    if (!taken.has(file)) return join(folder, file);
  }
}
