import {
  type DuplicateFilter,
  type KindCounts,
  pageOf,
  type Stretch,
  stretchesOf,
} from '../../domain/duplicates/group-list.ts';
import type { Duplicates } from '../../domain/health/types.ts';
import type { AnalysisItem, AnalysisRecord } from '../ports/analysis-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';

/** What is stored of a search: its figures, and what finds its groups and tells whether it is out of date. */
export interface StoredDuplicates extends Duplicates {
  readonly counts: KindCounts;
  /** Of `Standing`. */
  readonly texts: string;
}

/** What is stored of a group besides its documents. */
export interface StoredGroup {
  /** See `groupKind`. */
  readonly kind: number;
  /** Of each document with the first, three digits; null: all 1. */
  readonly similarities: readonly number[] | null;
}

/** The groups that pass a filter, as stretches of all. */
export function filteredStretches(record: AnalysisRecord, filter: DuplicateFilter): readonly Stretch[] {
  return stretchesOf((record.result as StoredDuplicates).counts, filter);
}

export function readStretches(
  context: ProjectContext,
  record: AnalysisRecord,
  stretches: readonly Stretch[],
): readonly AnalysisItem[] {
  return stretches.flatMap(({ from, to }) => context.store.analyses.items(record.id, from, to - from));
}

/** Pages of a filtered list, so that no call reads many groups at once. */
export function* pagesOf(
  context: ProjectContext,
  record: AnalysisRecord,
  filter: DuplicateFilter,
  size: number,
): Generator<readonly AnalysisItem[], void, undefined> {
  const stretches = filteredStretches(record, filter);
  for (let from = 0; ; from += size) {
    const page = pageOf(stretches, from, size);
    if (page.length === 0) return;
    yield readStretches(context, record, page);
  }
}
