import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { datasetNames } from '../../../src-main/domain/project.ts';
import type { Outputs } from '../../api/client.ts';
import { useClasses } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './health.module.css';

const words = text.health;
const own = words.duplicates;
/** Of a group of a thousand copies the first few tell enough. */
const mostShown = 6;

type Row = Outputs['health']['duplicateGroups']['rows'][number];

function Twin(props: { row: Row; place: number }): ReactNode {
  const go = useGo();
  const list = useClasses();
  const document = props.row.documents[props.place]!;
  const names = document.labels?.map((id) => list.find((each) => each.id === id)?.name ?? '?').join(', ');
  const place = document.dataset === null ? own.noDataset : datasetNames[document.dataset];
  const labelled = names === undefined ? own.unlabelled : names === '' ? words.noClass : names;
  return (
    <div className={classes.twin}>
      <button
        type="button"
        className={classes.snippet}
        title={words.open}
        onClick={() => go('label', { document: document.documentId })}
      >
        {props.row.snippets[props.place]}
      </button>
      <span className={classes.dim}>{document.excluded ? own.excluded : place}</span>
      <span>{document.withheld ? own.withheld : labelled}</span>
      <span className={classes.dim}>
        {props.row.exact ? own.same : own.similar(formatShare(document.similarity, 0))}
      </span>
    </div>
  );
}

/** One group of twins with what is wrong with it and the two remedies. */
export function DuplicateGroup(props: {
  row: Row;
  disabled: boolean;
  onResolve: (remedy: 'drop' | 'together') => void;
}): ReactNode {
  const { row } = props;
  const shown = row.documents.slice(0, mostShown);
  return (
    <Panel className={classes.groupPanel}>
      <div className={classes.groupHead}>
        <b>{own.twins(formatCount(row.size))}</b>
        {row.exact ? <Tag>{own.same}</Tag> : null}
        {row.leak ? <Tag tone="warn">{own.leak}</Tag> : null}
        {row.contradiction ? <Tag tone="warn">{own.contradiction}</Tag> : null}
        {row.resolved ? <Tag tone="good">{own.resolved}</Tag> : null}
        <span className={classes.space} />
        <Button
          size="compact-xs"
          variant="default"
          disabled={props.disabled || row.resolved}
          onClick={() => props.onResolve('drop')}
        >
          {own.drop}
        </Button>
        {row.leak ? (
          <Button
            size="compact-xs"
            variant="default"
            disabled={props.disabled || row.resolved}
            onClick={() => props.onResolve('together')}
          >
            {own.together}
          </Button>
        ) : null}
      </div>
      {shown.map((document, place) => (
        <Twin key={document.documentId} row={row} place={place} />
      ))}
      {row.size > shown.length ? (
        <span className={classes.dim}>… {own.twins(formatCount(row.size))}</span>
      ) : null}
    </Panel>
  );
}
