import type { ListedOperation, Operation, OperationTable, ValueAt } from '../../core/ports/history-tables.ts';
import { type GivenLabel, secondsPerLabel } from '../../domain/labelling-rate.ts';
import type { ReadDb } from '../database.ts';
import { type OperationRow, toOperation } from './operation-rows.ts';

/** Of the operations in a person's newest labels, which the pace of labelling is measured by. */
const labelsMeasured = 2000;

const filterSql = `finished = 1
  AND (@annotator IS NULL OR annotator = @annotator)
  AND (@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
  AND (@sources IS NULL OR source IN (SELECT value FROM json_each(@sources)))
  AND (@from IS NULL OR at >= @from) AND (@to IS NULL OR at < @to)`;

export const listSql = `SELECT * FROM operation WHERE ${filterSql} ORDER BY id DESC LIMIT @count OFFSET @offset`;
const countSql = `SELECT count(*) FROM operation WHERE ${filterSql}`;

export const ofDocumentSql = `SELECT o.*, c.field, c.before, c.after FROM change c
  CROSS JOIN operation o ON o.id = c.operation_id WHERE c.document_id = ? ORDER BY o.id DESC, c.field`;

/** The value before the first change since: SQLite takes the other columns from the row of the minimum. */
export const valuesAtSql = `SELECT document_id AS documentId, field, before AS value, min(operation_id)
  FROM change INDEXED BY change_document
  WHERE (document_id, field) > (?, ?) AND operation_id > ? AND field IN ('labels', 'dataset', 'excluded')
  GROUP BY document_id, field ORDER BY document_id, field LIMIT ?`;

/** Documents that had labels then and have others, or none, now. Text is that of `JSON.stringify`. */
export const relabelledSql = `SELECT count(*) FROM change c
  CROSS JOIN visible_document d ON d.id = c.document_id
  WHERE c.operation_id > @point AND c.field = 'labels' AND c.before <> 'null'
    AND d.dataset = 'test' AND d.excluded = 0
    AND NOT EXISTS (
      SELECT 1 FROM change earlier
      WHERE earlier.document_id = c.document_id AND earlier.field = 'labels'
        AND earlier.operation_id > @point AND earlier.operation_id < c.operation_id)
    AND c.before <> CASE d.labelled WHEN 0 THEN 'null' ELSE
      '[' || coalesce(
        (SELECT group_concat(class_id ORDER BY class_id) FROM label WHERE document_id = d.id), '') || ']' END`;

export const givenLabelsSql = `SELECT o.at, (SELECT document_id FROM change WHERE operation_id = o.id LIMIT 1) AS documentId
  FROM operation o WHERE o.kind = 'label' AND o.reverts IS NULL AND o.annotator = ?
  ORDER BY o.id DESC LIMIT ${labelsMeasured}`;

type OperationLog = Pick<
  OperationTable,
  | 'newestId'
  | 'list'
  | 'count'
  | 'annotators'
  | 'ofDocument'
  | 'valuesAt'
  | 'relabelledInTest'
  | 'secondsPerLabel'
>;

export function createOperationLog(db: ReadDb): OperationLog {
  const newestId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM operation').pluck();
  const list = db.prepare<[object], OperationRow>(listSql);
  const count = db.prepare<[object], number>(countSql).pluck();
  const annotators = db
    .prepare<[], string>('SELECT DISTINCT annotator FROM operation ORDER BY annotator')
    .pluck();
  const ofDocument = db.prepare<[number], OperationRow & DocumentChangeRow>(ofDocumentSql);
  const valuesAt = db.prepare<[number, string, number, number], ValueAt>(valuesAtSql);
  const newestAt = db
    .prepare<[string], number>('SELECT id FROM operation WHERE at <= ? ORDER BY id DESC LIMIT 1')
    .pluck();
  const relabelled = db.prepare<[{ point: number }], number>(relabelledSql).pluck();
  const givenLabels = db.prepare<[string], GivenLabel>(givenLabelsSql);
  const documentsOf = createDocumentCounts(db);
  return {
    newestId: () => newestId.get() ?? 0,
    list: (filter, from, limit) =>
      list
        .all({ ...parameters(filter), offset: from, count: limit })
        .map((row) => listed(toOperation(row), documentsOf)),
    count: (filter) => count.get(parameters(filter)) ?? 0,
    annotators: () => annotators.all(),
    ofDocument: (documentId) =>
      ofDocument.all(documentId).map((row) => ({
        operation: toOperation(row),
        change: { documentId, field: row.field, before: row.before, after: row.after },
      })),
    valuesAt: (point, after, limit) =>
      valuesAt
        .all(after.documentId, after.field, point, limit)
        .map(({ documentId, field, value }) => ({ documentId, field, value })),
    relabelledInTest: (since) => relabelled.get({ point: newestAt.get(since) ?? 0 }) ?? 0,
    secondsPerLabel: (annotator) => secondsPerLabel(givenLabels.all(annotator).reverse()),
  };
}

interface DocumentChangeRow {
  readonly field: 'labels';
  readonly before: string;
  readonly after: string;
}

function parameters(filter: Parameters<OperationTable['count']>[0]): object {
  return {
    annotator: filter.annotator ?? null,
    kinds: filter.kinds === undefined ? null : JSON.stringify(filter.kinds),
    sources: filter.sources === undefined ? null : JSON.stringify(filter.sources),
    from: filter.from ?? null,
    // Days are the beginnings of times; every time of a day lies before this.
    to: filter.to === undefined ? null : `${filter.to}~`,
  };
}

function listed(operation: Operation, documentsOf: (id: number) => number): ListedOperation {
  return { ...operation, documents: documentsOf(operation.id) };
}

/** A finished operation never changes; counting those of a hundred thousand documents anew would be felt. */
function createDocumentCounts(db: ReadDb): (operationId: number) => number {
  const known = new Map<number, number>();
  const count = db
    .prepare<[number], number>('SELECT count(DISTINCT document_id) FROM change WHERE operation_id = ?')
    .pluck();
  return (operationId) => {
    const documents = known.get(operationId) ?? count.get(operationId) ?? 0;
    known.set(operationId, documents);
    return documents;
  };
}
