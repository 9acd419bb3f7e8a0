import type { ICellRendererParams } from 'ag-grid-community';
import type { ReactNode } from 'react';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { datasetNames } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { formatShortDateTime } from '../../ui/format.ts';
import { ClassTag, Tag } from '../../ui/tag.tsx';
import classes from './documents.module.css';
import type { Row } from './row.ts';

type Cell = ICellRendererParams<Row, unknown, readonly ProjectClass[]>;

export function IdCell({ data }: Cell): ReactNode {
  return <span className={classes.dim}>{data?.externalId ?? ''}</span>;
}

export function TextCell({ data }: Cell): ReactNode {
  return (
    <span className={classes.ellipsis} title={data?.snippet}>
      {data?.snippet ?? '…'}
    </span>
  );
}

function Marks(props: { row: Row }): ReactNode {
  const { unsure, excluded, verified } = props.row;
  return (
    <>
      {unsure ? <Tag tone="warn">{text.documents.unsure}</Tag> : null}
      {excluded ? <Tag>{text.documents.excluded}</Tag> : null}
      {verified ? <Tag tone="good">{text.documents.verified}</Tag> : null}
    </>
  );
}

export function LabelsCell({ data, context }: Cell): ReactNode {
  if (data === undefined) return null;
  const marks = <Marks row={data} />;
  if (data.labels === null) return <span className={classes.tags}>{marks}</span>;
  if (data.labels.length === 0) {
    return (
      <span className={classes.tags}>
        <span className={classes.dim}>{text.documents.judgedNone}</span>
        {marks}
      </span>
    );
  }
  return (
    <span className={classes.tags}>
      {data.labels.map((id) => {
        const found = context.find((each) => each.id === id);
        return found === undefined ? null : <ClassTag key={id} name={found.name} color={found.color} />;
      })}
      {marks}
    </span>
  );
}

export function DatasetCell({ data }: Cell): ReactNode {
  return data?.dataset == null ? null : datasetNames[data.dataset];
}

export function LabelledAtCell({ data }: Cell): ReactNode {
  return data?.labelledAt == null ? null : (
    <span className={classes.dim}>{formatShortDateTime(data.labelledAt)}</span>
  );
}
