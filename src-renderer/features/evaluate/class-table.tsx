import { type ReactNode, useState } from 'react';
import type { EvaluationMetrics } from '../../../src-main/domain/metrics/types.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatScore } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { type ClassColumn, type ClassRow, type ClassSort, nextSort, sortedRows } from './class-rows.ts';
import classes from './evaluate.module.css';
import type { EvaluatePlace } from './use-evaluate-place.ts';

const words = text.evaluate.table;

interface Column {
  readonly by: ClassColumn;
  readonly name: string;
  readonly hint?: string;
}

const columns: readonly Column[] = [
  { by: 'name', name: words.name },
  { by: 'precision', name: words.precision },
  { by: 'recall', name: words.recall },
  { by: 'f1', name: words.f1 },
  { by: 'support', name: words.support, hint: words.supportHint },
  { by: 'predictedCount', name: words.predicted },
  { by: 'tp', name: words.tp, hint: words.tpHint },
  { by: 'fp', name: words.fp, hint: words.fpHint },
  { by: 'fn', name: words.fn, hint: words.fnHint },
  { by: 'tn', name: words.tn, hint: words.tnHint },
  { by: 'training', name: words.training, hint: words.trainingHint },
];

function Head(props: { column: Column; sort: ClassSort; onSort: (by: ClassColumn) => void }): ReactNode {
  const { column, sort } = props;
  const sorted = sort.by === column.by;
  return (
    <th
      scope="col"
      title={column.hint}
      className={column.by === 'name' ? undefined : classes.number}
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={classes.sort} onClick={() => props.onSort(column.by)}>
        {column.name}
        <span aria-hidden="true">{sorted ? (sort.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

function Row(props: { row: ClassRow; place: EvaluatePlace }): ReactNode {
  const { row, place } = props;
  const counts = [row.support, row.predictedCount, row.tp, row.fp, row.fn, row.tn];
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={classes.className}
          title={words.open(row.name)}
          onClick={() => place.review({ actual: row.index, incorrect: false })}
        >
          {row.name}
        </button>
      </th>
      <td className={classes.number}>{formatScore(row.precision)}</td>
      <td className={classes.number}>{formatScore(row.recall)}</td>
      <td className={classes.number}>
        <b>{formatScore(row.f1)}</b>
      </td>
      {counts.map((count, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
        <td key={index} className={classes.number} data-zero={count === 0 || undefined}>
          {formatCount(count)}
        </td>
      ))}
      <td className={classes.number}>{row.training === null ? '–' : formatCount(row.training)}</td>
    </tr>
  );
}

function Averages(props: { metrics: EvaluationMetrics }): ReactNode {
  const { metrics } = props;
  const averages = [
    [words.micro, metrics.microPrecision, metrics.microRecall, metrics.microF1],
    [words.macro, metrics.macroPrecision, metrics.macroRecall, metrics.macroF1],
    [words.weighted, metrics.weightedPrecision, metrics.weightedRecall, metrics.weightedF1],
  ] as const;
  return (
    <tfoot>
      {averages.map(([name, ...figures]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {figures.map((figure, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
            <td key={index} className={classes.number}>
              {formatScore(figure)}
            </td>
          ))}
          <td colSpan={7} />
        </tr>
      ))}
    </tfoot>
  );
}

/** All figures of all classes, the weakest first until another order is asked for. */
export function ClassTable(props: {
  rows: readonly ClassRow[];
  metrics: EvaluationMetrics;
  place: EvaluatePlace;
}): ReactNode {
  const [sort, setSort] = useState<ClassSort>({ by: 'f1', descending: false });
  return (
    <Panel className={classes.tablePanel} label={text.evaluate.tabs.classes}>
      <section
        className={classes.tableScroll}
        aria-label={text.evaluate.aside.allClasses}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table must scroll by keyboard.
        tabIndex={0}
      >
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head
                  key={column.by}
                  column={column}
                  sort={sort}
                  onSort={(by) => setSort(nextSort(sort, by))}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {sortedRows(props.rows, sort).map((row) => (
              <Row key={row.index} row={row} place={props.place} />
            ))}
          </tbody>
          <Averages metrics={props.metrics} />
        </table>
      </section>
      <p className={classes.hint}>{words.undefinedHint}</p>
    </Panel>
  );
}
