import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ImportReport } from '../../../src-main/domain/import.ts';
import { text } from '../../i18n/index.ts';
import { EqualityPanel } from '../../ui/exchange/equality-panel.tsx';
import { formatCount, formatSeconds } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './import.module.css';

const words = text.importing;

function Figures(props: { report: ImportReport }): ReactNode {
  const { report } = props;
  const rows = [
    { name: words.rows.duplicates, count: report.duplicates },
    { name: words.rows.skipped, count: report.skipped },
    { name: words.rows.conflicts, count: report.conflicts, hint: words.rowHints.conflicts },
    { name: words.rows.leaks, count: report.leaks, hint: words.rowHints.leaks },
    { name: words.rows.empty, count: report.empty, hint: words.rowHints.empty },
    { name: words.rows.rejected, count: report.rejectedCount },
  ].filter(({ count }) => count > 0);
  if (rows.length === 0) return null;
  return (
    <table className={classes.figures}>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td className={classes.number}>{formatCount(row.count)}</td>
            <td className={classes.dim}>{row.hint}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rejected(props: { report: ImportReport }): ReactNode {
  const { rejected, rejectedCount } = props.report;
  return (
    <Panel className={classes.panel} label={words.rows.rejected}>
      <h2>{words.rejectedTitle(formatCount(rejected.length), formatCount(rejectedCount))}</h2>
      <div className={classes.scroll}>
        <table className={classes.figures}>
          <thead>
            <tr>
              <th>{words.where}</th>
              <th>{words.reason}</th>
            </tr>
          </thead>
          <tbody>
            {rejected.map((row) => (
              <tr key={`${row.source}:${row.line}:${row.reason}`}>
                <td className={classes.dim}>{row.line === 0 ? row.source : `${row.source}:${row.line}`}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

/** What the import did, and where to go from here. */
export function ImportReportView(props: {
  report: ImportReport;
  actions: ReactNode;
  hint?: string;
}): ReactNode {
  const { report } = props;
  return (
    <div className={classes.setup}>
      <Panel className={classes.panel} label={words.report}>
        <Group justify="space-between" mb="sm">
          <h2>
            {words.imported(formatCount(report.imported))}{' '}
            <span className={classes.dim}>{words.took(formatSeconds(report.seconds))}</span>
          </h2>
          <Group>{props.actions}</Group>
        </Group>
        <Figures report={report} />
        {report.newClasses.length === 0 ? null : (
          <p className={classes.tags}>
            {words.newClasses}:
            {report.newClasses.map((name) => (
              <Tag key={name}>{name}</Tag>
            ))}
          </p>
        )}
        {report.warnings.map((warning) => (
          <div key={warning} className={classes.warning}>
            {warning}
          </div>
        ))}
        {props.hint === undefined ? null : <p className={classes.dim}>{props.hint}</p>}
      </Panel>
      {report.equality ? <EqualityPanel report={report.equality} direction="import" /> : null}
      {report.rejected.length === 0 ? null : <Rejected report={report} />}
    </div>
  );
}
