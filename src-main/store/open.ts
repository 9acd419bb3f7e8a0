import { randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProjectRecord, ProjectStore, StoreOpener } from '../core/ports/store.ts';
import type { Log } from '../core/ports/system.ts';
import { AppError } from '../domain/errors.ts';
import { backUp, moveToBackups } from './backup.ts';
import {
  inTransaction,
  openReadConnection,
  openWriteConnection,
  switchToWriteAheadLog,
  type WriteDb,
} from './database.ts';
import { readHead } from './head.ts';
import { checkHeader } from './header.ts';
import { isWritable, refuseUnsafeLocation, resolveExisting, resolveNew } from './location.ts';
import { acquireLock } from './lock.ts';
import { migrate, schemaVersion } from './migrations/index.ts';
import { createProjectStore } from './project-store.ts';
import { schemaProblem } from './schema.ts';
import { translateError } from './sqlite-errors.ts';
import { insertProject, readProject } from './tables/project.ts';

export interface StoreOptions {
  /** Full path of the entry file of the reader thread (`store/reader/main`). */
  readonly readerEntry: string;
  readonly log: Log;
  readonly now?: () => Date;
  /** Opens projects on network and synced folders too; for tests. */
  readonly allowUnsafeLocation?: boolean;
}

export function createStoreOpener(options: StoreOptions): StoreOpener {
  const now = options.now ?? (() => new Date());
  const open = async (path: string): Promise<ProjectStore> => {
    const real = resolveExisting(path);
    if (options.allowUnsafeLocation !== true) refuseUnsafeLocation(real);
    const readOnly = !isWritable(real);
    const lock = readOnly ? null : acquireLock(real);
    let db: WriteDb | undefined;
    try {
      const version = checkHeader(real);
      db = readOnly ? openForReading(real, version) : openForWriting(real, version, now());
      return createProjectStore({ ...options, path: real, readOnly, db, lock, now });
    } catch (error) {
      db?.close();
      lock?.release();
      throw translateError(error, real);
    }
  };
  return {
    open,
    head: (path) => readHead(resolveExisting(path)),
    moveToBackups(path) {
      const real = resolveExisting(path);
      const lock = acquireLock(real);
      try {
        if (existsSync(`${real}-wal`)) takeInLog(real);
        return moveToBackups(real, now());
      } catch (error) {
        throw translateError(error, real);
      } finally {
        lock.release();
      }
    },
    async create(path, fields) {
      const real = resolveNew(path);
      refuseExisting(real);
      if (options.allowUnsafeLocation !== true) refuseUnsafeLocation(real);
      if (!isWritable(dirname(real))) {
        throw new AppError(
          'file_unreadable',
          `The folder "${dirname(real)}" cannot be written to. Choose another folder for the project.`,
          { path: real },
        );
      }
      const lock = acquireLock(real);
      try {
        refuseExisting(real);
        createFile(real, { ...fields, uid: randomUUID(), createdAt: now().toISOString() });
      } finally {
        lock.release();
      }
      return open(real);
    },
  };
}

/** What a crash left beside the file. */
function takeInLog(path: string): void {
  const db = openWriteConnection(path);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

function refuseExisting(path: string): void {
  if (!existsSync(path)) return;
  throw new AppError('already_exists', `There is already a file "${path}". Choose another name.`, { path });
}

/** Under another name until it is whole: a crash leaves no file that looks like a project and is none. */
function createFile(path: string, project: ProjectRecord): void {
  const part = `${path}.partial`;
  const removePart = (): void => {
    for (const file of [part, `${part}-journal`]) rmSync(file, { force: true });
  };
  removePart();
  let db: WriteDb | undefined;
  try {
    db = openWriteConnection(part, { mustExist: false });
    const created = db;
    inTransaction(created, () => {
      migrate(created);
      insertProject(created, project);
    });
    db.close();
    renameSync(part, path);
  } catch (error) {
    db?.close();
    removePart();
    throw translateError(error, path);
  }
}

/** Nothing is written before the file has passed all checks; the backup comes before the first migration. */
function openForWriting(path: string, version: number, now: Date): WriteDb {
  const db = openWriteConnection(path);
  try {
    checkContents(db, path, version);
    if (version < schemaVersion) {
      // The log of a crash is taken in first: a migration runs without one.
      db.pragma('journal_mode = DELETE');
      backUp(db, path, now);
      migrate(db);
    }
    switchToWriteAheadLog(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The tables are those of a store that may write; SQLite itself refuses every write. */
function openForReading(path: string, version: number): WriteDb {
  if (version < schemaVersion) {
    throw new AppError(
      'project_read_only',
      `The project "${path}" was made by an older version of Winnow and must be brought up to date, but it cannot be written to. Copy it to a folder where you may write, and open the copy.`,
      { path },
    );
  }
  if (existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0) throw notClosed(path);
  let db: WriteDb | undefined;
  try {
    db = openReadConnection(path) as WriteDb;
    checkContents(db, path, version);
    return db;
  } catch (error) {
    db?.close();
    // In its header the file still says that it has a log, and none can be made here.
    if (/^SQLITE_(CANTOPEN|READONLY)/.test(String((error as { readonly code?: unknown }).code))) {
      throw notClosed(path);
    }
    throw error;
  }
}

function notClosed(path: string): AppError {
  return new AppError(
    'project_read_only',
    `The project "${path}" was not closed properly and cannot be written to. Copy it, with the file "${path}-wal" if there is one, to a folder where you may write, and open the copy.`,
    { path },
  );
}

function checkContents(db: WriteDb, path: string, version: number): void {
  const problem = schemaProblem(db, version) ?? (readProject(db) === undefined ? 'it has no name' : null);
  if (problem === null) return;
  throw new AppError(
    'project_damaged',
    `The project "${path}" is damaged: ${problem}. The file was not changed. Open a backup from the folder "${path}-backups" or one of your own.`,
    { path, problem },
  );
}
