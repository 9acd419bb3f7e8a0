import { useMemo, useState } from 'react';
import type { DocumentSelection } from '../../../src-main/domain/document.ts';

/** Either some documents, or all of the query except some: a million are never listed. */
export interface Selection {
  readonly count: number;
  readonly all: boolean;
  readonly has: (id: number) => boolean;
  readonly toggle: (id: number) => void;
  readonly setMany: (ids: readonly number[], on: boolean) => void;
  readonly toggleAll: () => void;
  readonly clear: () => void;
  /** As the API takes it; null when nothing is selected. */
  readonly value: (queryId: string) => DocumentSelection | null;
}

interface State {
  readonly all: boolean;
  /** Selected ones, or with `all` the exceptions. */
  readonly ids: ReadonlySet<number>;
}

const nothing: State = { all: false, ids: new Set() };

function withIds(state: State, ids: readonly number[], on: boolean): State {
  const next = new Set(state.ids);
  for (const id of ids) {
    if (on !== state.all) next.add(id);
    else next.delete(id);
  }
  return { ...state, ids: next };
}

export function useSelection(total: number): Selection {
  const [state, setState] = useState<State>(nothing);
  return useMemo(() => {
    const has = (id: number): boolean => state.ids.has(id) !== state.all;
    return {
      count: state.all ? total - state.ids.size : state.ids.size,
      all: state.all && state.ids.size === 0,
      has,
      toggle: (id) => setState((now) => withIds(now, [id], now.ids.has(id) === now.all)),
      setMany: (ids, on) => setState((now) => withIds(now, ids, on)),
      toggleAll: () => setState(state.all && state.ids.size === 0 ? nothing : { all: true, ids: new Set() }),
      clear: () => setState(nothing),
      value: (queryId) => {
        if (state.all) return { queryId, exceptIds: [...state.ids] };
        return state.ids.size === 0 ? null : { ids: [...state.ids] };
      },
    };
  }, [state, total]);
}
