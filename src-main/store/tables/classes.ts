import type { DeletedClassRecord } from '../../core/ports/history-tables.ts';
import type { ClassTable } from '../../core/ports/store.ts';
import type { ProjectClass } from '../../domain/class.ts';
import { AppError } from '../../domain/errors.ts';
import { inTransaction, type ReadDb, type WriteDb } from '../database.ts';

const columns = 'id, name, description, color, key, position';

export function readClasses(db: ReadDb): readonly ProjectClass[] {
  return db
    .prepare<[], ProjectClass>(`SELECT ${columns} FROM class WHERE deleted_at IS NULL ORDER BY position, id`)
    .all();
}

export function createClassTable(db: WriteDb, now: () => Date): ClassTable {
  const list = db.prepare<[], ProjectClass>(
    `SELECT ${columns} FROM class WHERE deleted_at IS NULL ORDER BY position, id`,
  );
  const get = db.prepare<[number], ProjectClass>(
    `SELECT ${columns} FROM class WHERE id = ? AND deleted_at IS NULL`,
  );
  const byName = db.prepare<[string], ProjectClass>(
    `SELECT ${columns} FROM class WHERE name = ? AND deleted_at IS NULL`,
  );
  const insert = db.prepare(
    'INSERT INTO class (name, description, color, key, position) VALUES (?, ?, ?, ?, ?)',
  );
  const update = db.prepare(
    'UPDATE class SET name = ?, description = ?, color = ?, key = ?, position = ? WHERE id = ?',
  );
  const markDeleted = db.prepare('UPDATE class SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL');
  const revive = db.prepare(
    `UPDATE class SET deleted_at = NULL, name = @name, key = CASE
       WHEN EXISTS (SELECT 1 FROM class other WHERE other.key = class.key AND other.deleted_at IS NULL) THEN NULL
       ELSE key END
     WHERE id = @id AND deleted_at IS NOT NULL`,
  );
  return {
    list: () => list.all(),
    get: (id) => get.get(id),
    findByName: (name) => byName.get(name),
    insert: (fields) =>
      unique(fields.name, () =>
        Number(
          insert.run(fields.name, fields.description, fields.color, fields.key, fields.position)
            .lastInsertRowid,
        ),
      ),
    update: (id, fields) =>
      inTransaction(db, () => {
        const current = get.get(id);
        if (current === undefined) throw new AppError('not_found', `There is no class ${id} any more.`);
        const next = { ...current, ...fields };
        unique(next.name, () =>
          update.run(next.name, next.description, next.color, next.key, next.position, id),
        );
      }),
    delete: (id) => void markDeleted.run(now().toISOString(), id),
    revive: (id, name) => void unique(name, () => revive.run({ id, name })),
    deleted: createTombstones(db),
  };
}

export const classRemovalsSql = `SELECT id, details FROM operation
  WHERE kind IN ('class-delete', 'class-merge', 'class-split') AND finished = 1 ORDER BY id DESC`;

/** Label lists are texts like `[3,17]`; the class comes as text too, because numbers are bound as `3.0`. */
export const lostClassSql = `SELECT count(*) FROM change
  WHERE operation_id = @operationId AND field = 'labels'
    AND instr(replace(replace(before, '[', ','), ']', ','), ',' || @classId || ',') > 0`;

function createTombstones(db: ReadDb): () => readonly DeletedClassRecord[] {
  const tombstones = db.prepare<[], Tombstone>(
    'SELECT id, name, deleted_at AS deletedAt FROM class WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC',
  );
  const removals = db.prepare<[], Removal>(classRemovalsSql);
  const lost = db.prepare<[{ operationId: number; classId: string }], number>(lostClassSql).pluck();
  /** By operation and class: what is finished never changes. */
  const counted = new Map<string, number>();
  const documentsOf = (operationId: number, classId: number): number => {
    const key = `${operationId} ${classId}`;
    const documents = counted.get(key) ?? lost.get({ operationId, classId: String(classId) }) ?? 0;
    counted.set(key, documents);
    return documents;
  };
  return () => {
    const found = tombstones.all();
    if (found.length === 0) return [];
    const operations = new Map<number, number>();
    for (const { id, details } of removals.all()) {
      for (const classId of removedClasses(details)) {
        if (!operations.has(classId)) operations.set(classId, id);
      }
    }
    return found.flatMap(({ id, name, deletedAt }) => {
      const operationId = operations.get(id);
      if (operationId === undefined) return [];
      return [{ classId: id, name, deletedAt, operationId, documents: documentsOf(operationId, id) }];
    });
  };
}

interface Tombstone {
  readonly id: number;
  readonly name: string;
  readonly deletedAt: string;
}

interface Removal {
  readonly id: number;
  readonly details: string;
}

function removedClasses(text: string): readonly number[] {
  const details = JSON.parse(text) as {
    readonly classId?: number;
    readonly classIds?: readonly number[];
  } | null;
  return details?.classIds ?? (details?.classId === undefined ? [] : [details.classId]);
}

function unique<T>(name: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    throw new AppError('class_name_taken', `There is already a class "${name}". Choose another name.`);
  }
}
