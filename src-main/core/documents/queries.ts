import type { DocumentFilter, DocumentSelection, DocumentSort } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectReader } from '../ports/store.ts';

interface FrozenQuery {
  readonly ids: Int32Array;
  readonly capped: boolean;
}

/** Ordered id lists, frozen when asked for; the ones used last are kept. */
export interface Queries {
  open(
    filter: DocumentFilter,
    sort: DocumentSort,
  ): Promise<{ readonly queryId: string; readonly total: number; readonly capped: boolean }>;
  /** @throws AppError `not_found` when the query was forgotten. */
  ids(queryId: string): Int32Array;
  /** Ids that a selection means, ascending. */
  selected(selection: DocumentSelection): Int32Array;
}

const maximalKept = 16;

export function createQueries(reader: ProjectReader): Queries {
  const kept = new Map<string, FrozenQuery>();
  let count = 0;

  const ids = (queryId: string): Int32Array => {
    const query = kept.get(queryId);
    if (query === undefined) {
      throw new AppError('not_found', 'This list of documents is no longer kept. Ask for it again.');
    }
    kept.delete(queryId);
    kept.set(queryId, query);
    return query.ids;
  };

  return {
    async open(filter, sort) {
      const found = await reader.ids(filter, sort);
      count += 1;
      const queryId = `q${count}`;
      kept.set(queryId, found);
      for (const oldest of kept.keys()) {
        if (kept.size <= maximalKept) {
          break;
        }
        kept.delete(oldest);
      }
      return { queryId, total: found.ids.length, capped: found.capped };
    },
    ids,
    selected(selection) {
      if ('ids' in selection) {
        return Int32Array.from(new Set(selection.ids)).sort();
      }
      const except = new Set(selection.exceptIds);
      return ids(selection.queryId)
        .filter((id) => !except.has(id))
        .sort();
    },
  };
}
