import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { DocumentFilter, DocumentSort } from '../../../src-main/domain/document.ts';
import { useTRPC, useTRPCClient } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useCounts, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel, Screen } from '../../ui/panel.tsx';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { DocumentGrid } from './document-grid.tsx';
import classes from './documents.module.css';
import { FilterBar } from './filter-bar.tsx';
import { recallView, rememberView, viewAsked } from './grid-memory.ts';
import { asksSuggestions } from './suggestion-filter.tsx';
import { type Selection, useSelection } from './use-selection.ts';

const words = text.documents;

function SearchProgress(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { data } = useQuery(trpc.documents.searchProgress.queryOptions({ projectId }));
  if (data === undefined || data.indexed >= data.total) return null;
  return (
    <p className={classes.filling} role="status">
      {words.searchFilling(formatShare(data.indexed / data.total, 0))}
    </p>
  );
}

export function DocumentsScreen(): ReactNode {
  const counts = useCounts();
  const go = useGo();
  if (counts === undefined) return <LoadingState label={words.loading} />;
  const documents = counts.documents + counts.excluded;
  if (documents > 0) return <DocumentsWork documents={documents} />;
  return (
    <EmptyState
      title={words.empty}
      actions={<Button onClick={() => go('import')}>{words.importDocuments}</Button>}
    >
      {words.emptyHint}
    </EmptyState>
  );
}

interface View {
  readonly filter: DocumentFilter;
  readonly sort: DocumentSort;
  /** Row to begin at: the one opened last, while the list is as it was left. */
  readonly row: number;
  readonly setFilter: (filter: DocumentFilter) => void;
  readonly setSort: (sort: DocumentSort) => void;
}

/** What the list shows: as the address asks, else as it was left. */
function useView(): View {
  const projectId = useProjectId();
  const parameters = usePlaceParameters();
  const [left] = useState(() => viewAsked(parameters) ?? recallView(projectId));
  const [filter, setFilter] = useState<DocumentFilter>(left.filter);
  const [sort, setSort] = useState<DocumentSort>(left.sort);
  useEffect(() => rememberView(projectId, { filter, sort, row: 0 }), [projectId, filter, sort]);
  const row = filter === left.filter && sort === left.sort ? left.row : 0;
  return { filter, sort, row, setFilter, setSort };
}

/** @param round grows when the documents that pass the filter may have become others without a step to undo */
function useFrozenQuery({ filter, sort }: View, documents: number, round: number) {
  const client = useTRPCClient();
  const trpc = useTRPC();
  const projectId = useProjectId();
  const history = useQuery(trpc.history.state.queryOptions({ projectId })).data;
  // An act and its undo change what passes a filter; a list without one keeps its place.
  const step = Object.keys(filter).length === 0 ? null : (history?.undo?.operationId ?? null);
  return useQuery({
    queryKey: ['documents-grid', projectId, filter, sort, documents, round, step],
    queryFn: () => client.documents.query.query({ projectId, filter, sort }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

type Found = ReturnType<typeof useFrozenQuery>;

function DocumentsWork(props: { documents: number }): ReactNode {
  const view = useView();
  const [round, setRound] = useState(0);
  const [cleared, setCleared] = useState(0);
  const query = useFrozenQuery(view, props.documents, round);
  const total = query.data?.total ?? 0;
  const selection = useSelection(total);
  const change = (next: DocumentFilter): void => {
    selection.clear();
    view.setFilter(next);
  };
  const clear = (): void => {
    change({});
    // The field of the search begins anew too, words being typed included.
    setCleared(cleared + 1);
  };
  const queryId = query.data?.queryId;
  return (
    <Screen
      title={words.title}
      subtitle={query.data === undefined ? ' ' : words.found(formatCount(total), query.data.capped)}
      fill
      actions={
        queryId === undefined ? null : (
          <BulkBar
            queryId={queryId}
            selection={selection}
            total={total}
            filtered={Object.keys(view.filter).length > 0}
            onChanged={() => setRound(round + 1)}
          />
        )
      }
    >
      <FilterBar key={cleared} filter={view.filter} onChange={change} />
      {view.filter.search === undefined ? null : <SearchProgress />}
      <ListBody view={view} query={query} selection={selection} onClear={clear} />
    </Screen>
  );
}

/** The list, or why there is none. */
function ListBody(props: { view: View; query: Found; selection: Selection; onClear: () => void }): ReactNode {
  const { view, query, selection } = props;
  const go = useGo();
  const projectId = useProjectId();
  const anySuggested = (useCounts()?.suggested ?? 0) > 0;
  if (query.error !== null) {
    return (
      <ErrorState
        title={words.nothing}
        message={messageOf(query.error)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  if (query.data === undefined) return <LoadingState label={words.loading} />;
  const { queryId, total } = query.data;
  if (total === 0) return <NothingFound suggestions={asksSuggestions(view.filter)} onClear={props.onClear} />;
  return (
    <Panel className={classes.gridPanel} label={words.title}>
      <DocumentGrid
        queryId={queryId}
        total={total}
        sort={view.sort}
        selection={selection}
        suggestions={asksSuggestions(view.filter) ? 'only' : anySuggested ? 'some' : 'none'}
        onSort={view.setSort}
        row={view.row}
        onOpen={(index) => {
          rememberView(projectId, { row: index });
          go('label', { query: queryId, index });
        }}
      />
    </Panel>
  );
}

function NothingFound(props: { suggestions: boolean; onClear: () => void }): ReactNode {
  const go = useGo();
  const clear = (
    <Button variant="default" onClick={props.onClear}>
      {words.clearFilter}
    </Button>
  );
  if (!props.suggestions) return <EmptyState title={words.nothing} actions={clear} />;
  return (
    <EmptyState
      title={text.suggestions.empty}
      actions={
        <>
          {clear}
          <Button onClick={() => go('classify', { tab: 'files' })}>{text.suggestions.ask}</Button>
        </>
      }
    >
      {text.suggestions.emptyHint}
    </EmptyState>
  );
}
