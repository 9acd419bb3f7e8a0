import type { ReactNode } from 'react';
import type { EqualityDifference, EqualityReport } from '../../../src-main/domain/exchange/equality.ts';
import { datasetNames } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './import.module.css';

const words = text.importing.equality;
const shownDifferences = 50;

function nameOf({ subject, name }: EqualityDifference): string {
  if (subject === 'class') return words.classNamed(name ?? '');
  if (subject !== 'dataset') return words.subjects[subject];
  return name === 'none' ? words.withoutPlace : datasetNames[name as keyof typeof datasetNames];
}

function shown(count: number | null): string {
  return count === null ? '–' : formatCount(count);
}

function Differences(props: { report: EqualityReport }): ReactNode {
  return (
    <table className={classes.figures}>
      <thead>
        <tr>
          <th />
          <th className={classes.number}>{words.source}</th>
          <th className={classes.number}>{words.here}</th>
        </tr>
      </thead>
      <tbody>
        {props.report.differences.slice(0, shownDifferences).map((each) => (
          <tr key={`${each.subject}:${each.name ?? ''}`}>
            <th scope="row">{nameOf(each)}</th>
            <td className={classes.number}>{shown(each.source)}</td>
            <td className={classes.number}>{shown(each.target)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Whether everything that the file said it holds has arrived, and what has not. */
export function EqualityPanel(props: { report: EqualityReport }): ReactNode {
  const { source, equal, differences, notes } = props.report;
  const counts = words.counts(
    formatCount(source.documents),
    formatCount(source.classes.length),
    formatCount(source.labels),
  );
  return (
    <Panel className={classes.panel} label={words.title}>
      <h2>{equal ? words.equal : words.different}</h2>
      <p className={classes.dim}>{counts}</p>
      {differences.length === 0 ? null : <Differences report={props.report} />}
      {notes.map((note) => (
        <div key={note.reason} className={note.kind === 'extra' ? classes.dim : classes.warning}>
          <b>{words.notes[note.kind](formatCount(note.count))}</b> {note.reason}{' '}
          <span className={classes.dim}>{note.examples.join(', ')}</span>
        </div>
      ))}
    </Panel>
  );
}
