import type { DocumentRow } from '../../domain/document.ts';
import type { ProjectContext } from '../projects/project-context.ts';

/** What of a document decides whether something is wrong with its group, and what a remedy does. */
export type TwinState = Pick<DocumentRow, 'id' | 'dataset' | 'labels' | 'verified'>;

/** Undefined for a document that is gone or set aside. */
export function twinState({ store: { documents } }: ProjectContext, id: number): TwinState | undefined {
  const marks = documents.marks(id);
  if (marks === undefined || marks.excluded) return undefined;
  return {
    id,
    dataset: documents.dataset(id) ?? null,
    labels: documents.labels(id) ?? null,
    verified: marks.verified,
  };
}
