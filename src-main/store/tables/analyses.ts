import type {
  AnalysisItem,
  AnalysisKind,
  AnalysisRecord,
  AnalysisTable,
} from '../../core/ports/analysis-tables.ts';
import { AppError } from '../../domain/errors.ts';
import { inTransaction, type WriteDb } from '../database.ts';
import type { Sweeper } from '../sweeper.ts';

interface AnalysisRow {
  readonly id: number;
  readonly kind: AnalysisKind;
  readonly key: string;
  readonly created_at: string;
  readonly seconds: number;
  readonly fingerprint: string;
  readonly result: string;
}

interface ItemRow {
  readonly position: number;
  readonly document_ids: string;
  readonly data: string;
}

const columns = 'id, kind, key, created_at, seconds, fingerprint, result';

export const latestAnalysisSql = `SELECT ${columns} FROM analysis
  WHERE kind = ? AND key = ? AND state = 'published' ORDER BY id DESC LIMIT 1`;
export const analysisItemsSql = `SELECT position, document_ids, data FROM analysis_item
  WHERE analysis_id = ? AND position >= ? ORDER BY position LIMIT ?`;

export function createAnalysisTable(db: WriteDb, sweeper: Sweeper): AnalysisTable {
  return { ...readAnalyses(db), ...writeAnalyses(db, sweeper) };
}

function readAnalyses(
  db: WriteDb,
): Pick<AnalysisTable, 'latest' | 'get' | 'items' | 'itemCount' | 'unpublished'> {
  const latest = db.prepare<[string, string], AnalysisRow>(latestAnalysisSql);
  const get = db.prepare<[number], AnalysisRow>(
    `SELECT ${columns} FROM analysis WHERE id = ? AND state = 'published'`,
  );
  const items = db.prepare<[number, number, number], ItemRow>(analysisItemsSql);
  const itemCount = db
    .prepare<[number], number>('SELECT count(*) FROM analysis_item WHERE analysis_id = ?')
    .pluck();
  const unpublished = db.prepare<[], number>(`SELECT id FROM analysis WHERE state = 'building'`).pluck();
  return {
    latest: (kind, key) => toAnalysis(latest.get(kind, key)),
    get: (id) => toAnalysis(get.get(id)),
    items: (id, from, count) => items.all(id, from, count).map(toItem),
    itemCount: (id) => itemCount.get(id) ?? 0,
    unpublished: () => unpublished.all(),
  };
}

function writeAnalyses(
  db: WriteDb,
  sweeper: Sweeper,
): Pick<AnalysisTable, 'begin' | 'addItems' | 'publish' | 'delete'> {
  const insert = db.prepare(
    `INSERT INTO analysis (kind, key, state, created_at, fingerprint) VALUES (?, ?, 'building', ?, ?)`,
  );
  const insertItem = db.prepare(
    'INSERT INTO analysis_item (analysis_id, position, document_ids, data) VALUES (?, ?, ?, ?)',
  );
  const replaceOlder = db.prepare(
    `UPDATE analysis SET state = 'deleted'
     WHERE id <> @id AND state = 'published' AND (kind, key) = (SELECT kind, key FROM analysis WHERE id = @id)`,
  );
  const publish = db.prepare(
    `UPDATE analysis SET state = 'published', result = ?, seconds = ? WHERE id = ? AND state = 'building'`,
  );
  const markDeleted = db.prepare(`UPDATE analysis SET state = 'deleted' WHERE id = ?`);
  return {
    begin: ({ kind, key, createdAt, fingerprint }) =>
      Number(insert.run(kind, key, createdAt, fingerprint).lastInsertRowid),
    addItems: (id, items) =>
      inTransaction(db, () => {
        for (const { position, documentIds, data } of items) {
          insertItem.run(id, position, JSON.stringify(documentIds), JSON.stringify(data ?? null));
        }
      }),
    publish(id, { result, seconds }) {
      inTransaction(db, () => {
        replaceOlder.run({ id });
        const { changes } = publish.run(JSON.stringify(result ?? null), seconds, id);
        if (changes === 0) throw new AppError('not_found', `There is no analysis ${id} any more.`);
      });
      sweeper.start();
    },
    delete(id) {
      markDeleted.run(id);
      sweeper.start();
    },
  };
}

function toItem(row: ItemRow): AnalysisItem {
  return {
    position: row.position,
    documentIds: JSON.parse(row.document_ids) as readonly number[],
    data: JSON.parse(row.data) as unknown,
  };
}

function toAnalysis(row: AnalysisRow | undefined): AnalysisRecord | undefined {
  return (
    row && {
      id: row.id,
      kind: row.kind,
      key: row.key,
      createdAt: row.created_at,
      seconds: row.seconds,
      fingerprint: row.fingerprint,
      result: JSON.parse(row.result) as unknown,
    }
  );
}
