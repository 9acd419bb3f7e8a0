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
  const before = backupsIn(folder);
  // Counted on, never filled up: a number says what came after what.
  const number = Math.max(0, ...before.filter((one) => one.date === date).map((one) => one.number)) + 1;
  const target = join(folder, `${name} ${date}${number === 1 ? '' : ` ${number}`}.winnow`);
  write(target);
  for (const { file } of before.slice(0, Math.max(0, before.length + 1 - kept))) {
    rmSync(join(folder, file), { force: true });
  }
  return target;
}

interface Backup {
  readonly file: string;
  readonly date: string;
  /** Among those of one second, from 1. */
  readonly number: number;
}

/** The oldest first. */
function backupsIn(folder: string): readonly Backup[] {
  const found = readdirSync(folder).flatMap((file): Backup[] => {
    const [, date, number = '1'] = / (\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d)(?: (\d+))?\.winnow$/.exec(file) ?? [];
    return date === undefined ? [] : [{ file, date, number: Number(number) }];
  });
  return found.sort((a, b) => (a.date === b.date ? a.number - b.number : a.date < b.date ? -1 : 1));
}
