import type { EvaluationItem, EvaluationReader, EvaluationTable } from '../../core/ports/model-tables.ts';
import { AppError } from '../../domain/errors.ts';
import { inTransaction, type WriteDb } from '../database.ts';
import type { Sweeper } from '../sweeper.ts';
import { createEvaluationReader, toText } from './evaluation-reader.ts';

export function createEvaluationTable(db: WriteDb, sweeper: Sweeper): EvaluationTable {
  return { ...createEvaluationReader(db), ...writeEvaluations(db, sweeper) };
}

function writeEvaluations(db: WriteDb, sweeper: Sweeper): Omit<EvaluationTable, keyof EvaluationReader> {
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
    `UPDATE evaluation SET state = 'published', metrics = ?, analysis = ?, seconds = ?
     WHERE id = ? AND state = 'building'`,
  );
  const dateResults = db.prepare(
    `UPDATE model SET results_seen_at = (SELECT created_at FROM evaluation WHERE id = @id)
     WHERE results_seen_at IS NULL
       AND id = (SELECT model_id FROM evaluation WHERE id = @id AND dataset = 'test')`,
  );
  const markDeleted = db.prepare(`UPDATE evaluation SET state = 'deleted' WHERE id = ?`);
  const unpublished = db.prepare<[], number>(`SELECT id FROM evaluation WHERE state = 'building'`).pluck();
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
        const metrics = JSON.stringify(result.metrics ?? null);
        const { changes } = publish.run(metrics, JSON.stringify(result.analysis), result.seconds, id);
        if (changes === 0) throw new AppError('not_found', `There is no evaluation ${id} any more.`);
        dateResults.run({ id });
      });
      sweeper.start();
    },
    delete(id) {
      markDeleted.run(id);
      sweeper.start();
    },
    unpublished: () => unpublished.all(),
  };
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
