import type { DocumentSelection } from '../../domain/document.ts';
import { type SuggestionScores, tallySuggestions } from '../../domain/suggestion-scores.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import type { Queries } from './queries.ts';

/** See `Documents.suggestionScores`. */
export async function suggestionScores(
  context: ProjectContext,
  queries: Queries,
  selection: DocumentSelection,
): Promise<SuggestionScores> {
  const ids = queries.selected(selection);
  const shown = await context.store.reader.shownSuggestions();
  return tallySuggestions(ids, shown, context.kind);
}
