import type { Dataset } from './project.ts';
import type { Suggestion } from './suggestion.ts';

/** `null`: nobody has judged the document; `[]`: judged, none of the classes (multi-label only). */
export type Labels = readonly number[] | null;

/** A document as a list shows it: the first {@link snippetLength} characters of its text, never the whole. */
export interface DocumentRow {
  readonly id: number;
  readonly externalId: string;
  readonly snippet: string;
  /** Length of the whole text in UTF-16 units. */
  readonly length: number;
  readonly labels: Labels;
  readonly dataset: Dataset | null;
  readonly language: string | null;
  readonly unsure: boolean;
  /** Set aside: listed and found, and used for nothing: no training, evaluation, split or count. */
  readonly excluded: boolean;
  /** A person looked at the labels and keeps them; forgotten when they change. */
  readonly verified: boolean;
  /** ISO 8601, when the labels last changed by a person; `null` when they never did. */
  readonly labelledAt: string | null;
  /** Null for documents that are labelled, and for those of the test dataset. */
  readonly suggestion: Suggestion | null;
}

export const snippetLength = 240;

export interface ProjectDocument extends DocumentRow {
  readonly text: string;
  readonly fields: Readonly<Record<string, string>> | null;
}

export interface DocumentFilter {
  /** Documents with at least one of these classes. */
  readonly classIds?: readonly number[];
  readonly labelled?: boolean;
  readonly unsure?: boolean;
  readonly excluded?: boolean;
  readonly verified?: boolean;
  /** Unlabelled documents with a suggestion (`true`) or without one. */
  readonly suggested?: boolean;
  /** Unlabelled documents with a suggestion of at least one of these classes. */
  readonly suggestedClassIds?: readonly number[];
  /** Unlabelled documents with a suggestion that a rule calls unsure (`true`), or with another one. */
  readonly suggestionUnsure?: boolean;
  readonly datasets?: readonly (Dataset | 'none')[];
  readonly language?: string;
  /** Full-text search; every word must occur, the last one as a prefix. */
  readonly search?: string;
}

/**
 * `certainty`: the score of the document's suggestion, else that of its last proposal, as a split of a class makes
 * them; those without either come last.
 */
export const documentSortKeys = [
  'id',
  'externalId',
  'length',
  'labelledAt',
  'certainty',
  'random',
  'relevance',
] as const;
export type DocumentSortKey = (typeof documentSortKeys)[number];

export interface DocumentSort {
  readonly by: DocumentSortKey;
  readonly descending: boolean;
  /** Used by `random`: the same seed gives the same order. */
  readonly seed?: number;
}

/** Which documents a bulk action means: all rows of a query except some, or some ids. */
export type DocumentSelection =
  | { readonly queryId: string; readonly exceptIds: readonly number[] }
  | { readonly ids: readonly number[] };
