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
import { useSelection } from './use-selection.ts';

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

function useFrozenQuery(filter: DocumentFilter, sort: DocumentSort, documents: number, round: number) {
  const client = useTRPCClient();
  const projectId = useProjectId();
  return useQuery({
    queryKey: ['documents-grid', projectId, filter, sort, documents, round],
    queryFn: () => client.documents.query.query({ projectId, filter, sort }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
}

function DocumentsWork(props: { documents: number }): ReactNode {
  const go = useGo();
  const projectId = useProjectId();
  const parameters = usePlaceParameters();
  const [left] = useState(() => viewAsked(parameters) ?? recallView(projectId));
  const [filter, setFilter] = useState<DocumentFilter>(left.filter);
  const [sort, setSort] = useState<DocumentSort>(left.sort);
  useEffect(() => rememberView(projectId, { filter, sort, row: 0 }), [projectId, filter, sort]);
  const [round, setRound] = useState(0);
  const [cleared, setCleared] = useState(0);
  const query = useFrozenQuery(filter, sort, props.documents, round);
  const total = query.data?.total ?? 0;
  const selection = useSelection(total);
  const change = (next: DocumentFilter): void => {
    selection.clear();
    setFilter(next);
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
            filtered={Object.keys(filter).length > 0}
            onChanged={() => setRound(round + 1)}
          />
        )
      }
    >
      <FilterBar key={cleared} filter={filter} onChange={change} />
      {filter.search === undefined ? null : <SearchProgress />}
      {query.error !== null ? (
        <ErrorState
          title={words.nothing}
          message={messageOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : total === 0 && query.data !== undefined ? (
        <EmptyState
          title={words.nothing}
          actions={
            <Button
              variant="default"
              onClick={() => {
                change({});
                // The field of the search begins anew too, words being typed included.
                setCleared(cleared + 1);
              }}
            >
              {words.clearFilter}
            </Button>
          }
        />
      ) : queryId === undefined ? (
        <LoadingState label={words.loading} />
      ) : (
        <Panel className={classes.gridPanel} label={words.title}>
          <DocumentGrid
            queryId={queryId}
            total={total}
            sort={sort}
            selection={selection}
            onSort={setSort}
            row={filter === left.filter && sort === left.sort ? left.row : 0}
            onOpen={(index) => {
              rememberView(projectId, { row: index });
              go('label', { query: queryId, index });
            }}
          />
        </Panel>
      )}
    </Screen>
  );
}
