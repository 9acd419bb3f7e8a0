import { AppError } from '../../domain/errors.ts';
import type { DocumentPage, Documents } from '../core.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { bulkDataset, bulkExcluded, bulkLabel } from './bulk-change.ts';
import { missingDocument } from './document-fields.ts';
import { setDataset, setExcluded, setLabels, setLanguage, setUnsure, setVerified } from './edit-document.ts';
import type { Queries } from './queries.ts';
import { suggestionScores } from './suggestion-scores.ts';
import { acceptSuggestions, removeSuggestions } from './suggestions.ts';

export const maximalPageRows = 500;

export function createDocuments(context: ProjectContext, queries: Queries): Documents {
  return {
    query: (filter, sort) => queries.open(filter, sort),
    page: (queryId, from, count) => page(context, queries, queryId, from, count),
    idAt: (queryId, index) => queries.ids(queryId)[index] ?? null,
    indexOf(queryId, documentId) {
      const index = queries.ids(queryId).indexOf(documentId);
      return index === -1 ? null : index;
    },
    get: (documentId) => context.store.documents.get(documentId) ?? missingDocument(documentId),
    setLabels: (documentId, labels, source) => setLabels(context, documentId, labels, source),
    setDataset: (documentId, dataset, source) => setDataset(context, documentId, dataset, source),
    setUnsure: (documentId, unsure, source) => setUnsure(context, documentId, unsure, source),
    setLanguage: (documentId, language) => setLanguage(context, documentId, language),
    setExcluded: (documentId, excluded, source) => setExcluded(context, documentId, excluded, source),
    setVerified: (documentId, verified, source) => setVerified(context, documentId, verified, source),
    bulkLabel: (selection, action) => bulkLabel(context, queries, selection, action),
    bulkDataset: (selection, dataset) => bulkDataset(context, queries, selection, dataset),
    bulkExcluded: (selection, excluded) => bulkExcluded(context, queries, selection, excluded),
    acceptSuggestions: (selection, atLeast) => acceptSuggestions(context, queries, selection, atLeast),
    suggestionScores: (selection) => suggestionScores(context, queries, selection),
    removeSuggestions: (selection) => removeSuggestions(context, queries, selection),
    searchProgress: () => context.store.search.progress(),
  };
}

function page(
  context: ProjectContext,
  queries: Queries,
  queryId: string,
  from: number,
  count: number,
): DocumentPage {
  checkPage(from, count);
  const ids = queries.ids(queryId);
  const slice = ids.subarray(from, from + count);
  return { rows: context.store.documents.rows([...slice]), total: ids.length };
}

/** @throws AppError `bad_request`. */
export function checkPage(from: number, count: number): void {
  if (!Number.isSafeInteger(from) || from < 0 || !Number.isSafeInteger(count) || count < 0) {
    throw new AppError('bad_request', `A page from ${from} with ${count} rows cannot be read.`);
  }
  if (count > maximalPageRows) {
    throw new AppError('bad_request', `A page has at most ${maximalPageRows} rows; ${count} were asked for.`);
  }
}
