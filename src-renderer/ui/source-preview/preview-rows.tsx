import type { ReactNode } from 'react';
import { datasetNames } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { Tag } from '../tag.tsx';
import classes from './source-preview.module.css';
import type { Inspection } from './use-inspection.ts';

const words = text.files;

function Labels(props: { labels: readonly string[] | null }): ReactNode {
  if (props.labels === null) return <span className={classes.dim}>{words.unlabelled}</span>;
  if (props.labels.length === 0) return <span className={classes.dim}>{words.judgedNone}</span>;
  return props.labels.map((label) => <Tag key={label}>{label}</Tag>);
}

/** The first rows as documents, and those that would be refused with the reason. */
export function PreviewRows(props: { inspection: Inspection; withLabels: boolean }): ReactNode {
  const { records, rejected } = props.inspection;
  const withDataset = records.some((record) => record.dataset !== null);
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th className={classes.number}>{words.line}</th>
          {props.withLabels ? <th>{words.labels}</th> : null}
          {withDataset ? <th>{words.dataset}</th> : null}
          <th>{words.text}</th>
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={`${record.source}:${record.line}`}>
            <td className={classes.number}>{record.line}</td>
            {props.withLabels ? (
              <td className={classes.labels}>
                <Labels labels={record.labels} />
              </td>
            ) : null}
            {withDataset ? <td>{record.dataset === null ? '' : datasetNames[record.dataset]}</td> : null}
            <td className={classes.text}>{record.text.slice(0, 200)}</td>
          </tr>
        ))}
        {rejected.map((row) => (
          <tr key={`rejected:${row.source}:${row.line}`}>
            <td className={classes.number}>{row.line === 0 ? '' : row.line}</td>
            <td colSpan={3}>
              <Tag tone="bad">{words.rejected}</Tag>{' '}
              {row.line === 0 ? <span className={classes.dim}>{row.source}: </span> : null}
              {row.reason}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
