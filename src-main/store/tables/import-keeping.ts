import type { Background } from '../background.ts';
import { inTransaction, type WriteDb } from '../database.ts';

const idsAtOnce = 2000;

/** Labels that a person gave or confirmed since, by an operation that stands. */
export const labelledSinceSql = `SELECT d.id FROM document d
  WHERE d.id > @after AND d.id <= @last AND d.import_id = @importId AND EXISTS (
    SELECT 1 FROM change c CROSS JOIN operation o ON o.id = c.operation_id
    WHERE c.document_id = d.id AND c.field IN ('labels', 'verified')
      AND o.kind IN ('label', 'bulk-label', 'verify', 'accept-suggestions')
      AND o.finished = 1 AND o.reverts IS NULL AND o.undone_by IS NULL)`;

interface Stretch {
  readonly after: number;
  readonly last: number;
  readonly importId: number;
}

/**
 * Before an import is removed: moves the documents that people labelled since to an import of their own, which stays.
 * Cut off, it has changed nothing that anybody sees. Resolves with how many there are.
 */
export function createImportKeeping(
  db: WriteDb,
  background: Background,
): (importId: number) => Promise<number> {
  const range = db.prepare<[number], { readonly first: number | null; readonly last: number | null }>(
    'SELECT first_document_id AS first, last_document_id AS last FROM import WHERE id = ?',
  );
  const labelled = db.prepare<[Stretch], number>(labelledSinceSql).pluck();
  const copyImport = db.prepare(
    `INSERT INTO import (state, started_at, sources, report)
     SELECT 'done', started_at, sources, report FROM import WHERE id = ?`,
  );
  const move = db.prepare('UPDATE document SET import_id = ? WHERE id = ?');
  const count = db.prepare(
    `UPDATE import SET documents = documents + @documents, last_document_id = @last,
       first_document_id = coalesce(first_document_id, @first) WHERE id = @id`,
  );
  return async (importId) => {
    const { first, last } = range.get(importId) ?? { first: null, last: null };
    if (first === null || last === null) return 0;
    let keptImport: number | null = null;
    let kept = 0;
    let after = first - 1;
    await background.repeat(() => {
      inTransaction(db, () => {
        const ids = labelled.all({ after, last: Math.min(last, after + idsAtOnce), importId });
        if (ids.length === 0) return;
        keptImport ??= Number(copyImport.run(importId).lastInsertRowid);
        for (const id of ids) move.run(keptImport, id);
        count.run({ id: keptImport, documents: ids.length, first: ids[0]!, last: ids.at(-1)! });
        kept += ids.length;
      });
      after += idsAtOnce;
      return after < last;
    });
    return kept;
  };
}
