import { Button, Select, Switch } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import {
  type ClassCondition,
  conditionFrom,
  conditionText,
} from '../../../src-main/domain/class-condition.ts';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Screen } from '../../ui/panel.tsx';
import { choicesListed } from '../../ui/portions.tsx';
import { EmptyState, LoadingState } from '../../ui/states/states.tsx';
import classes from './review.module.css';
import { ReviewItem } from './review-item.tsx';
import { ReviewList } from './review-list.tsx';
import { SetChoice } from './set-choice.tsx';
import type { ReviewPlace } from './use-review-place.ts';

const words = text.review;
const pageSize = 100;

export type Evaluation = NonNullable<Outputs['evaluations']['get']>;
export type Row = Outputs['evaluations']['review']['rows'][number];

function ClassFilter(props: {
  label: string;
  any: string;
  evaluation: Evaluation;
  value: ClassCondition | null;
  onChange: (value: ClassCondition | null) => void;
}): ReactNode {
  const multi = props.evaluation.metrics.kind === 'multi';
  const without = (multi ? props.evaluation.classes : []).map(({ name }, index) => ({
    value: conditionText({ without: index }),
    label: words.without(name),
  }));
  return (
    <Select
      size="xs"
      w={170}
      searchable
      limit={choicesListed}
      clearable
      aria-label={props.label}
      placeholder={props.any}
      value={props.value === null ? null : conditionText(props.value)}
      data={[
        ...props.evaluation.classes.map(({ name }, index) => ({ value: String(index), label: name })),
        ...(multi ? [{ value: '-1', label: words.noClass }, ...without] : []),
      ]}
      onChange={(value) => props.onChange(conditionFrom(value))}
    />
  );
}

function Filters(props: { evaluation: Evaluation; place: ReviewPlace }): ReactNode {
  const { evaluation, place } = props;
  return (
    <>
      <Switch
        label={words.incorrectOnly}
        checked={place.incorrectOnly}
        onChange={(event) => place.change({ incorrectOnly: event.currentTarget.checked })}
      />
      <ClassFilter
        label={words.labelledFilter}
        any={words.anyLabelled}
        evaluation={evaluation}
        value={place.actual}
        onChange={(actual) => place.change({ actual })}
      />
      <ClassFilter
        label={words.predictedFilter}
        any={words.anyPredicted}
        evaluation={evaluation}
        value={place.predicted}
        onChange={(predicted) => place.change({ predicted })}
      />
      <SetChoice modelId={evaluation.modelId} place={place} />
    </>
  );
}

function useReviewRows(evaluationId: number, place: ReviewPlace) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const filter = {
    incorrectOnly: place.incorrectOnly,
    ...(place.actual === null ? {} : { actual: place.actual }),
    ...(place.predicted === null ? {} : { predicted: place.predicted }),
  };
  return useInfiniteQuery(
    trpc.evaluations.review.infiniteQueryOptions(
      { projectId, evaluationId, filter, cursor: 0, count: pageSize },
      {
        initialCursor: 0,
        getNextPageParam: (last, pages) => {
          const loaded = pages.reduce((sum, page) => sum + page.rows.length, 0);
          return loaded < last.total ? loaded : undefined;
        },
        placeholderData: keepPreviousData,
      },
    ),
  );
}

/** The list on the left, mistakes first and the most confident of them first; the document on the right. */
export function ReviewWork(props: {
  evaluation: Evaluation;
  modelName: string;
  place: ReviewPlace;
}): ReactNode {
  const { evaluation, place } = props;
  const { documents, accuracy } = evaluation.metrics;
  const [index, setIndex] = useState(0);
  const query = useReviewRows(evaluation.id, place);
  const rows: readonly Row[] = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = query.data?.pages[0]?.total ?? 0;
  const at = Math.min(index, Math.max(0, rows.length - 1));
  const row = rows[at];
  const go = (to: number): void => {
    setIndex(Math.max(0, Math.min(to, rows.length - 1)));
    if (to >= rows.length - 10 && query.hasNextPage) void query.fetchNextPage();
  };
  const incorrect = Math.round(documents * (1 - accuracy));
  return (
    <Screen
      title={words.title[evaluation.dataset]}
      subtitle={words.subtitle(props.modelName, formatCount(documents), formatCount(incorrect))}
      fill
      actions={<Filters evaluation={evaluation} place={place} />}
    >
      {query.isPending ? (
        <LoadingState label={words.loading} />
      ) : row === undefined ? (
        <EmptyState
          title={words.nothing}
          actions={
            <Button onClick={() => place.change({ incorrectOnly: false, actual: null, predicted: null })}>
              {words.showAll}
            </Button>
          }
        >
          {place.actual === null && place.predicted === null ? words.nothingWrong : ''}
        </EmptyState>
      ) : (
        <div className={classes.columns}>
          <ReviewList
            rows={rows}
            evaluation={evaluation}
            current={at}
            more={query.hasNextPage}
            onMore={() => void query.fetchNextPage()}
            onPick={go}
          />
          <ReviewItem
            key={row.documentId}
            evaluation={evaluation}
            row={row}
            index={at}
            total={total}
            place={place}
            onGo={go}
          />
        </div>
      )}
    </Screen>
  );
}
