import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { HighlightLegend } from '../../ui/highlight/highlight-legend.tsx';
import { HighlightedText } from '../../ui/highlight/highlighted-text.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { Panel } from '../../ui/panel.tsx';
import { LoadingState } from '../../ui/states/states.tsx';
import { Tag } from '../../ui/tag.tsx';
import { ExplainChoice } from './explain-choice.tsx';
import classes from './review.module.css';
import { ClassTags, namesOf } from './review-list.tsx';
import type { Evaluation, Row } from './review-work.tsx';
import { useExplanation } from './use-explanation.ts';
import { useReviewActs } from './use-review-acts.ts';
import type { ReviewPlace } from './use-review-place.ts';

const words = text.review;

interface Props {
  readonly evaluation: Evaluation;
  readonly row: Row;
  readonly index: number;
  readonly total: number;
  readonly place: ReviewPlace;
  readonly onGo: (index: number) => void;
}

function Scores(props: { evaluation: Evaluation; row: Row; scores: readonly number[] }): ReactNode {
  const { evaluation, row, scores } = props;
  const score = (indexes: readonly number[]): string =>
    indexes.length === 0 ? '–' : indexes.map((index) => (scores[index] ?? 0).toFixed(2)).join(', ');
  const shown = new Set([...row.actual, ...row.predicted]);
  const others = scores
    .map((value, index) => ({ value, index }))
    .filter(({ index, value }) => !shown.has(index) && value >= 0.05)
    .sort((first, second) => second.value - first.value)
    .slice(0, 4);
  return (
    <table className={classes.scores}>
      <tbody>
        <tr>
          <th scope="row">{words.labelled}</th>
          <td>
            <ClassTags evaluation={evaluation} indexes={row.actual} />
          </td>
          <td className={classes.number}>{score(row.actual)}</td>
        </tr>
        <tr>
          <th scope="row">{words.predicted}</th>
          <td>
            <ClassTags evaluation={evaluation} indexes={row.predicted} against={row.actual} />
          </td>
          <td className={classes.number}>{score(row.predicted)}</td>
        </tr>
        {others.map(({ index, value }, place) => (
          <tr key={index} className={classes.dim}>
            <th scope="row">{place === 0 ? words.otherScores : ''}</th>
            <td>{evaluation.classes[index]?.name}</td>
            <td className={classes.number}>{value.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** One document with what was labelled and what was predicted, why, and the three answers. */
export function ReviewItem(props: Props): ReactNode {
  const { evaluation, row } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const acts = useReviewActs(props);
  const [explained, setExplained] = useState<number | null>(null);
  const explanation = useExplanation(evaluation, row, explained);
  const { data } = useQuery(
    trpc.evaluations.reviewItem.queryOptions({
      projectId,
      evaluationId: evaluation.id,
      documentId: row.documentId,
    }),
  );
  const taken = namesOf(evaluation, row.predicted).join(', ');
  return (
    <Panel className={classes.item} label={words.document}>
      <div className={classes.itemHead}>
        <span>
          {words.document} {data?.document.externalId ?? formatCount(row.documentId)}
        </span>
        {row.correct ? <Tag tone="good">{words.correct}</Tag> : <Tag tone="bad">{words.incorrect}</Tag>}
        <span className={classes.space} />
        <span>{words.place(formatCount(props.index + 1), formatCount(props.total))}</span>
      </div>
      <div
        className={classes.text}
        dir="auto"
        data-testid="review-text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text must scroll by keyboard.
        tabIndex={0}
      >
        {data === undefined ? (
          <LoadingState label={words.loading} />
        ) : (
          <HighlightedText content={data.document.text} highlights={explanation.highlights} />
        )}
      </div>
      <div className={classes.explanation} aria-busy={explanation.pending}>
        <HighlightLegend positive={explanation.positive} negative={explanation.negative} />
        <span className={classes.space} />
        {data === undefined ? null : (
          <ExplainChoice
            evaluation={evaluation}
            scores={data.scores}
            value={explained}
            onChange={setExplained}
          />
        )}
      </div>
      {data === undefined ? null : <Scores evaluation={evaluation} row={row} scores={data.scores} />}
      <div className={classes.answers}>
        <Button size="xs" disabled={!acts.canTake} onClick={acts.take} rightSection={<Keys chord="a" />}>
          {taken === '' ? words.takeNone : words.take(taken)}
        </Button>
        <Button size="xs" variant="default" onClick={acts.keep} rightSection={<Keys chord="k" />}>
          {words.keep}
        </Button>
        <Button size="xs" variant="default" onClick={acts.unsure} rightSection={<Keys chord="u" />}>
          {words.unsure}
        </Button>
      </div>
    </Panel>
  );
}
