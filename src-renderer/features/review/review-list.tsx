import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { text } from '../../i18n/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './review.module.css';
import type { Evaluation, Row } from './review-work.tsx';

const words = text.review;

export function namesOf(evaluation: Evaluation, indexes: readonly number[]): readonly string[] {
  return indexes.map((index) => evaluation.classes[index]?.name ?? '?');
}

/** Class names as tags; a predicted one that is not labelled carries the sign for wrong. */
export function ClassTags(props: {
  evaluation: Evaluation;
  indexes: readonly number[];
  /** Labelled classes to judge against; absent for the labelled ones themselves. */
  against?: readonly number[];
}): ReactNode {
  if (props.indexes.length === 0) return <Tag>{words.noClass}</Tag>;
  const names = namesOf(props.evaluation, props.indexes);
  return (
    <span className={classes.tags}>
      {props.indexes.map((index, place) => (
        <Tag
          key={index}
          tone={props.against === undefined ? 'plain' : props.against.includes(index) ? 'good' : 'bad'}
        >
          {names[place]}
        </Tag>
      ))}
    </span>
  );
}

function ListRow(props: {
  row: Row;
  evaluation: Evaluation;
  current: boolean;
  onPick: () => void;
}): ReactNode {
  const { row, evaluation } = props;
  const element = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (props.current) element.current?.scrollIntoView({ block: 'nearest' });
  }, [props.current]);
  return (
    <tr ref={element} aria-selected={props.current} className={classes.row} onClick={props.onPick}>
      <td>
        <button type="button" tabIndex={props.current ? 0 : -1} className={classes.rowButton}>
          {row.snippet}
        </button>
        {row.relabelled ? <span className={classes.relabelled}>{words.relabelled}</span> : null}
      </td>
      <td>
        <ClassTags evaluation={evaluation} indexes={row.actual} />
      </td>
      <td>
        <ClassTags evaluation={evaluation} indexes={row.predicted} against={row.actual} />
      </td>
      <td className={classes.number}>{row.score.toFixed(2)}</td>
    </tr>
  );
}

export function ReviewList(props: {
  rows: readonly Row[];
  evaluation: Evaluation;
  current: number;
  more: boolean;
  onMore: () => void;
  onPick: (index: number) => void;
}): ReactNode {
  return (
    <Panel className={classes.list} label={words.title[props.evaluation.dataset]}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{words.document}</th>
            <th>{words.labelled}</th>
            <th>{words.predicted}</th>
            <th className={classes.number}>{words.score}</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, index) => (
            <ListRow
              key={row.documentId}
              row={row}
              evaluation={props.evaluation}
              current={index === props.current}
              onPick={() => props.onPick(index)}
            />
          ))}
        </tbody>
      </table>
      {props.more ? (
        <Button variant="subtle" fullWidth onClick={props.onMore}>
          …
        </Button>
      ) : null}
    </Panel>
  );
}
