import type { DocumentFilter } from '../../domain/document.ts';

import { suggestible } from './suggestions.ts';

export interface FilterSql {
  /** Conditions on `d`, a row of `visible_document`, to stand after a WHERE or AND. */
  readonly conditions: readonly string[];
  readonly parameters: Readonly<Record<string, string | number>>;
}

/** All of a filter but its search. Empty lists ask for nothing in particular, as if they were absent. */
export function filterSql(filter: DocumentFilter): FilterSql {
  const conditions: string[] = [];
  const parameters: Record<string, string | number> = {};
  if (filter.classIds !== undefined && filter.classIds.length > 0) {
    conditions.push(
      'd.id IN (SELECT document_id FROM label WHERE class_id IN (SELECT value FROM json_each(@classIds)))',
    );
    parameters.classIds = JSON.stringify(filter.classIds);
  }
  if (filter.labelled !== undefined) {
    conditions.push('d.labelled = @labelled');
    parameters.labelled = filter.labelled ? 1 : 0;
  }
  if (filter.unsure !== undefined) {
    conditions.push('d.unsure = @unsure');
    parameters.unsure = filter.unsure ? 1 : 0;
  }
  if (filter.excluded !== undefined) {
    conditions.push('d.excluded = @excluded');
    parameters.excluded = filter.excluded ? 1 : 0;
  }
  if (filter.verified !== undefined) {
    conditions.push('d.verified = @verified');
    parameters.verified = filter.verified ? 1 : 0;
  }
  if (filter.datasets !== undefined && filter.datasets.length > 0) {
    conditions.push(`coalesce(d.dataset, 'none') IN (SELECT value FROM json_each(@datasets))`);
    parameters.datasets = JSON.stringify(filter.datasets);
  }
  if (filter.language !== undefined) {
    conditions.push('d.language = @language');
    parameters.language = filter.language;
  }
  addSuggestionConditions(filter, conditions, parameters);
  return { conditions, parameters };
}

/** Each of them asks for unlabelled documents. */
function addSuggestionConditions(
  { suggested, suggestedClassIds = [], suggestionUnsure }: DocumentFilter,
  conditions: string[],
  parameters: Record<string, string | number>,
): void {
  if (suggested === false) {
    conditions.push(
      `d.labelled = 0 AND NOT (${suggestible} AND EXISTS (SELECT 1 FROM suggestion WHERE document_id = d.id))`,
    );
  }
  if (suggested === true) {
    conditions.push(`${suggestible} AND d.id IN (SELECT document_id FROM suggestion)`);
  }
  if (suggestedClassIds.length > 0) {
    conditions.push(
      `${suggestible} AND d.id IN (SELECT document_id FROM suggestion_class WHERE class_id IN
         (SELECT id FROM class WHERE deleted_at IS NULL AND id IN (SELECT value FROM json_each(@suggestedClassIds))))`,
    );
    parameters.suggestedClassIds = JSON.stringify(suggestedClassIds);
  }
  if (suggestionUnsure !== undefined) {
    conditions.push(
      `${suggestible} AND d.id IN (SELECT document_id FROM suggestion WHERE unsure = @suggestionUnsure)`,
    );
    parameters.suggestionUnsure = suggestionUnsure ? 1 : 0;
  }
}
