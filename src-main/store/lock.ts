import { rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { AppError } from '../domain/errors.ts';

/** Held while a project is open for writing; the operating system releases it when the process dies. */
export interface ProjectLock {
  release(): void;
}

const attempts = 20;

/**
 * Locks a project against every other opener, in this process and in others.
 *
 * The lock is an exclusive transaction on an empty database beside the project: SQLite knows how to lock a file on
 * every system, and to keep its locks when the same process opens the file again. That is also why the lock file
 * must never be opened by other means: on POSIX systems closing any handle drops the locks of the process.
 *
 * @param path the resolved path of the project.
 * @throws AppError `project_in_use`, `file_unreadable`.
 */
export function acquireLock(path: string): ProjectLock {
  const lockPath = `${path}-lock`;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = identity(lockPath);
    const db = lockDatabase(lockPath, path);
    // The file may have been deleted by its last owner between opening and locking: the lock would be on a file
    // that nobody else can see. A file that was not there before is looked at again in the next round.
    if (before !== null && before === identity(lockPath)) return { release: () => release(db, lockPath) };
    db.close();
  }
  throw inUse(path);
}

function lockDatabase(lockPath: string, path: string): Database.Database {
  let db: Database.Database | undefined;
  try {
    db = new Database(lockPath, { timeout: 0 });
    // Without this, an exclusive transaction leaves a journal beside the lock.
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    db?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    if (error.code.startsWith('SQLITE_BUSY')) throw inUse(path);
    throw new AppError(
      'file_unreadable',
      `The lock "${lockPath}" of the project cannot be made (${error.message}). Check that you may write to its folder; delete that file if no Winnow is running.`,
      { path },
    );
  }
}

function release(db: Database.Database, lockPath: string): void {
  if (!db.open) return;
  if (process.platform === 'win32') {
    // An open file cannot be deleted there, nor one that the next owner has opened meanwhile.
    db.close();
    deleteQuietly(lockPath);
    return;
  }
  // Deleted while it is still held: afterwards it might be somebody else's.
  deleteQuietly(lockPath);
  db.close();
}

function deleteQuietly(lockPath: string): void {
  try {
    rmSync(lockPath, { force: true });
  } catch {
    // A lock file left behind is harmless: it is not locked.
  }
}

function identity(path: string): string | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? null : `${stat.dev}:${stat.ino}`;
}

function inUse(path: string): AppError {
  return new AppError(
    'project_in_use',
    `The project "${path}" is open in another window or program. Close it there first.`,
    { path },
  );
}
