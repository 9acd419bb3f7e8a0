import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { datasetNames } from '../../../src-main/domain/project.ts';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useClasses, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { formatShortDateTime } from '../../ui/format.ts';
import { LoadingState } from '../../ui/states/states.tsx';
import classes from './label.module.css';

const words = text.label.history;

type Entry = Outputs['historyLog']['ofDocument'][number];

/** A value of the history in words: classes by name, a dataset, a mark. */
function spoken(field: string, value: unknown, nameOf: (id: number) => string): string {
  if (field === 'labels') {
    if (value === null) return words.unlabelled;
    const ids = value as readonly number[];
    return ids.length === 0 ? words.none : ids.map(nameOf).join(', ');
  }
  if (field === 'dataset') {
    return value === null ? words.noDataset : datasetNames[value as keyof typeof datasetNames];
  }
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  return value === null ? '–' : String(value);
}

function Line(props: { entry: Entry; nameOf: (id: number) => string }): ReactNode {
  const { entry, nameOf } = props;
  const field = words.fields[entry.field as keyof typeof words.fields] ?? entry.field;
  return (
    <li>
      <span className={classes.historyWhen}>
        {formatShortDateTime(entry.at)} · {entry.annotator === '' ? text.history.nobody : entry.annotator} ·{' '}
        {text.history.sources[entry.source]}
      </span>
      <span>
        {field}: {spoken(entry.field, entry.before, nameOf)} →{' '}
        <b>{spoken(entry.field, entry.after, nameOf)}</b>
      </span>
      <span className={classes.historyWhen}>{entry.title}</span>
    </li>
  );
}

/** Who changed what of this document, when and why; on its key. */
export function DocumentHistory(props: { documentId: number }): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const list = useClasses();
  const [opened, setOpened] = useState(false);
  useCommands([
    {
      id: 'label.history',
      title: words.title,
      group: text.label.group,
      chord: 'h',
      run: () => setOpened(true),
    },
  ]);
  const { data, error } = useQuery(
    trpc.historyLog.ofDocument.queryOptions({ projectId, documentId: props.documentId }, { enabled: opened }),
  );
  const nameOf = (id: number): string => list.find((each) => each.id === id)?.name ?? words.gone;
  return (
    <>
      <button type="button" className={classes.historyButton} onClick={() => setOpened(true)}>
        {words.button}
      </button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={words.title} size="lg">
        {error === null ? null : <p>{messageOf(error)}</p>}
        {data === undefined && error === null ? <LoadingState label={text.label.loading} /> : null}
        {data?.length === 0 ? <p>{words.empty}</p> : null}
        <ol className={classes.historyList}>
          {data?.map((entry) => (
            <Line key={`${entry.operationId} ${entry.field}`} entry={entry} nameOf={nameOf} />
          ))}
        </ol>
      </Modal>
    </>
  );
}
