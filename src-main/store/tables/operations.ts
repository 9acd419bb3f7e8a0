import type { Change, Operation, OperationTable } from '../../core/ports/history-tables.ts';
import type { WriteDb } from '../database.ts';
import { createHistoryPoints } from './history-point.ts';
import { createOperationLog } from './operation-log.ts';
import { type OperationRow, toOperation } from './operation-rows.ts';

export const latestUndoableSql = `SELECT * FROM operation
  WHERE finished = 1 AND reverts IS NULL AND undone_by IS NULL ORDER BY id DESC LIMIT 1`;

/** The operation undone last; nothing when an ordinary operation has come after its undo. */
export const latestRedoableSql = `SELECT undone.* FROM
    (SELECT * FROM operation WHERE undone_by IS NOT NULL ORDER BY undone_by DESC LIMIT 1) AS undone
  WHERE NOT EXISTS (
    SELECT 1 FROM operation later
    WHERE later.id > undone.undone_by AND later.reverts IS NULL AND later.finished = 1)`;

export const changesSql = `SELECT document_id AS documentId, field, before, after FROM change
  WHERE operation_id = ? AND (document_id, field) > (?, ?) ORDER BY document_id, field LIMIT ?`;

/** An operation that takes back another out of turn is an ordinary one, and says so in its details. */
export const changedSinceSql = `SELECT 1 FROM change c CROSS JOIN operation o ON o.id = c.operation_id
  WHERE c.document_id = ? AND c.field = ? AND c.operation_id > ?
    AND o.finished = 1 AND o.reverts IS NULL AND o.undone_by IS NULL
    AND json_extract(o.details, '$.takesBack') IS NULL LIMIT 1`;

export function createOperationTable(db: WriteDb): OperationTable {
  const insert = db.prepare(
    `INSERT INTO operation (kind, title, annotator, source, at, details, reverts, finished)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const get = db.prepare<[number], OperationRow>('SELECT * FROM operation WHERE id = ?');
  const finish = db.prepare('UPDATE operation SET finished = 1 WHERE id = ?');
  const setUndoneBy = db.prepare('UPDATE operation SET undone_by = ? WHERE id = ?');
  const addChange = db.prepare(
    'INSERT INTO change (operation_id, document_id, field, before, after) VALUES (?, ?, ?, ?, ?)',
  );
  const changeCount = db
    .prepare<[number], number>('SELECT count(*) FROM change WHERE operation_id = ?')
    .pluck();
  const change = db.prepare<[number, number, string], Change>(
    `SELECT document_id AS documentId, field, before, after FROM change
     WHERE operation_id = ? AND document_id = ? AND field = ?`,
  );
  const changes = db.prepare<[number, number, string, number], Change>(changesSql);
  const undoable = db.prepare<[], OperationRow>(latestUndoableSql);
  const redoable = db.prepare<[], OperationRow>(latestRedoableSql);
  const unfinished = db.prepare<[], OperationRow>('SELECT * FROM operation WHERE finished = 0 ORDER BY id');
  const changedSince = db.prepare<[number, string, number], number>(changedSinceSql).pluck();
  const one = (row: OperationRow | undefined): Operation | undefined => row && toOperation(row);
  return {
    ...createHistoryPoints(db),
    ...createOperationLog(db),
    insert: (fields) =>
      Number(
        insert.run(
          fields.kind,
          fields.title,
          fields.annotator,
          fields.source,
          fields.at,
          JSON.stringify(fields.details ?? null),
          fields.reverts,
          fields.finished ? 1 : 0,
        ).lastInsertRowid,
      ),
    get: (id) => one(get.get(id)),
    finish: (id) => void finish.run(id),
    setUndoneBy: (id, undoneBy) => void setUndoneBy.run(undoneBy, id),
    addChange: (operationId, change) =>
      void addChange.run(operationId, change.documentId, change.field, change.before, change.after),
    changeCount: (operationId) => changeCount.get(operationId) ?? 0,
    change: (operationId, documentId, field) => change.get(operationId, documentId, field),
    changes: (operationId, after, limit) => changes.all(operationId, after.documentId, after.field, limit),
    latestUndoable: () => one(undoable.get()),
    latestRedoable: () => one(redoable.get()),
    changedSince: (operationId, { documentId, field }) =>
      changedSince.get(documentId, field, operationId) !== undefined,
    unfinished: () => unfinished.all().map(toOperation),
  };
}
