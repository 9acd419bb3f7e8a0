import { Button, Select } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ChangeSource, changeSources } from '../../../src-main/domain/history.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel, Screen } from '../../ui/panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import tables from '../../ui/table.module.css';
import classes from './history.module.css';
import { HistoryRow } from './history-row.tsx';
import { Snapshot } from './snapshot.tsx';

const words = text.history;
const pageSize = 100;

interface Filter {
  readonly annotator?: string;
  readonly sources?: ChangeSource[];
}

function Filters(props: { filter: Filter; onChange: (filter: Filter) => void }): ReactNode {
  const { filter } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const annotators = useQuery(trpc.historyLog.annotators.queryOptions({ projectId })).data ?? [];
  return (
    <>
      <Select
        size="xs"
        w={150}
        clearable
        aria-label={words.who}
        placeholder={words.anyone}
        value={filter.annotator ?? null}
        data={annotators.map((name) => ({ value: name, label: name === '' ? words.nobody : name }))}
        onChange={(annotator) => {
          const { annotator: _, ...rest } = filter;
          props.onChange(annotator === null ? rest : { ...rest, annotator });
        }}
      />
      <Select
        size="xs"
        w={150}
        clearable
        aria-label={words.where}
        placeholder={words.anywhere}
        value={filter.sources?.[0] ?? null}
        data={changeSources.map((value) => ({ value, label: words.sources[value] }))}
        onChange={(source) => {
          const { sources: _, ...rest } = filter;
          props.onChange(source === null ? rest : { ...rest, sources: [source as ChangeSource] });
        }}
      />
    </>
  );
}

function useEntries(filter: Filter) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const query = useInfiniteQuery(
    trpc.historyLog.entries.infiniteQueryOptions(
      { projectId, filter, cursor: 0, count: pageSize },
      {
        initialCursor: 0,
        getNextPageParam: (last, pages) => {
          const seen = pages.reduce((sum, page) => sum + page.rows.length, 0);
          return seen < last.total ? seen : undefined;
        },
        placeholderData: keepPreviousData,
      },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows);
  return { query, rows, total: query.data?.pages[0]?.total ?? 0 };
}

type Entries = ReturnType<typeof useEntries>;

function Table(props: { rows: NonNullable<Entries['rows']>; onMore: (() => void) | null }): ReactNode {
  return (
    <Panel className={classes.panel} label={words.title}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.where}</th>
            <th scope="col" className={tables.number}>
              {words.documents}
            </th>
            <th scope="col">
              <span className="w-visually-hidden">{words.revert}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <HistoryRow key={row.operationId} row={row} />
          ))}
        </tbody>
      </table>
      {props.onMore === null ? null : (
        <Button variant="subtle" fullWidth onClick={props.onMore}>
          {words.more}
        </Button>
      )}
    </Panel>
  );
}

function Nothing(props: { filtered: boolean; onClear: () => void }): ReactNode {
  if (!props.filtered) return <EmptyState title={words.empty}>{words.emptyHint}</EmptyState>;
  return (
    <EmptyState
      title={words.nothing}
      actions={
        <Button variant="default" onClick={props.onClear}>
          {words.clear}
        </Button>
      }
    />
  );
}

/** Everything that was done to labels, datasets and classes, the newest first. */
export function HistoryScreen(): ReactNode {
  const [filter, setFilter] = useState<Filter>({});
  const { query, rows, total } = useEntries(filter);
  const filtered = filter.annotator !== undefined || filter.sources !== undefined;
  return (
    <Screen
      title={words.title}
      subtitle={words.subtitle(formatCount(total))}
      actions={<Filters filter={filter} onChange={setFilter} />}
    >
      <Snapshot />
      {query.error !== null ? (
        <ErrorState
          title={words.failed}
          message={messageOf(query.error)}
          onRetry={() => void query.refetch()}
        />
      ) : rows === undefined ? (
        <LoadingState label={words.loading} />
      ) : rows.length === 0 ? (
        <Nothing filtered={filtered} onClear={() => setFilter({})} />
      ) : (
        <Table rows={rows} onMore={query.hasNextPage ? () => void query.fetchNextPage() : null} />
      )}
    </Screen>
  );
}
