import { type DuplicateFilter, groupKind, pageOf } from '../../domain/duplicates/group-list.ts';
import { isContradiction, isLeak } from '../../domain/duplicates/problems.ts';
import { type DuplicateDocument, shownDuplicates } from '../../domain/health/types.ts';
import { checkPage } from '../documents/documents.ts';
import type { DuplicateGroupRow, Health } from '../improvement.ts';
import type { AnalysisItem, AnalysisRecord } from '../ports/analysis-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { isOpen } from '../test-set/policy.ts';
import { filteredStretches, readStretches, type StoredGroup } from './stored-duplicates.ts';
import { type TwinState, twinState } from './twin-state.ts';

/**
 * Documents by which a group is judged as it is now. The first ones stand for all kinds of documents in it (see
 * `FoundGroup`), and a page of large groups must not take long.
 */
const judgedDocuments = 200;

export function duplicateGroups(
  context: ProjectContext,
  record: AnalysisRecord,
  filter: DuplicateFilter,
  { from, count }: { readonly from: number; readonly count: number },
): ReturnType<Health['duplicateGroups']> {
  checkPage(from, count);
  const stretches = filteredStretches(record, filter);
  const total = stretches.reduce((sum, stretch) => sum + stretch.to - stretch.from, 0);
  const items = readStretches(context, record, pageOf(stretches, from, count));
  return { total, rows: items.map((item) => toRow(context, item)) };
}

function toRow(context: ProjectContext, { position, documentIds, data }: AnalysisItem): DuplicateGroupRow {
  const { kind, similarities } = data as StoredGroup;
  const shown = documentIds.slice(0, shownDuplicates);
  const similarity = new Map(shown.map((id, place) => [id, similarities?.[place] ?? 1]));
  const rows = context.store.documents.rows(shown);
  const isTestOpen = isOpen(context, 'test');
  return {
    position,
    size: documentIds.length - shown.length + rows.length,
    documents: rows.map((row): DuplicateDocument => {
      const withheld = row.dataset === 'test' && !isTestOpen;
      return {
        documentId: row.id,
        dataset: row.dataset,
        labels: withheld ? null : row.labels,
        withheld,
        excluded: row.excluded,
        similarity: similarity.get(row.id)!,
      };
    }),
    snippets: rows.map(({ snippet }) => snippet),
    ...groupKind(kind),
    resolved: isResolved(context, documentIds.slice(0, judgedDocuments), kind),
  };
}

/** Put right: no twin is left, or it leaked or contradicted itself and does no longer. */
function isResolved(context: ProjectContext, documentIds: readonly number[], kind: number): boolean {
  const left = documentIds.flatMap((id) => twinState(context, id) ?? []);
  if (left.length < 2) return true;
  const { leak, contradiction } = groupKind(kind);
  if (!leak && !contradiction) return false;
  return !(leak && isLeak(left.map(({ dataset }) => dataset))) && !(contradiction && isContradicted(left));
}

/** Labels that a person vouched for are meant to differ from those of a near duplicate. */
function isContradicted(documents: readonly TwinState[]): boolean {
  const unconfirmed = documents.some(({ labels, verified }) => labels !== null && !verified);
  return unconfirmed && isContradiction(documents.map(({ labels }) => labels));
}
