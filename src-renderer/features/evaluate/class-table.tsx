import { type ReactNode, useState } from 'react';
import { guidanceLimits } from '../../../src-main/domain/guidance.ts';
import type { EvaluationAnalysis, FigureIntervals } from '../../../src-main/domain/metrics/analysis.ts';
import type { EvaluationFigures } from '../../../src-main/domain/metrics/types.ts';
import type { Interval } from '../../../src-main/domain/metrics/wilson.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatScore } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { usePortions } from '../../ui/portions.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import tables from '../../ui/table.module.css';
import { type ClassColumn, type ClassRow, type ClassSort, nextSort, sortedRows } from './class-rows.ts';
import classes from './evaluate.module.css';
import type { EvaluatePlace } from './use-evaluate-place.ts';

const words = text.evaluate.table;
/** A table that fits a page needs no search. */
const searchFrom = 12;

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
      className={column.by === 'name' ? undefined : tables.number}
      aria-sort={sorted ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={classes.sort} onClick={() => props.onSort(column.by)}>
        {column.name}
        <span aria-hidden="true">{sorted ? (sort.descending ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}

type Intervals = FigureIntervals['classes'][number];

function Rate(props: {
  value: number | null;
  interval: Interval | null | undefined;
  strong?: boolean;
}): ReactNode {
  const { value, interval } = props;
  return (
    <td className={tables.number}>
      {props.strong === true ? <b>{formatScore(value)}</b> : formatScore(value)}
      {interval == null ? null : (
        <span className={classes.interval}>
          {words.interval(formatScore(interval.low), formatScore(interval.high))}
        </span>
      )}
    </td>
  );
}

function Row(props: { row: ClassRow; intervals: Intervals | undefined; place: EvaluatePlace }): ReactNode {
  const { row, place, intervals } = props;
  const small = row.support < guidanceLimits.fewTestDocuments;
  const counts = [row.support, row.predictedCount, row.tp, row.fp, row.fn, row.tn];
  return (
    <tr data-small={small || undefined} title={small ? words.small(row.support) : undefined}>
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
      <Rate value={row.precision} interval={intervals?.precision} />
      <Rate value={row.recall} interval={intervals?.recall} />
      <Rate value={row.f1} interval={intervals?.f1} strong />
      {counts.map((count, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
        <td key={index} className={tables.number} data-zero={count === 0 || undefined}>
          {formatCount(count)}
        </td>
      ))}
      <td className={tables.number}>{row.training === null ? '–' : formatCount(row.training)}</td>
    </tr>
  );
}

function Averages(props: { metrics: EvaluationFigures }): ReactNode {
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
            <td key={index} className={tables.number}>
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
  metrics: EvaluationFigures;
  analysis: EvaluationAnalysis | null;
  place: EvaluatePlace;
}): ReactNode {
  const { analysis } = props;
  const [search, setSearch] = useState('');
  const [sort, setSort] = useState<ClassSort>({ by: 'f1', descending: false });
  const wanted = search.trim().toLocaleLowerCase();
  const found = props.rows.filter((row) => row.name.toLocaleLowerCase().includes(wanted));
  const sorted = sortedRows(found, sort);
  const { shown, more } = usePortions(sorted.length);
  return (
    <Panel className={classes.tablePanel} label={text.evaluate.tabs.classes}>
      {props.rows.length > searchFrom ? (
        <SearchField label={words.search} value={search} onChange={setSearch} />
      ) : null}
      <section
        className={classes.tableScroll}
        aria-label={text.evaluate.aside.allClasses}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table must scroll by keyboard.
        tabIndex={0}
      >
        <table className={`${tables.table} ${classes.table}`}>
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
            {sorted.slice(0, shown).map((row) => (
              <Row
                key={row.index}
                row={row}
                intervals={analysis?.intervals.classes[row.index]}
                place={props.place}
              />
            ))}
          </tbody>
          <Averages metrics={props.metrics} />
        </table>
        {more}
      </section>
      <p className={classes.hint}>
        {words.undefinedHint} {analysis === null ? '' : words.intervals}
      </p>
    </Panel>
  );
}
