import type { DocumentFilter, DocumentSort } from '../../../src-main/domain/document.ts';

/** What a person left the list with: opening a document and coming back must not lose it. */
export interface GridView {
  readonly filter: DocumentFilter;
  readonly sort: DocumentSort;
  /** Row opened last. */
  readonly row: number;
}

const firstView: GridView = { filter: {}, sort: { by: 'id', descending: false }, row: 0 };
const views = new Map<string, GridView>();

export const recallView = (projectId: string): GridView => views.get(projectId) ?? firstView;

export function rememberView(projectId: string, changes: Partial<GridView>): void {
  views.set(projectId, { ...recallView(projectId), ...changes });
}

/** Most certain first: what can be accepted at a glance, down to what needs a look. */
const suggestionsView: GridView = {
  ...firstView,
  filter: { suggested: true },
  sort: { by: 'certainty', descending: true },
};

/** What another screen asks to see in the address: a class by its id, or the suggestions; null without a wish. */
export function viewAsked(parameters: URLSearchParams): GridView | null {
  if (parameters.has('suggested')) return suggestionsView;
  const classId = Number(parameters.get('class'));
  return Number.isInteger(classId) && classId > 0
    ? { ...firstView, filter: { classIds: [classId], labelled: true } }
    : null;
}
