import { Button } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { text } from '../../i18n/index.ts';
import { formatCount, formatScore, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { type ClassRow, sortedRows } from './class-rows.ts';
import { type Confusion, mostConfused } from './confusion.ts';
import type { Evaluation } from './evaluate-screen.tsx';
import { GuidanceList } from './guidance-list.tsx';
import classes from './matrix-aside.module.css';
import type { EvaluatePlace } from './use-evaluate-place.ts';

const words = text.evaluate.aside;
const shown = 5;

function MostConfused(props: {
  confusion: Confusion;
  names: readonly string[];
  place: EvaluatePlace;
}): ReactNode {
  const go = useGo();
  const pairs = useMemo(() => mostConfused(props.confusion, shown), [props.confusion]);
  return (
    <Panel className={classes.asidePanel} label={words.confused}>
      <h2>{words.confused}</h2>
      {pairs.length === 0 ? <p className={classes.small}>{words.none}</p> : null}
      {pairs.map(({ actual, predicted, count, share }) => (
        <button
          key={`${actual}:${predicted}`}
          type="button"
          className={classes.pair}
          onClick={() => props.place.review({ actual, predicted, incorrect: true })}
        >
          <span className={classes.pairNames}>
            <b>{props.names[actual]}</b>
            <span className={classes.small}>
              {words.takenFor} {props.names[predicted]}
            </span>
          </span>
          <span className={classes.pairCount}>
            {formatCount(count)}
            <span className={classes.small}>{words.ofActual(formatShare(share, 0))}</span>
          </span>
        </button>
      ))}
      {pairs.length === 0 ? null : (
        <Button size="compact-xs" variant="subtle" onClick={() => go('classes')}>
          {words.sharpen}
        </Button>
      )}
    </Panel>
  );
}

function Weakest(props: { rows: readonly ClassRow[]; place: EvaluatePlace }): ReactNode {
  const judged = props.rows.filter((row) => row.f1 !== null);
  const weakest = sortedRows(judged, { by: 'f1', descending: false }).slice(0, shown);
  const { table } = text.evaluate;
  return (
    <Panel className={classes.asidePanel} label={words.weakest}>
      <h2>{words.weakest}</h2>
      <table className={classes.weakest}>
        <thead>
          <tr>
            <th>{table.name}</th>
            <th title={table.precision}>P</th>
            <th title={table.recall}>R</th>
            <th>{table.f1}</th>
            <th title={table.supportHint}>{table.support}</th>
          </tr>
        </thead>
        <tbody>
          {weakest.map((row) => (
            <tr key={row.index}>
              <th scope="row" title={row.name}>
                {row.name}
              </th>
              <td>{formatScore(row.precision)}</td>
              <td>{formatScore(row.recall)}</td>
              <td>{formatScore(row.f1)}</td>
              <td>{formatCount(row.support)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="compact-xs" variant="subtle" onClick={() => props.place.change({ tab: 'classes' })}>
        {words.allClasses}
      </Button>
    </Panel>
  );
}

/** What stands out, each with the way to its documents or to a remedy. */
export function MatrixAside(props: {
  confusion: Confusion;
  names: readonly string[];
  rows: readonly ClassRow[];
  evaluation: Evaluation;
  place: EvaluatePlace;
}): ReactNode {
  return (
    <aside className={classes.aside}>
      <GuidanceList evaluation={props.evaluation} place={props.place} />
      <MostConfused confusion={props.confusion} names={props.names} place={props.place} />
      <Weakest rows={props.rows} place={props.place} />
    </aside>
  );
}
