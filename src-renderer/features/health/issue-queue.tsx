import { Button, Switch } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { EmptyState, LoadingState } from '../../ui/states/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './health.module.css';
import { IssueItem } from './issue-item.tsx';

const words = text.health;
const own = words.labelErrors;
const pageSize = 100;

export type Issue = Outputs['health']['labelIssues']['rows'][number];

function IssueRow(props: {
  row: Issue;
  current: boolean;
  nameOf: (classId: number) => string;
  onPick: () => void;
}): ReactNode {
  const { row, nameOf } = props;
  const element = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (props.current) element.current?.scrollIntoView({ block: 'nearest' });
  }, [props.current]);
  return (
    <tr
      ref={element}
      className={classes.row}
      aria-selected={props.current}
      data-resolved={row.resolved ?? undefined}
      onClick={props.onPick}
    >
      <td>
        <button type="button" tabIndex={props.current ? 0 : -1} className={classes.snippet}>
          {row.snippet}
        </button>
        {row.resolved === null ? null : <span className={classes.state}>✓ {own.states[row.resolved]}</span>}
      </td>
      <td>
        <Tag>{row.labels.map(nameOf).join(', ') || words.noClass}</Tag>
      </td>
      <td>
        <Tag tone="warn">
          {own.proposals[row.proposal]} {nameOf(row.classId)}
        </Tag>
      </td>
      <td className={classes.number}>{row.proposed.toFixed(2)}</td>
    </tr>
  );
}

function useIssues(analysisId: number, openOnly: boolean) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  return useInfiniteQuery(
    trpc.health.labelIssues.infiniteQueryOptions(
      { projectId, analysisId, cursor: 0, count: pageSize, openOnly },
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
}

/** The queue on the left, the document with its three answers on the right. */
export function IssueQueue(props: { analysisId: number; nameOf: (classId: number) => string }): ReactNode {
  const go = useGo();
  const [openOnly, setOpenOnly] = useState(false);
  const [index, setIndex] = useState(0);
  const query = useIssues(props.analysisId, openOnly);
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const at = Math.max(0, Math.min(index, rows.length - 1));
  const row = rows[at];
  const goTo = (next: number): void => {
    if (next >= rows.length && query.hasNextPage) void query.fetchNextPage();
    setIndex(Math.max(0, Math.min(next, total - 1)));
  };
  if (query.error !== null) return <p>{messageOf(query.error)}</p>;
  if (query.data === undefined) return <LoadingState label={words.loading} />;
  return (
    <>
      <div className={classes.tools}>
        <Switch
          size="xs"
          label={own.openOnly}
          checked={openOnly}
          onChange={(event) => {
            setOpenOnly(event.currentTarget.checked);
            setIndex(0);
          }}
        />
      </div>
      {row === undefined ? (
        <EmptyState title={own.nothing} actions={<Button onClick={() => go('train')}>{own.train}</Button>}>
          {own.nothingHint}
        </EmptyState>
      ) : (
        <div className={classes.work}>
          <Panel className={classes.list} label={words.parts['label-errors']}>
            <table className={`${classes.table} ${classes.issues}`}>
              <thead>
                <tr>
                  <th scope="col">{words.document}</th>
                  <th scope="col">{own.given}</th>
                  <th scope="col">{own.proposed}</th>
                  <th scope="col" className={classes.number} />
                </tr>
              </thead>
              <tbody>
                {rows.map((each, place) => (
                  <IssueRow
                    key={each.position}
                    row={each}
                    current={place === at}
                    nameOf={props.nameOf}
                    onPick={() => setIndex(place)}
                  />
                ))}
              </tbody>
            </table>
            {query.hasNextPage ? (
              <Button variant="subtle" fullWidth onClick={() => void query.fetchNextPage()}>
                {words.more}
              </Button>
            ) : null}
          </Panel>
          <IssueItem
            key={row.position}
            row={row}
            index={at}
            total={total}
            nameOf={props.nameOf}
            onGo={goTo}
            staysOpen={!openOnly}
          />
        </div>
      )}
    </>
  );
}
