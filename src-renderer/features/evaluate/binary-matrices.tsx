import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { text } from '../../i18n/index.ts';
import { formatCount, formatScore } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states/states.tsx';
import { type ClassRow, sortedRows } from './class-rows.ts';
import { createConfusion, type MatrixUnit, shareAt } from './confusion.ts';
import type { Evaluation } from './evaluate-screen.tsx';
import { GuidanceList } from './guidance-list.tsx';
import { LabelPairTables } from './label-pairs.tsx';
import classes from './matrix.module.css';
import { formatCell } from './matrix-cell.tsx';
import { HiddenSwitch, UnitChoice } from './matrix-tab.tsx';
import type { EvaluatePlace, EvaluateReview } from './use-evaluate-place.ts';

const words = text.evaluate.binary;
const matrixWords = text.evaluate.matrix;
const shownAtFirst = 60;

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly title: string;
  readonly filter: EvaluateReview | null;
}

function cellsOf(item: ClassRow): readonly Cell[] {
  const { name, index } = item;
  return [
    {
      row: 0,
      column: 0,
      title: words.tp(name, formatCount(item.tp)),
      filter: { actual: index, predicted: index, incorrect: false },
    },
    {
      row: 0,
      column: 1,
      title: words.fn(name, formatCount(item.fn)),
      filter: { actual: index, predicted: { without: index }, incorrect: true },
    },
    {
      row: 1,
      column: 0,
      title: words.fp(name, formatCount(item.fp)),
      filter: { actual: { without: index }, predicted: index, incorrect: true },
    },
    { row: 1, column: 1, title: words.tn(name, formatCount(item.tn)), filter: null },
  ];
}

/** By the labelled documents, false positives by the predicted ones; the many that are neither stay pale. */
function binaryTint({ tp, fp, fn }: ClassRow, row: number, column: number): number {
  if (row === 1) return column === 1 ? 0.12 : Math.min(1, (1.5 * fp) / Math.max(1, tp + fp));
  const whole = Math.max(1, tp + fn);
  return column === 0 ? tp / whole : Math.min(1, (1.5 * fn) / whole);
}

function BinaryMatrix(props: { item: ClassRow; unit: MatrixUnit; place: EvaluatePlace }): ReactNode {
  const { item, unit, place } = props;
  const confusion = createConfusion([
    [item.tp, item.fn],
    [item.fp, item.tn],
  ]);
  const cells = cellsOf(item);
  const cell = ({ row, column, title, filter }: Cell): ReactNode => {
    const count = confusion.counts[row]?.[column] ?? 0;
    const share = unit === 'counts' ? null : shareAt(confusion, row, column, unit);
    const tone = row === column ? 'var(--w-good)' : 'var(--w-bad)';
    const strength = binaryTint(item, row, column);
    const background = `color-mix(in srgb, ${tone} ${count === 0 ? 0 : Math.round(strength * 45)}%, var(--w-panel))`;
    return (
      <td key={column}>
        {filter === null || count === 0 ? (
          <span className={classes.binaryCell} title={title} style={{ background }}>
            {formatCell(count, share, unit)}
          </span>
        ) : (
          <button
            type="button"
            className={classes.binaryCell}
            title={title}
            aria-label={title}
            style={{ background }}
            onClick={() => place.review(filter)}
          >
            {formatCell(count, share, unit)}
          </button>
        )}
      </td>
    );
  };
  return (
    <div className={classes.binary}>
      <div className={classes.binaryHead}>
        <b title={item.name}>{item.name}</b>
        <span className={classes.small}>
          F1 {formatScore(item.f1)} · {words.support(formatCount(item.support))}
        </span>
      </div>
      <table className={classes.binaryTable}>
        <thead>
          <tr>
            <td />
            <th scope="col">
              {matrixWords.columns}: {words.predictedYes}
            </th>
            <th scope="col">
              {matrixWords.columns}: {words.predictedNo}
            </th>
          </tr>
        </thead>
        <tbody>
          {[words.predictedYes, words.predictedNo].map((answer, row) => (
            <tr key={answer}>
              <th scope="row">
                {matrixWords.rows}: {answer}
              </th>
              {cells.filter((each) => each.row === row).map(cell)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Multi-label: a 2 x 2 matrix for each class, the weakest first. */
export function BinaryMatrices(props: {
  rows: readonly ClassRow[];
  evaluation: Evaluation;
  place: EvaluatePlace;
}): ReactNode {
  const [unit, setUnit] = useState<MatrixUnit>('counts');
  const [unused, setUnused] = useState(false);
  const [all, setAll] = useState(false);
  const used = props.rows.filter((row) => row.support > 0 || row.predictedCount > 0);
  const sorted = sortedRows(unused ? props.rows : used, { by: 'f1', descending: false });
  const shown = all ? sorted : sorted.slice(0, shownAtFirst);
  return (
    <div className={classes.stack}>
      <GuidanceList evaluation={props.evaluation} place={props.place} />
      <Panel className={classes.panel} label={text.evaluate.tabs.matrix}>
        <div className={classes.tools}>
          <UnitChoice unit={unit} onChange={setUnit} />
          <HiddenSwitch hidden={props.rows.length - used.length} on={unused} onChange={setUnused} />
          <span className={classes.axes}>
            {matrixWords.axes} · {words.order}
          </span>
        </div>
        {sorted.length === 0 ? <EmptyState title={matrixWords.nothing} /> : null}
        <div className={classes.binaries}>
          {shown.map((item) => (
            <BinaryMatrix key={item.index} item={item} unit={unit} place={props.place} />
          ))}
        </div>
        {sorted.length > shown.length ? (
          <Button variant="default" size="compact-sm" onClick={() => setAll(true)}>
            {words.more(formatCount(sorted.length - shown.length))}
          </Button>
        ) : null}
      </Panel>
      {props.evaluation.analysis?.pairs == null ? null : (
        <LabelPairTables pairs={props.evaluation.analysis.pairs} names={props.rows.map((row) => row.name)} />
      )}
    </div>
  );
}
