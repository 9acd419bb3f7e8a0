import type {
  EvaluationItem,
  EvaluationItemFilter,
  EvaluationRecord,
  EvaluationTable,
} from '../../core/ports/model-tables.ts';
import { AppError } from '../../domain/errors.ts';
import type { ModelClass } from '../../domain/model.ts';
import { inTransaction, type WriteDb } from '../database.ts';
import type { Sweeper } from '../sweeper.ts';

interface EvaluationRow {
  readonly id: number;
  readonly model_id: number;
  readonly dataset: 'validation' | 'test';
  readonly fingerprint: string;
  readonly created_at: string;
  readonly seconds: number;
  readonly classes: string;
  readonly metrics: string;
}

interface ItemRow {
  readonly document_id: number;
  readonly actual: string;
  readonly predicted: string;
  readonly scores: Buffer;
}

const columns = 'id, model_id, dataset, fingerprint, created_at, seconds, classes, metrics';

/**
 * Class indexes are kept as text between commas (`,3,17,`; none: the empty text), so that one index holds all
 * that a filter asks for.
 */
export const itemIdsSql = `SELECT document_id FROM evaluation_item INDEXED BY evaluation_item_order
  WHERE evaluation_id = @evaluationId AND correct <= @correct
    AND (@actual IS NULL OR iif(@actual = '', actual = '', instr(actual, @actual)))
    AND (@predicted IS NULL OR iif(@predicted = '', predicted = '', instr(predicted, @predicted)))
  ORDER BY correct, confidence DESC, document_id`;

export function createEvaluationTable(db: WriteDb, sweeper: Sweeper): EvaluationTable {
  return {
    ...readEvaluations(db),
    ...writeEvaluations(db, sweeper),
  };
}

function readEvaluations(
  db: WriteDb,
): Pick<EvaluationTable, 'find' | 'get' | 'item' | 'items' | 'itemIds' | 'unpublished'> {
  const find = db.prepare<[number, string], EvaluationRow>(
    `SELECT ${columns} FROM evaluation
     WHERE model_id = ? AND dataset = ? AND state = 'published' ORDER BY id DESC LIMIT 1`,
  );
  const get = db.prepare<[number], EvaluationRow>(
    `SELECT ${columns} FROM evaluation WHERE id = ? AND state = 'published'`,
  );
  const item = db.prepare<[number, number], ItemRow>(
    `SELECT i.document_id, i.actual, i.predicted, s.scores
     FROM evaluation_item i JOIN evaluation_score s USING (evaluation_id, document_id)
     WHERE i.evaluation_id = ? AND i.document_id = ?`,
  );
  const itemIds = db
    .prepare<
      [{ evaluationId: number; correct: number; actual: string | null; predicted: string | null }],
      number
    >(itemIdsSql)
    .pluck();
  const unpublished = db.prepare<[], number>(`SELECT id FROM evaluation WHERE state = 'building'`).pluck();
  return {
    find: (modelId, dataset) => toEvaluation(find.get(modelId, dataset)),
    get: (id) => toEvaluation(get.get(id)),
    item: (evaluationId, documentId) => toItem(item.get(evaluationId, documentId)),
    items: (evaluationId, documentIds) =>
      documentIds.map((id) => toItem(item.get(evaluationId, id))).filter((found) => found !== undefined),
    itemIds: (evaluationId, filter: EvaluationItemFilter) =>
      itemIds.all({
        evaluationId,
        correct: filter.incorrectOnly ? 0 : 1,
        actual: filterText(filter.actual),
        predicted: filterText(filter.predicted),
      }),
    unpublished: () => unpublished.all(),
  };
}

function writeEvaluations(
  db: WriteDb,
  sweeper: Sweeper,
): Pick<EvaluationTable, 'begin' | 'addItems' | 'publish' | 'delete'> {
  const insert = db.prepare(
    `INSERT INTO evaluation (model_id, dataset, state, fingerprint, created_at, classes)
     VALUES (?, ?, 'building', ?, ?, ?)`,
  );
  const insertItem = db.prepare(
    `INSERT INTO evaluation_item (evaluation_id, document_id, actual, predicted, correct, confidence)
     VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const insertScores = db.prepare(
    'INSERT INTO evaluation_score (evaluation_id, document_id, scores) VALUES (?, ?, ?)',
  );
  const replaceOlder = db.prepare(
    `UPDATE evaluation SET state = 'deleted'
     WHERE id <> @id AND state = 'published'
       AND (model_id, dataset) = (SELECT model_id, dataset FROM evaluation WHERE id = @id)`,
  );
  const publish = db.prepare(
    `UPDATE evaluation SET state = 'published', metrics = ?, seconds = ? WHERE id = ? AND state = 'building'`,
  );
  const markDeleted = db.prepare(`UPDATE evaluation SET state = 'deleted' WHERE id = ?`);
  return {
    begin: (fields) =>
      Number(
        insert.run(
          fields.modelId,
          fields.dataset,
          fields.fingerprint,
          fields.createdAt,
          JSON.stringify(fields.classes),
        ).lastInsertRowid,
      ),
    addItems: (id, items) =>
      inTransaction(db, () => {
        for (const item of items) {
          const actual = toText(item.actual);
          const predicted = toText(item.predicted);
          const correct = actual === predicted ? 1 : 0;
          insertItem.run(id, item.documentId, actual, predicted, correct, confidence(item));
          insertScores.run(id, item.documentId, scoreBytes(item.scores));
        }
      }),
    publish(id, result) {
      inTransaction(db, () => {
        replaceOlder.run({ id });
        const { changes } = publish.run(JSON.stringify(result.metrics ?? null), result.seconds, id);
        if (changes === 0) throw new AppError('not_found', `There is no evaluation ${id} any more.`);
      });
      sweeper.start();
    },
    delete(id) {
      markDeleted.run(id);
      sweeper.start();
    },
  };
}

function filterText(index: number | undefined): string | null {
  if (index === undefined) return null;
  return index === -1 ? '' : `,${index},`;
}

/** In ascending order, so that equal sets are equal texts. */
function toText(indexes: readonly number[]): string {
  return indexes.length === 0 ? '' : `,${[...indexes].sort((a, b) => a - b).join(',')},`;
}

function fromText(text: string): readonly number[] {
  return text === '' ? [] : text.slice(1, -1).split(',').map(Number);
}

/** The best score among the predicted classes, or of all classes when none is predicted. */
function confidence(item: EvaluationItem): number {
  const scores =
    item.predicted.length > 0 ? item.predicted.map((index) => item.scores[index] ?? 0) : item.scores;
  let best = 0;
  for (const score of scores) best = Math.max(best, score);
  return Number.isFinite(best) ? best : 0;
}

function scoreBytes(scores: Float32Array): Uint8Array {
  return new Uint8Array(scores.buffer, scores.byteOffset, scores.byteLength);
}

function toItem(row: ItemRow | undefined): EvaluationItem | undefined {
  return (
    row && {
      documentId: row.document_id,
      actual: fromText(row.actual),
      predicted: fromText(row.predicted),
      // Copied: a buffer's bytes need not lie at a multiple of four.
      scores: new Float32Array(new Uint8Array(row.scores).buffer),
    }
  );
}

function toEvaluation(row: EvaluationRow | undefined): EvaluationRecord | undefined {
  return (
    row && {
      id: row.id,
      modelId: row.model_id,
      dataset: row.dataset,
      fingerprint: row.fingerprint,
      createdAt: row.created_at,
      seconds: row.seconds,
      classes: JSON.parse(row.classes) as readonly ModelClass[],
      metrics: JSON.parse(row.metrics) as unknown,
    }
  );
}
