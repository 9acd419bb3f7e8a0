import { closeSync, fsync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import type {
  OperationRecord,
  OperationService,
  OperationStatus,
  OperationTable,
} from '../core/ports/operations.ts';
import { AppError, type ErrorData } from '../domain/errors.ts';

interface Row {
  readonly id: string;
  readonly service: OperationService;
  readonly kind: string;
  readonly project: string | null;
  readonly status: OperationStatus;
  readonly fraction: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at: string;
  readonly request: string;
  readonly result: string | null;
  readonly error: string | null;
}

const schema = `
  CREATE TABLE IF NOT EXISTS operation (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    service TEXT NOT NULL,
    kind TEXT NOT NULL,
    project TEXT,
    status TEXT NOT NULL,
    fraction REAL NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    request TEXT NOT NULL,
    result TEXT,
    error TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS operation_by_service ON operation (service, kind, project);
  CREATE INDEX IF NOT EXISTS operation_by_status ON operation (status);
  CREATE TABLE IF NOT EXISTS value (
    service TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (service, key)
  ) STRICT, WITHOUT ROWID;`;

const unfinished = "('waiting', 'running', 'cancelling')";

const columns: Readonly<Record<string, string>> = {
  status: 'status',
  fraction: 'fraction',
  updatedAt: 'updated_at',
  expiresAt: 'expires_at',
  request: 'request',
  result: 'result',
  error: 'error',
};

const jsonColumns: ReadonlySet<string> = new Set(['request', 'result', 'error']);

const fsyncOf = promisify(fsync);

/**
 * Opens or makes the file of operations. One process at a time holds it.
 * @throws AppError `project_in_use` while another process does, `file_unreadable`.
 */
export function openOperationTable(file: string): OperationTable {
  const db = openDatabase(file);
  const log = openSync(`${file}-wal`, 'r+');
  return {
    ...operationsIn(db),
    ...valuesIn(db),
    flush: createFlush(db, log),
    close() {
      // Closing the database deletes its log, which must not be open then on every system.
      closeSync(log);
      db.close();
    },
  };
}

/**
 * Commits do not wait for the disk, or every request would hold up the process that also serves the windows. What must
 * be there after a power cut waits here, for the log to be flushed in another thread.
 */
function createFlush(db: Database.Database, log: number): OperationTable['flush'] {
  const changes = db.prepare<[], number>('SELECT total_changes()').pluck();
  let flushed = changes.get() ?? 0;
  let running: Promise<void> | null = null;
  const flushNow = async (): Promise<void> => {
    const upTo = changes.get() ?? 0;
    await fsyncOf(log);
    flushed = upTo;
  };
  return async () => {
    const target = changes.get() ?? 0;
    while (flushed < target) {
      running ??= flushNow().finally(() => {
        running = null;
      });
      await running;
    }
  };
}

function openDatabase(file: string): Database.Database {
  mkdirSync(path.dirname(file), { recursive: true });
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('fullfsync = ON');
    db.pragma('trusted_schema = OFF');
    // What programs sent is gone from the file when it is deleted.
    db.pragma('secure_delete = ON');
    db.exec(schema);
    db.pragma('synchronous = NORMAL');
    return db;
  } catch (error) {
    db?.close();
    if (!(error instanceof Database.SqliteError)) throw error;
    if (error.code.startsWith('SQLITE_BUSY')) {
      throw new AppError(
        'project_in_use',
        'Another Winnow on this computer serves programs already. Switch it off there first.',
      );
    }
    throw new AppError(
      'file_unreadable',
      `The file of operations “${file}” cannot be opened (${error.message}). Move it away to begin anew.`,
    );
  }
}

type Operations = Pick<OperationTable, 'insert' | 'get' | 'update' | 'list' | 'unfinished' | 'deleteExpired'>;

function operationsIn(db: Database.Database): Operations {
  const insert = db.prepare(
    `INSERT INTO operation (id, service, kind, project, status, fraction, created_at, updated_at, expires_at,
       request, result, error)
     VALUES (:id, :service, :kind, :project, :status, :fraction, :createdAt, :updatedAt, :expiresAt,
       :request, :result, :error)`,
  );
  const get = db.prepare<[string], Row>('SELECT * FROM operation WHERE id = ?');
  const list = db.prepare<[Readonly<Record<string, string | null>>], Row>(
    `SELECT * FROM operation
     WHERE (:service IS NULL OR service = :service) AND (:kind IS NULL OR kind = :kind)
       AND (:project IS NULL OR project = :project)
     ORDER BY sequence DESC`,
  );
  const left = db.prepare<[], Row>(`SELECT * FROM operation WHERE status IN ${unfinished} ORDER BY sequence`);
  const expire = db.prepare(`DELETE FROM operation WHERE expires_at <= ? AND status NOT IN ${unfinished}`);
  return {
    insert(record) {
      const { request, result, error } = record;
      insert.run({
        ...record,
        request: JSON.stringify(request ?? null),
        result: json(result),
        error: json(error),
      });
    },
    get(id) {
      const row = get.get(id);
      return row === undefined ? undefined : fromRow(row);
    },
    update(id, changes) {
      const given = Object.entries(changes).filter(([name]) => columns[name] !== undefined);
      if (given.length === 0) return;
      const setting = given.map(([name]) => `${columns[name]} = ?`).join(', ');
      const values = given.map(([name, value]) =>
        jsonColumns.has(name) ? json(value) : (value as string | number),
      );
      db.prepare(`UPDATE operation SET ${setting} WHERE id = ?`).run(...values, id);
    },
    list: ({ service = null, kind = null, project = null }) =>
      list.all({ service, kind, project }).map(fromRow),
    unfinished: () => left.all().map(fromRow),
    deleteExpired: (now) => void expire.run(now),
  };
}

function valuesIn(db: Database.Database): Pick<OperationTable, 'value' | 'setValue'> {
  const get = db
    .prepare<[string, string], string>('SELECT value FROM value WHERE service = ? AND key = ?')
    .pluck();
  const put = db.prepare('INSERT OR REPLACE INTO value (service, key, value) VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM value WHERE service = ? AND key = ?');
  return {
    value(service, key) {
      const text = get.get(service, key);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    setValue(service, key, value) {
      if (value === undefined) remove.run(service, key);
      else put.run(service, key, JSON.stringify(value));
    },
  };
}

function json(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function fromRow(row: Row): OperationRecord {
  return {
    id: row.id,
    service: row.service,
    kind: row.kind,
    project: row.project,
    status: row.status,
    fraction: row.fraction,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    expiresAt: row.expires_at,
    request: JSON.parse(row.request) as unknown,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorData),
  };
}
