import Database from 'better-sqlite3';

declare const readable: unique symbol;
declare const writable: unique symbol;

/** A connection for queries. A function that takes one promises to change nothing. */
export type ReadDb = Database.Database & { readonly [readable]: true };

/** The one connection that may write. */
export type WriteDb = ReadDb & { readonly [writable]: true };

/** Writes wait this long for somebody else's lock, in milliseconds; nobody else writes, so it is hardly needed. */
const lockWait = 2000;

/**
 * Opens the write connection without touching the file. `synchronous` is set at every open: SQLite does not keep
 * it in the file, and a reopened WAL file would come up with `NORMAL`.
 */
export function openWriteConnection(path: string, options?: { readonly mustExist?: boolean }): WriteDb {
  const db = new Database(path, {
    timeout: lockWait,
    fileMustExist: options?.mustExist ?? true,
  }) as unknown as WriteDb;
  db.pragma('synchronous = FULL');
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('trusted_schema = OFF');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -131072');
  return db;
}

/**
 * Turns the write-ahead log on, once the file is known to be sound and up to date. Commits never carry it into the
 * file themselves: see checkpointer.ts.
 */
export function switchToWriteAheadLog(db: WriteDb): void {
  db.pragma('journal_mode = WAL');
  db.pragma('wal_autocheckpoint = 0');
  db.pragma('journal_size_limit = 16777216');
}

/** A connection that carries the write-ahead log into the file, and does nothing else. */
export function openCheckpointConnection(path: string): WriteDb {
  const db = openWriteConnection(path);
  db.pragma('wal_autocheckpoint = 0');
  db.pragma('cache_size = -2048');
  return db;
}

export function openReadConnection(path: string): ReadDb {
  const db = new Database(path, {
    readonly: true,
    fileMustExist: true,
    timeout: lockWait,
  }) as unknown as ReadDb;
  try {
    db.pragma('trusted_schema = OFF');
    db.pragma('temp_store = MEMORY');
    db.pragma('cache_size = -131072');
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** An empty database in memory, for the schema that migrations make. */
export function openMemory(): WriteDb {
  return new Database(':memory:') as unknown as WriteDb;
}

/**
 * Runs `work` in one immediate transaction; inside another one it joins that.
 * @throws Error when `work` is asynchronous: a transaction must not span a yield, or others would write into it.
 */
export function inTransaction<T>(db: WriteDb, work: () => T): T {
  if (db.inTransaction) return work();
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    if (result instanceof Promise) throw new Error('A transaction must not be asynchronous.');
    db.exec('COMMIT');
    return result;
  } catch (error) {
    // Some errors (a full disk) have rolled back already.
    if (db.inTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/**
 * Runs a bulk write whose loss in a power cut costs nothing that was shown as saved: the log is not flushed at
 * every commit. The file stays sound; the next ordinary commit makes it durable.
 */
export function inBulkTransaction<T>(db: WriteDb, work: () => T): T {
  if (db.inTransaction) return work();
  db.pragma('synchronous = NORMAL');
  try {
    return inTransaction(db, work);
  } finally {
    db.pragma('synchronous = FULL');
  }
}

/** Runs several queries over one state of the file. Keep it short: the log cannot shrink meanwhile. */
export function inSnapshot<T>(db: ReadDb, work: () => T): T {
  if (db.inTransaction) return work();
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('COMMIT');
  }
}
