import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  type ComparedSet,
  type Comparison,
  comparedSets,
} from '../../../src-main/domain/comparison/types.ts';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './compare.module.css';

const words = text.compare;
const pageSize = 50;

type Row = Outputs['comparisons']['documents']['rows'][number];

function Names(props: {
  comparison: Comparison;
  indexes: readonly number[];
  tone?: 'good' | 'bad';
}): ReactNode {
  const names = props.indexes.map((index) => props.comparison.classNames[index]?.name ?? '?').join(', ');
  return <Tag tone={props.tone ?? 'plain'}>{names === '' ? words.noClass : names}</Tag>;
}

function DocumentRow(props: { row: Row; comparison: Comparison }): ReactNode {
  const { row, comparison } = props;
  const go = useGo();
  const said = (each: Row['a']): ReactNode => (
    <td>
      <Names comparison={comparison} indexes={each.predicted} tone={each.correct ? 'good' : 'bad'} />{' '}
      <span className={classes.score}>{each.score.toFixed(2)}</span>
    </td>
  );
  return (
    <tr>
      <td>
        <button
          type="button"
          className={classes.snippet}
          title={words.open(formatCount(row.documentId))}
          onClick={() => go('label', { document: row.documentId })}
        >
          {row.snippet}
        </button>
      </td>
      <td>
        <Names comparison={comparison} indexes={row.actual} />
      </td>
      {said(row.a)}
      {said(row.b)}
    </tr>
  );
}

/** The documents that changed sides, with what each model said of them. */
export function CompareDocuments(props: { analysisId: number; comparison: Comparison }): ReactNode {
  const { analysisId, comparison } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [set, setSet] = useState<ComparedSet>('fixed');
  const counts = { fixed: comparison.fixed, broken: comparison.broken, 'both-wrong': comparison.bothWrong };
  const query = useInfiniteQuery(
    trpc.comparisons.documents.infiniteQueryOptions(
      { projectId, analysisId, set, cursor: 0, count: pageSize },
      {
        initialCursor: 0,
        getNextPageParam: (last, pages) => {
          const seen = pages.reduce((sum, page) => sum + page.rows.length, 0);
          return seen < last.total ? seen : undefined;
        },
        retry: false,
      },
    ),
  );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Panel className={classes.panel} label={words.documentsTitle}>
      <div className={classes.head}>
        <h3>{words.documentsTitle}</h3>
        <SegmentedControl
          size="xs"
          aria-label={words.documentsTitle}
          value={set}
          data={comparedSets.map((value) => ({
            value,
            label:
              value === 'changed'
                ? words.sets[value]
                : `${words.sets[value]} · ${formatCount(counts[value])}`,
          }))}
          onChange={(value) => setSet(value as ComparedSet)}
        />
        <span className={classes.hint}>{words.bothRight(formatCount(comparison.bothRight))}</span>
      </div>
      {query.error !== null ? (
        <p className={classes.hint}>{messageOf(query.error)}</p>
      ) : rows.length === 0 ? (
        <p className={classes.hint}>{query.isPending ? words.loading : words.none}</p>
      ) : (
        <table className={classes.documents}>
          <thead>
            <tr>
              <th scope="col">{words.document}</th>
              <th scope="col">{words.labelled}</th>
              <th scope="col">A · {comparison.a.name}</th>
              <th scope="col">B · {comparison.b.name}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <DocumentRow key={row.documentId} row={row} comparison={comparison} />
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage ? (
        <Button
          size="compact-sm"
          variant="subtle"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {words.more}
        </Button>
      ) : null}
    </Panel>
  );
}
