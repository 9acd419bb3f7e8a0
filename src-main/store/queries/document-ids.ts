import type { DocumentFilter, DocumentSort } from '../../domain/document.ts';
import { inSnapshot, type ReadDb } from '../database.ts';
import { matchExpression } from '../search-terms.ts';
import { type FilterSql, filterSql } from './filter-sql.ts';
import { randomKey, sortByKey } from './sort-keys.ts';
import { suggestible } from './suggestions.ts';

/**
 * A search stops at this many documents, the newest ones, and is ranked by relevance only when fewer documents
 * match: ranking a common word costs seconds.
 */
export const searchCap = 50_000;

export interface DocumentIds {
  readonly ids: Int32Array;
  readonly capped: boolean;
}

/**
 * Ids that pass a filter, in order. `relevance` without a search, or with one that matches {@link searchCap}
 * documents or more, is the newest first. Documents never labelled by a person come last under `labelledAt`, those
 * without a certainty last under `certainty`, those without an id of their own first under `externalId`, in the order
 * in which they came.
 */
export function documentIds(db: ReadDb, filter: DocumentFilter, sort: DocumentSort): DocumentIds {
  const sql = filterSql(filter);
  const search = filter.search?.trim() ?? '';
  if (search === '') return { ids: sortedIds(db, sql, sort), capped: false };
  // A word that fills the list by itself needs no longer words that begin with it.
  const match = matchExpression(search, (word) => !matchesFewerThanCap(db, word));
  if (match === null) return { ids: new Int32Array(0), capped: false };
  return searchedIds(db, sql, sort, match);
}

function searchedIds(db: ReadDb, sql: FilterSql, sort: DocumentSort, match: string): DocumentIds {
  const newest = pluck(db, searchSql(sql), { ...sql.parameters, match });
  const capped = newest.length > searchCap;
  if (capped) newest.length = searchCap;
  if (sort.by === 'relevance') {
    const rank = !capped && matchesFewerThanCap(db, match);
    const ids = rank ? pluck(db, rankedSql(sql), { ...sql.parameters, match }) : newest;
    return { ids: Int32Array.from(ids), capped };
  }
  if (sort.by === 'id') {
    const ids = Int32Array.from(newest);
    return { ids: sort.descending ? ids : ids.reverse(), capped };
  }
  const found: FilterSql = {
    conditions: ['d.id IN (SELECT value FROM json_each(@found))'],
    parameters: { found: JSON.stringify(newest) },
  };
  return { ids: sortedIds(db, found, sort), capped };
}

export function searchSql(sql: FilterSql): string {
  return `SELECT d.id FROM document_search s CROSS JOIN visible_document d ON d.id = s.rowid
    WHERE ${where(['s.document_search MATCH @match', ...sql.conditions])}
    ORDER BY s.rowid DESC LIMIT ${searchCap + 1}`;
}

function rankedSql(sql: FilterSql): string {
  return `SELECT d.id FROM document_search s CROSS JOIN visible_document d ON d.id = s.rowid
    WHERE ${where(['s.document_search MATCH @match', ...sql.conditions])}
    ORDER BY bm25(document_search), d.id DESC`;
}

function matchesFewerThanCap(db: ReadDb, match: string): boolean {
  const [count] = pluck(
    db,
    `SELECT count(*) FROM (SELECT 1 FROM document_search WHERE document_search MATCH @match LIMIT ${searchCap})`,
    { match },
  );
  return count! < searchCap;
}

function sortedIds(db: ReadDb, sql: FilterSql, sort: DocumentSort): Int32Array {
  switch (sort.by) {
    case 'id':
    case 'relevance': {
      const ids = Int32Array.from(pluck(db, idsSql(sql), sql.parameters));
      return sort.descending || sort.by === 'relevance' ? ids.reverse() : ids;
    }
    case 'externalId': {
      const ids = Int32Array.from(pluck(db, byExternalIdSql(sql), sql.parameters));
      return sort.descending ? ids.reverse() : ids;
    }
    case 'random': {
      const ids = pluck(db, idsSql(sql), sql.parameters);
      const seed = sort.seed ?? 0;
      return sortByKey(ids, (index) => randomKey(ids[index]!, seed), sort.descending);
    }
    case 'length':
      return byLength(db, sql, sort.descending);
    case 'labelledAt':
      return byLabelledAt(db, sql, sort.descending);
    case 'certainty':
      return byCertainty(db, sql, sort.descending);
  }
}

export function idsSql(sql: FilterSql): string {
  return `SELECT d.id FROM visible_document d WHERE ${where(sql.conditions)} ORDER BY d.id`;
}

export function byExternalIdSql(sql: FilterSql): string {
  return `SELECT d.id FROM visible_document d WHERE ${where(sql.conditions)} ORDER BY d.external_id, d.import_id, d.id`;
}

/** Two passes of small numbers are quicker than one that hands over both in a number too large to be small. */
function byLength(db: ReadDb, sql: FilterSql, descending: boolean): Int32Array {
  return inSnapshot(db, () => {
    const ids = pluck(db, idsSql(sql), sql.parameters);
    const lengths = pluck(db, lengthsSql(sql), sql.parameters);
    return sortByKey(ids, (index) => lengths[index]!, descending);
  });
}

function lengthsSql(sql: FilterSql): string {
  return `SELECT d.length FROM visible_document d WHERE ${where(sql.conditions)} ORDER BY d.id`;
}

function byLabelledAt(db: ReadDb, sql: FilterSql, descending: boolean): Int32Array {
  const direction = descending ? 'DESC' : 'ASC';
  const dated = pluck(db, labelledAtSql(sql, direction), sql.parameters);
  const undated = pluck(
    db,
    `SELECT d.id FROM visible_document d WHERE ${where(['d.labelled_at IS NULL', ...sql.conditions])}
     ORDER BY d.id`,
    sql.parameters,
  );
  const ids = new Int32Array(dated.length + undated.length);
  ids.set(dated);
  ids.set(undated, dated.length);
  return ids;
}

export function labelledAtSql(sql: FilterSql, direction: 'ASC' | 'DESC'): string {
  return `SELECT d.id FROM visible_document d
    WHERE ${where(['d.labelled_at IS NOT NULL', ...sql.conditions])}
    ORDER BY d.labelled_at ${direction}, d.import_id ${direction}, d.id ${direction}`;
}

/** Scores as 32-bit numbers, in two passes like lengths: SQLite takes several times as long to sort them. */
function byCertainty(db: ReadDb, sql: FilterSql, descending: boolean): Int32Array {
  return inSnapshot(db, () => {
    const ids = pluck(db, idsSql(sql), sql.parameters);
    const certainties = pluck(db, certaintiesSql(sql), sql.parameters) as (number | null)[];
    const last = descending ? 0 : highestKey;
    const key = (certainty: number | null): number =>
      certainty === null ? last : 1 + Math.round(certainty * (highestKey - 2));
    return sortByKey(ids, (index) => key(certainties[index]!), descending);
  });
}

const highestKey = 2 ** 32 - 1;

function certaintiesSql(sql: FilterSql): string {
  return `SELECT coalesce(s.score, d.certainty) FROM visible_document d
    LEFT JOIN suggestion s ON s.document_id = d.id AND ${suggestible}
    WHERE ${where(sql.conditions)} ORDER BY d.id`;
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '1' : conditions.join(' AND ');
}

function pluck(db: ReadDb, sql: string, parameters: Readonly<Record<string, unknown>>): number[] {
  return db.prepare<[Readonly<Record<string, unknown>>], number>(sql).pluck().all(parameters);
}
