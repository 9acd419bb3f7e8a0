import type { ShownSuggestions } from '../../domain/suggestion-scores.ts';
import { inSnapshot, type ReadDb } from '../database.ts';
import { suggestible } from './suggestions.ts';

interface Row {
  readonly id: number;
  readonly score: number;
  readonly unsure: number;
  readonly classes: number;
}

const shownSql = `SELECT s.document_id AS id, s.score, s.unsure,
    (SELECT count(*) FROM suggestion_class c CROSS JOIN class k ON k.id = c.class_id AND k.deleted_at IS NULL
     WHERE c.document_id = s.document_id) AS classes
  FROM suggestion s CROSS JOIN visible_document d ON d.id = s.document_id
  WHERE ${suggestible} ORDER BY s.document_id`;

/** All suggestions that show, in one pass; numbers only, so that a million of them are small. */
export function shownSuggestions(db: ReadDb): ShownSuggestions {
  return inSnapshot(db, () => {
    const most = db.prepare<[], number>('SELECT count(*) FROM suggestion').pluck().get()!;
    const documentIds = new Int32Array(most);
    const scores = new Float64Array(most);
    const classes = new Int32Array(most);
    let count = 0;
    for (const row of db.prepare<[], Row>(shownSql).iterate()) {
      documentIds[count] = row.id;
      scores[count] = row.score;
      classes[count] = row.unsure === 1 ? -1 : row.classes;
      count++;
    }
    return {
      documentIds: documentIds.slice(0, count),
      scores: scores.slice(0, count),
      classes: classes.slice(0, count),
    };
  });
}
