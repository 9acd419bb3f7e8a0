import type { ReactNode } from 'react';
import type { DatasetCounts } from '../../../src-main/domain/class.ts';
import type { EqualityNote, EqualityReport } from '../../../src-main/domain/exchange/equality.ts';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../format.ts';
import { Panel } from '../panel.tsx';
import tables from '../table.module.css';
import { Tag } from '../tag.tsx';
import classes from './equality-panel.module.css';

const words = text.exchange.equality;
const shownClasses = 50;

interface Row {
  readonly name: string;
  readonly source: number | null;
  readonly target: number | null;
}

function datasetRows(source: DatasetCounts, target: DatasetCounts): readonly Row[] {
  return [...datasets, 'none' as const]
    .map((key) => ({
      name: key === 'none' ? words.withoutPlace : words.inDataset(datasetNames[key]),
      source: source[key],
      target: target[key],
    }))
    .filter((row) => row.source > 0 || row.target > 0);
}

function totals({ source, target }: EqualityReport): readonly Row[] {
  const row = (name: string, of: (side: EqualityReport['source']) => number): Row => ({
    name,
    source: of(source),
    target: of(target),
  });
  return [
    row(words.documents, (side) => side.documents),
    row(words.labelled, (side) => side.labelled),
    row(words.labels, (side) => side.labels),
    row(words.classes, (side) => side.classes.length),
    ...datasetRows(source.datasets, target.datasets),
  ];
}

/** "✓", "2 missing" or "2 more". */
function Verdict(props: Pick<Row, 'source' | 'target'>): ReactNode {
  const { source, target } = props;
  if (source === target) {
    return (
      <span className={classes.same} role="img" aria-label={words.same}>
        ✓
      </span>
    );
  }
  if (target === null) return <Tag tone="warn">{words.notThere}</Tag>;
  const more = target - (source ?? 0);
  return (
    <Tag tone="warn">{more > 0 ? words.more(formatCount(more)) : words.missing(formatCount(-more))}</Tag>
  );
}

function Figures(props: {
  title: string;
  sides: { readonly source: string; readonly target: string };
  rows: readonly Row[];
}): ReactNode {
  return (
    <table className={`${tables.table} ${classes.figures}`}>
      <thead>
        <tr>
          <th scope="col">{props.title}</th>
          <th scope="col" className={tables.number}>
            {props.sides.source}
          </th>
          <th scope="col" className={tables.number}>
            {props.sides.target}
          </th>
          <th scope="col">
            <span className="w-visually-hidden">{words.compared}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td className={tables.number}>{row.source === null ? '–' : formatCount(row.source)}</td>
            <td className={tables.number}>{row.target === null ? '–' : formatCount(row.target)}</td>
            <td className={classes.verdict}>
              <Verdict source={row.source} target={row.target} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Those that differ, else all of them, as far as there is room. */
function classRows(report: EqualityReport): { readonly title: string; readonly rows: readonly Row[] } {
  const differing = report.differences.filter(({ subject }) => subject === 'class');
  const all =
    differing.length > 0
      ? differing.map(({ name, source, target }) => ({ name: name ?? '', source, target }))
      : report.source.classes.map(({ name, documents }) => ({ name, source: documents, target: documents }));
  const rows = all.slice(0, shownClasses);
  const what = differing.length > 0 ? words.differingClasses : words.documentsByClass;
  const left = all.length - rows.length;
  return { title: left === 0 ? what : `${what} ${words.shown(rows.length, formatCount(all.length))}`, rows };
}

function Note(props: { note: EqualityNote }): ReactNode {
  const { kind, reason, count, examples } = props.note;
  const left = count - examples.length;
  return (
    <li data-harmless={kind === 'extra' || undefined}>
      <b>{words.notes[kind](formatCount(count))}</b> {reason}
      {examples.length === 0 ? null : (
        <span className={classes.examples}>
          {examples.join(', ')}
          {left > 0 ? words.andMore(formatCount(left)) : ''}
        </span>
      )}
    </li>
  );
}

/** Whether an exchange brought over everything, figure by figure, and what is missing and why. */
export function EqualityPanel(props: { report: EqualityReport; direction: 'import' | 'export' }): ReactNode {
  const { report } = props;
  const side = words[props.direction];
  const byClass = classRows(report);
  return (
    <Panel className={classes.panel} label={words.title}>
      <h2>
        <Tag tone={report.equal ? 'good' : 'warn'}>{report.equal ? words.equal : words.unequal}</Tag>{' '}
        {report.equal ? side.equal : side.different}
      </h2>
      {report.notes.length === 0 ? null : (
        <ul className={classes.notes} aria-label={words.notesTitle}>
          {report.notes.map((note) => (
            <Note key={note.reason} note={note} />
          ))}
        </ul>
      )}
      <div className={classes.columns}>
        <Figures title={words.inAll} sides={side} rows={totals(report)} />
        {byClass.rows.length === 0 ? null : (
          <Figures title={byClass.title} sides={side} rows={byClass.rows} />
        )}
      </div>
    </Panel>
  );
}
