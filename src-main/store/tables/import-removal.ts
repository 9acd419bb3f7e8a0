import { AppError } from '../../domain/errors.ts';
import type { Background } from '../background.ts';
import { inBulkTransaction, inTransaction, type WriteDb } from '../database.ts';

const documentsAtOnce = 200;

interface ImportRange {
  readonly state: string;
  readonly first_document_id: number | null;
  readonly last_document_id: number | null;
}

/** The ids of one import lie in a range that they share at most with imports that ran at the same time. */
export const removableSql = `SELECT id FROM document
  WHERE id > @after AND id <= @last AND import_id = @importId ORDER BY id LIMIT ${documentsAtOnce}`;

/**
 * Takes an import back: hides its documents at once, deletes them in chunks, then buries the classes that it
 * added and nobody else uses. Can be interrupted and called again.
 */
export function createImportRemoval(
  db: WriteDb,
  background: Background,
): (importId: number) => Promise<void> {
  const range = db.prepare<[number], ImportRange>(
    'SELECT state, first_document_id, last_document_id FROM import WHERE id = ?',
  );
  const hide = db.prepare(
    `UPDATE import SET state = 'removing' WHERE id = ? AND state IN ('running', 'done')`,
  );
  const deleteChunk = createChunkDeletion(db);
  const bury = db.prepare(
    `UPDATE class SET deleted_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now')
     WHERE import_id = ? AND deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM label WHERE class_id = class.id)`,
  );
  const removed = db.prepare(`UPDATE import SET state = 'removed', documents = 0 WHERE id = ?`);
  return async (importId) => {
    const found = range.get(importId);
    if (found === undefined) throw new AppError('not_found', `There is no import ${importId}.`);
    if (found.state === 'removed') return;
    hide.run(importId);
    let after = (found.first_document_id ?? 1) - 1;
    const last = found.last_document_id ?? 0;
    await background.repeat(() => {
      const reached = inBulkTransaction(db, () => deleteChunk({ after, last, importId }));
      after = reached ?? after;
      return reached !== null;
    });
    inTransaction(db, () => {
      bury.run(importId);
      removed.run(importId);
    });
  };
}

/** Deletes one chunk and returns its last id; `null` when nothing is left. */
function createChunkDeletion(
  db: WriteDb,
): (range: { after: number; last: number; importId: number }) => number | null {
  const ids = db.prepare<[{ after: number; last: number; importId: number }], number>(removableSql).pluck();
  const indexed = db.prepare<[], number>('SELECT last_document_id FROM search_progress WHERE id = 1').pluck();
  const unindex = db.prepare('DELETE FROM document_search WHERE rowid = ?');
  const uncount = db.prepare('UPDATE search_progress SET documents = documents - ? WHERE id = 1');
  const labels = db.prepare('DELETE FROM label WHERE document_id = ?');
  const text = db.prepare('DELETE FROM document_text WHERE document_id = ?');
  const vectors = db.prepare('DELETE FROM document_vector WHERE document_id = ?');
  const suggestion = db.prepare('DELETE FROM suggestion WHERE document_id = ?');
  const suggested = db.prepare('DELETE FROM suggestion_class WHERE document_id = ?');
  const document = db.prepare('DELETE FROM document WHERE id = ?');
  return (chunk) => {
    const found = ids.all(chunk);
    const indexedTo = indexed.get() ?? 0;
    let unindexed = 0;
    for (const id of found) {
      // Only what was visible was indexed, and a contentless index must not be told to forget what it never had.
      if (id <= indexedTo) unindexed += unindex.run(id).changes;
      labels.run(id);
      text.run(id);
      vectors.run(id);
      suggested.run(id);
      suggestion.run(id);
      document.run(id);
    }
    if (unindexed > 0) uncount.run(unindexed);
    return found.at(-1) ?? null;
  };
}
