import type { ListedOperation, Operation, OperationTable } from '../../core/ports/history-tables.ts';
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

export const givenLabelsSql = `SELECT o.at, (SELECT document_id FROM change WHERE operation_id = o.id LIMIT 1) AS documentId
  FROM operation o WHERE o.kind = 'label' AND o.reverts IS NULL AND o.annotator = ?
  ORDER BY o.id DESC LIMIT ${labelsMeasured}`;

type OperationLog = Pick<OperationTable, 'list' | 'count' | 'annotators' | 'ofDocument' | 'secondsPerLabel'>;

export function createOperationLog(db: ReadDb): OperationLog {
  const list = db.prepare<[object], OperationRow>(listSql);
  const count = db.prepare<[object], number>(countSql).pluck();
  const ofDocument = db.prepare<[number], OperationRow & DocumentChangeRow>(ofDocumentSql);
  const givenLabels = db.prepare<[string], GivenLabel>(givenLabelsSql);
  const documentsOf = createDocumentCounts(db);
  return {
    list: (filter, from, limit) =>
      list
        .all({ ...parameters(filter), offset: from, count: limit })
        .map((row) => listed(toOperation(row), documentsOf)),
    count: (filter) => count.get(parameters(filter)) ?? 0,
    annotators: createAnnotators(db),
    ofDocument: (documentId) =>
      ofDocument.all(documentId).map((row) => ({
        operation: toOperation(row),
        change: { documentId, field: row.field, before: row.before, after: row.after },
      })),
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

/** History only grows: who is known stays known, and only what came since is looked at. */
function createAnnotators(db: ReadDb): () => readonly string[] {
  const since = db.prepare<[number], { readonly annotator: string; readonly id: number }>(
    'SELECT annotator, max(id) AS id FROM operation WHERE id > ? GROUP BY annotator',
  );
  const known = new Set<string>();
  let last = 0;
  return () => {
    for (const { annotator, id } of since.all(last)) {
      known.add(annotator);
      last = Math.max(last, id);
    }
    return [...known].sort();
  };
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
