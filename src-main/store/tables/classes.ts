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
  const setDeleted = db.prepare('UPDATE class SET deleted_at = ? WHERE id = ?');
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
    setDeleted: (id, deleted) => {
      unique(null, () => setDeleted.run(deleted ? now().toISOString() : null, id));
    },
  };
}

function unique<T>(name: string | null, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    throw new AppError(
      'class_name_taken',
      name === null
        ? 'Another class has taken the name meanwhile. Rename that one first.'
        : `There is already a class "${name}". Choose another name.`,
    );
  }
}
