import type { OperationTable, ValueAt } from '../../core/ports/history-tables.ts';
import type { ReadDb } from '../database.ts';

/**
 * Up to this many changes since a point are walked through as they lie, by operation; for more of them the index
 * by document is quicker, which holds the changes before the point too.
 */
const fewChanges = 20_000;

const valuesSql = (
  access: string,
): string => `SELECT document_id AS documentId, field, before AS value, min(operation_id)
  FROM change ${access}
  WHERE (document_id, field) > (@documentId, @field) AND operation_id > @point
    AND field IN ('labels', 'dataset', 'excluded')
  GROUP BY document_id, field ORDER BY document_id, field LIMIT @limit`;

/** The value before the first change since: SQLite takes the other columns from the row of the minimum. */
export const valuesAtSql = {
  few: valuesSql('INDEXED BY sqlite_autoindex_change_1'),
  many: valuesSql('INDEXED BY change_document'),
};

/** As `JSON.stringify` writes them. */
const labelsNow = `CASE d.labelled WHEN 0 THEN 'null' ELSE '[' || coalesce(
    (SELECT group_concat(class_id ORDER BY class_id) FROM label WHERE document_id = d.id), '') || ']' END`;

/** Test documents that had labels then and have others, or none, now: by the changes since, or by the documents. */
export const relabelledSql = {
  few: `SELECT count(*) FROM change c CROSS JOIN visible_document d ON d.id = c.document_id
    WHERE c.operation_id > @point AND c.field = 'labels' AND c.before <> 'null'
      AND d.dataset = 'test' AND d.excluded = 0
      AND NOT EXISTS (
        SELECT 1 FROM change earlier
        WHERE earlier.document_id = c.document_id AND earlier.field = 'labels'
          AND earlier.operation_id > @point AND earlier.operation_id < c.operation_id)
      AND c.before <> ${labelsNow}`,
  many: `SELECT count(*) FROM visible_document d
    CROSS JOIN change c INDEXED BY change_document ON c.document_id = d.id AND c.field = 'labels'
      AND c.operation_id = (
        SELECT min(operation_id) FROM change
        WHERE document_id = d.id AND field = 'labels' AND operation_id > @point)
    WHERE d.dataset = 'test' AND d.excluded = 0 AND c.before <> 'null' AND c.before <> ${labelsNow}`,
};

interface Place {
  readonly point: number;
  readonly documentId: number;
  readonly field: string;
  readonly limit: number;
}

type HistoryPoints = Pick<OperationTable, 'newestId' | 'valuesAt' | 'relabelledInTest'>;

export function createHistoryPoints(db: ReadDb): HistoryPoints {
  const newestId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM operation').pluck();
  const newestAt = db
    .prepare<[string], number>('SELECT id FROM operation WHERE at <= ? ORDER BY id DESC LIMIT 1')
    .pluck();
  const changesSince = db
    .prepare<[number], number>(
      `SELECT count(*) FROM (SELECT 1 FROM change WHERE operation_id > ? LIMIT ${fewChanges + 1})`,
    )
    .pluck();
  const valuesAt = {
    few: db.prepare<[Place], ValueAt>(valuesAtSql.few),
    many: db.prepare<[Place], ValueAt>(valuesAtSql.many),
  };
  const relabelled = {
    few: db.prepare<[{ point: number }], number>(relabelledSql.few).pluck(),
    many: db.prepare<[{ point: number }], number>(relabelledSql.many).pluck(),
  };
  const amountSince = (point: number) => (changesSince.get(point)! > fewChanges ? 'many' : 'few');
  return {
    newestId: () => newestId.get() ?? 0,
    valuesAt: (point, { documentId, field }, limit) =>
      valuesAt[amountSince(point)]
        .all({ point, documentId, field, limit })
        .map((row) => ({ documentId: row.documentId, field: row.field, value: row.value })),
    relabelledInTest(since) {
      const point = newestAt.get(since) ?? 0;
      return relabelled[amountSince(point)].get({ point }) ?? 0;
    },
  };
}
