import type {
  AcceptableSuggestion,
  SuggestedClasses,
  SuggestionSource,
  SuggestionTable,
} from '../../core/ports/suggestion-table.ts';
import { inBulkTransaction, inTransaction, type WriteDb } from '../database.ts';
import {
  type StoredSuggestion,
  suggestible,
  suggestionColumns,
  suggestionJoin,
  toSuggestion,
} from '../queries/suggestions.ts';

const shownSql = `SELECT ${suggestionColumns} FROM visible_document d ${suggestionJoin} WHERE d.id = ?`;

const acceptableSql = `SELECT d.id AS documentId,
    o.model_name AS modelName,
    group_concat(c.class_id) AS classIds
  FROM json_each(@ids) j
  CROSS JOIN suggestion s ON s.document_id = j.value
  CROSS JOIN visible_document d ON d.id = s.document_id
  CROSS JOIN suggestion_source o ON o.id = s.source_id
  CROSS JOIN suggestion_class c ON c.document_id = d.id
  CROSS JOIN class k ON k.id = c.class_id AND k.deleted_at IS NULL
  WHERE ${suggestible} AND s.unsure = 0 AND s.score >= @atLeast
  GROUP BY d.id`;

export function createSuggestionTable(db: WriteDb): SuggestionTable {
  const upsertSource = db
    .prepare<[SuggestionSource], number>(
      `INSERT INTO suggestion_source (model_id, model_name, request, at)
       VALUES (@modelId, @modelName, @request, @at)
       ON CONFLICT (request) DO UPDATE SET model_name = excluded.model_name, at = excluded.at RETURNING id`,
    )
    .pluck();
  const shown = db.prepare<[number], StoredSuggestion>(shownSql);
  const acceptable = db.prepare<[{ ids: string; atLeast: number }], AcceptableSuggestion>(acceptableSql);
  const forget = db.prepare('DELETE FROM suggestion WHERE document_id = ?');
  const forgetClasses = db.prepare('DELETE FROM suggestion_class WHERE document_id = ?');
  const put = createWriter(db);
  return {
    source: (fields) => inTransaction(db, () => upsertSource.get(fields)!),
    put(sourceId, answers, from, milliseconds) {
      return inBulkTransaction(db, () => {
        const until = performance.now() + milliseconds;
        let place = from;
        while (place < answers.documentIds.length && (place === from || performance.now() < until)) {
          put(sourceId, answers, place);
          place++;
        }
        return place;
      });
    },
    get(documentId) {
      const stored = shown.get(documentId);
      return (stored && toSuggestion(stored)) ?? undefined;
    },
    acceptable: (documentIds, atLeast) =>
      acceptable.all({ ids: JSON.stringify(Array.from(documentIds)), atLeast }),
    remove: (documentId) =>
      inTransaction(db, () => {
        forgetClasses.run(documentId);
        return forget.run(documentId).changes > 0;
      }),
  };
}

function createWriter(db: WriteDb): (sourceId: number, answers: SuggestedClasses, place: number) => void {
  const insert = db.prepare<[number, number, number, number]>(
    `INSERT INTO suggestion (document_id, source_id, score, unsure)
     SELECT d.id, ?, ?, ? FROM document d WHERE d.id = ? AND d.excluded = 0 AND ${suggestible}
     ON CONFLICT (document_id) DO UPDATE
     SET source_id = excluded.source_id, score = excluded.score, unsure = excluded.unsure`,
  );
  const forgetClasses = db.prepare<[number]>('DELETE FROM suggestion_class WHERE document_id = ?');
  const insertClass = db.prepare<[number, number, number]>(
    'INSERT INTO suggestion_class (document_id, position, class_id) VALUES (?, ?, ?)',
  );
  return (sourceId, { documentIds, scores, unsure, offsets, classIds }, place) => {
    const documentId = documentIds[place]!;
    if (insert.run(sourceId, scores[place]!, unsure[place]!, documentId).changes === 0) return;
    forgetClasses.run(documentId);
    const start = offsets[place]!;
    for (let at = start; at < offsets[place + 1]!; at++) {
      insertClass.run(documentId, at - start, classIds[at]!);
    }
  };
}
