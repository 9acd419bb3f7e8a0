import type { DecisionRule } from '../../domain/decision.ts';
import type { SuggestionRun } from '../../domain/suggestion.ts';
import type { SuggestedClasses } from './suggestion-table.ts';

/**
 * Asks a model about the unlabelled documents of its project that have no answer of this source yet, ascending by id.
 * Batches: {@link SuggestBatch}; result: {@link SuggestTaskResult}.
 */
export interface SuggestTask {
  readonly kind: 'suggest';
  readonly projectPath: string;
  readonly modelId: number;
  /** Of a deployment: it decides instead of the model, and says who is unsure. */
  readonly rule: DecisionRule | null;
  /** Of the project's `suggestion_source`. */
  readonly sourceId: number;
}

export type SuggestBatch = SuggestedClasses;

export type SuggestTaskResult = Omit<SuggestionRun, 'import' | 'seconds'>;
