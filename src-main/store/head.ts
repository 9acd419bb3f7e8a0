import { existsSync } from 'node:fs';
import type { ProjectHead } from '../core/ports/store.ts';
import { AppError } from '../domain/errors.ts';
import { openReadConnection, type ReadDb } from './database.ts';
import { acquireLock } from './lock.ts';
import { applicationId, schemaVersion } from './migrations/index.ts';
import { readProject } from './tables/project.ts';

const deploymentNames = 'SELECT name FROM deployment WHERE deleted_at IS NULL ORDER BY id';

/**
 * Reads what a project says of itself without opening it: a connection that only reads, for a moment and in one go, so
 * that whoever opens or closes the file meanwhile waits for it. Everything goes through SQLite, because closing any
 * other handle would drop the locks that this process may have on the file.
 * @param path resolved
 * @returns null for what has to be opened first, if it can be: older, newer or damaged files
 */
export function readHead(path: string): ProjectHead | null {
  let db: ReadDb | undefined;
  try {
    db = openReadConnection(path);
    // Whoever writes without a log for longer than this has it open, and may keep it.
    db.pragma('busy_timeout = 50');
    const isCurrent =
      db.pragma('application_id', { simple: true }) === applicationId &&
      db.pragma('user_version', { simple: true }) === schemaVersion;
    const project = isCurrent ? readProject(db) : undefined;
    if (project === undefined) return null;
    const { uid: _uid, ...fields } = project;
    return {
      ...fields,
      changedAt: timeFrom(db, 'SELECT at FROM operation ORDER BY id DESC LIMIT 1'),
      trainedAt: timeFrom(db, `SELECT max(created_at) FROM model WHERE state = 'published'`),
      deployedAt: timeFrom(db, 'SELECT max(updated_at) FROM deployment WHERE deleted_at IS NULL'),
      deployments: db.prepare<[], string>(deploymentNames).pluck().all(),
      inUse: isInUse(path),
    };
  } catch {
    return null;
  } finally {
    db?.close();
  }
}

function timeFrom(db: ReadDb, sql: string): string | null {
  return db.prepare<[], string | null>(sql).pluck().get() ?? null;
}

/** A lock that a crash left behind is not held. */
function isInUse(path: string): boolean {
  if (!existsSync(`${path}-lock`)) return false;
  try {
    acquireLock(path).release();
    return false;
  } catch (error) {
    return error instanceof AppError && error.code === 'project_in_use';
  }
}
