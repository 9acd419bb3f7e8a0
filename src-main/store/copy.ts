import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { AppError } from '../domain/errors.ts';
import type { ReadDb } from './database.ts';

/**
 * Writes a consistent copy, one file, under a temporary name first: a copy that was interrupted never looks like
 * a whole one.
 * @throws AppError `already_exists`.
 */
export function copyProject(db: ReadDb, target: string): void {
  refuseExisting(target);
  const partial = `${target}.partial`;
  rmSync(partial, { force: true });
  try {
    vacuumInto(db, partial);
    refuseExisting(target);
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Under the name itself, for whoever renames the file later. The file grows while it is written. */
export function vacuumInto(db: ReadDb, target: string): void {
  // The copy inherits the size of the cache, and is written as that overflows: 8 MB at a time, not 128.
  db.pragma('cache_size = -8192');
  db.prepare('VACUUM INTO ?').run(target);
  flush(target);
}

function refuseExisting(target: string): void {
  if (existsSync(target)) {
    throw new AppError('already_exists', `There is already a file "${target}". Choose another name.`, {
      path: target,
    });
  }
}

/** SQLite does not flush a copy to the disk. */
function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
