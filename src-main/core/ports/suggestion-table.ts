import type { Suggestion } from '../../domain/suggestion.ts';

/** A model with its rule, whose answers are kept. */
export interface SuggestionSource {
  readonly modelId: number;
  readonly modelName: string;
  /** Names the model and the rule: equal where the answers would be. */
  readonly request: string;
  readonly at: string;
}

/** Answers, ascending by document: the classes of document `i`, best first, lie from `offsets[i]` to `offsets[i + 1]`. */
export interface SuggestedClasses {
  readonly documentIds: Int32Array;
  readonly scores: Float32Array;
  readonly unsure: Uint8Array;
  readonly offsets: Int32Array;
  readonly classIds: Int32Array;
}

export interface AcceptableSuggestion {
  readonly documentId: number;
  readonly modelName: string;
  /** That still exist, parted by commas; at least one. */
  readonly classIds: string;
}

/** One suggestion a document. None shows of labelled documents and of those of the test dataset. */
export interface SuggestionTable {
  /** The id under which answers to this request are kept. */
  source(fields: SuggestionSource): number;
  /**
   * Keeps answers from the place `from` on, in place of earlier ones, for about so many milliseconds; returns the place
   * that it reached. Documents that were labelled, set aside, moved to the test dataset or removed meanwhile are passed
   * over.
   */
  put(sourceId: number, answers: SuggestedClasses, from: number, milliseconds: number): number;
  /** Undefined where none shows. */
  get(documentId: number): Suggestion | undefined;
  /** Of these documents those whose suggestion has classes, is not unsure and has at least this score. */
  acceptable(documentIds: ArrayLike<number>, atLeast: number): readonly AcceptableSuggestion[];
  /** Whether there was one, shown or not. */
  remove(documentId: number): boolean;
}
