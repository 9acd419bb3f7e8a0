import { Button, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Inputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { LoadingState } from '../../ui/states/states.tsx';
import { DuplicateGroup } from './duplicate-group.tsx';
import classes from './health.module.css';

const words = text.health;
const own = words.duplicates;
const pageSize = 40;
const filters = ['all', 'exact', 'leaks', 'contradictions'] as const;

type Filter = (typeof filters)[number];
type Remedy = Inputs['health']['resolveDuplicates']['remedy'];

function useResolve(analysisId: number) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const resolve = useMutation(
    trpc.health.resolveDuplicates.mutationOptions({
      onSuccess: ({ changed }) => notify(own.changed(plural(changed, 'document'))),
      onError: (error) => notifyError(error),
    }),
  );
  return {
    pending: resolve.isPending,
    run: (groups: number[] | Filter, remedy: Remedy): void =>
      resolve.mutate({ projectId, analysisId, groups, remedy }),
  };
}

/** The groups of one kind, each with its remedies, and the same remedies over all of them. */
export function DuplicateGroups(props: { analysisId: number }): ReactNode {
  const { analysisId } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const [filter, setFilter] = useState<Filter>('all');
  const [asked, setAsked] = useState<Remedy | null>(null);
  const resolve = useResolve(analysisId);
  const query = useInfiniteQuery(
    trpc.health.duplicateGroups.infiniteQueryOptions(
      { projectId, analysisId, filter, cursor: 0, count: pageSize },
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
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label={own.filter}
          value={filter}
          data={filters.map((value) => ({ value, label: own.filters[value] }))}
          onChange={(value) => setFilter(value as Filter)}
        />
        <span className={classes.space} />
        <Button
          size="compact-sm"
          variant="default"
          disabled={readOnly || rows.length === 0}
          onClick={() => setAsked('drop')}
        >
          {own.dropAll}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={readOnly || rows.length === 0}
          onClick={() => setAsked('together')}
        >
          {own.togetherAll}
        </Button>
      </div>
      {query.error === null ? null : <p>{messageOf(query.error)}</p>}
      {query.isPending ? <LoadingState label={words.loading} /> : null}
      {query.data !== undefined && rows.length === 0 ? <p className={classes.dim}>{own.none}</p> : null}
      <div className={classes.groups}>
        {rows.map((row) => (
          <DuplicateGroup
            key={row.position}
            row={row}
            disabled={readOnly || resolve.pending}
            onResolve={(remedy) => resolve.run([row.position], remedy)}
          />
        ))}
        {query.hasNextPage ? (
          <Button variant="subtle" onClick={() => void query.fetchNextPage()}>
            {words.more}
          </Button>
        ) : null}
      </div>
      {asked === null ? null : (
        <ConfirmDialog
          title={own.confirmTitle}
          confirm={asked === 'drop' ? own.dropAll : own.togetherAll}
          onClose={() => setAsked(null)}
          onConfirm={() => {
            resolve.run(filter, asked);
            setAsked(null);
          }}
        >
          <p>{asked === 'drop' ? own.confirmDrop : own.confirmTogether}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
