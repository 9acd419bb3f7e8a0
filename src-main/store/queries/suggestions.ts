import type { Suggestion } from '../../domain/suggestion.ts';
import type { ReadDb } from '../database.ts';

/** Of documents `d` whose suggestion shows; as long as they have one. */
export const suggestible = "d.labelled = 0 AND d.dataset IS NOT 'test'";

/** To stand behind the documents `d`; `s` is null where no suggestion shows. */
export const suggestionJoin = `LEFT JOIN suggestion s ON s.document_id = d.id AND ${suggestible}
  LEFT JOIN suggestion_source o ON o.id = s.source_id`;

/**
 * Deleted classes drop out, and are there again when they come back. They are read in the order of the primary key,
 * best first; sorting them for every row of a page would take as long as all the rest of it.
 */
export const suggestionColumns = `s.score AS suggestion_score, s.unsure AS suggestion_unsure,
  o.model_id AS suggestion_model,
  o.model_name AS suggestion_model_name,
  (SELECT group_concat(c.class_id)
   FROM suggestion_class c CROSS JOIN class k ON k.id = c.class_id AND k.deleted_at IS NULL
   WHERE c.document_id = s.document_id) AS suggestion_classes`;

export interface StoredSuggestion {
  readonly suggestion_score: number | null;
  readonly suggestion_unsure: number | null;
  readonly suggestion_model: number | null;
  readonly suggestion_model_name: string | null;
  readonly suggestion_classes: string | null;
}

export function toSuggestion(stored: StoredSuggestion): Suggestion | null {
  if (stored.suggestion_score === null) return null;
  return {
    modelId: stored.suggestion_model!,
    modelName: stored.suggestion_model_name!,
    classIds: stored.suggestion_classes?.split(',').map(Number) ?? [],
    score: stored.suggestion_score,
    unsure: stored.suggestion_unsure === 1,
  };
}

/** Unlabelled documents that are not set aside: those to ask about, those that were, and those of the test dataset. */
export interface SuggestionCandidates {
  readonly asked: number;
  readonly before: number;
  readonly test: number;
}

export const candidatesSql = `SELECT count(*) FILTER (WHERE d.dataset = 'test') AS test,
    count(*) FILTER (WHERE d.dataset IS NOT 'test' AND s.document_id IS NOT NULL) AS before,
    count(*) FILTER (WHERE d.dataset IS NOT 'test' AND s.document_id IS NULL) AS asked
  FROM visible_document d LEFT JOIN suggestion s ON s.document_id = d.id AND s.source_id = ?
  WHERE d.labelled = 0 AND d.excluded = 0`;

export function countSuggestionCandidates(db: ReadDb, sourceId: number): SuggestionCandidates {
  return db.prepare<[number], SuggestionCandidates>(candidatesSql).get(sourceId)!;
}
