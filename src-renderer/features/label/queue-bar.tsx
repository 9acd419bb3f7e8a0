import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { useClasses } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { releaseFocus } from '../../ui/commands/release-focus.ts';
import { formatCount } from '../../ui/format.ts';
import { choicesListed, typedAnew } from '../../ui/portions.tsx';
import classes from './label.module.css';
import { ordersOf, type QueueChoice, type QueueKind, queueKinds, withKind } from './queue-choice.ts';

const words = text.label;

function SearchField(props: { search: string; onSearch: (search: string) => void }): ReactNode {
  const [typed, setTyped] = useState(props.search);
  const later = useDebouncedCallback(props.onSearch, 300);
  return (
    <TextInput
      size="xs"
      value={typed}
      aria-label={words.searchLabel}
      placeholder={words.searchLabel}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

/** Which documents, in which order, and how far one is. */
export function QueueBar(props: {
  choice: QueueChoice;
  /** The queue came from the documents list. */
  given: boolean;
  place: number | null;
  total: number;
  onChoose: (choice: QueueChoice) => void;
}): ReactNode {
  const { choice } = props;
  const onChoose = (next: QueueChoice): void => {
    props.onChoose(next);
    releaseFocus();
  };
  const list = useClasses();
  const kinds = queueKinds.map((kind) => ({ value: kind as string, label: words.queues[kind] }));
  return (
    <div className={classes.queueBar}>
      <Select
        size="xs"
        aria-label={words.queue}
        allowDeselect={false}
        value={props.given ? 'selection' : choice.kind}
        data={props.given ? [...kinds, { value: 'selection', label: words.queues.selection }] : kinds}
        onChange={(kind) => {
          if (kind !== null && kind !== 'selection') onChoose(withKind(choice, kind as QueueKind));
        }}
      />
      {choice.kind === 'class' && !props.given ? (
        <Select
          size="xs"
          searchable
          {...typedAnew}
          limit={choicesListed}
          aria-label={words.whichClass}
          placeholder={words.whichClass}
          value={choice.classId === null ? null : String(choice.classId)}
          data={list.map((each) => ({ value: String(each.id), label: each.name }))}
          onChange={(id) => onChoose({ ...choice, classId: id === null ? null : Number(id) })}
        />
      ) : null}
      {choice.kind === 'search' && !props.given ? (
        <SearchField search={choice.search} onSearch={(search) => props.onChoose({ ...choice, search })} />
      ) : null}
      <Select
        size="xs"
        aria-label={words.datasetFilter}
        allowDeselect={false}
        disabled={props.given}
        value={choice.dataset ?? 'any'}
        data={[
          { value: 'any', label: words.anyDataset },
          ...datasets.map((value) => ({ value: value as string, label: datasetNames[value] })),
          { value: 'none', label: words.noDataset },
        ]}
        onChange={(value) =>
          onChoose({ ...choice, dataset: value === 'any' ? null : (value as QueueChoice['dataset']) })
        }
      />
      <Select
        size="xs"
        aria-label={words.orderLabel}
        allowDeselect={false}
        disabled={props.given}
        value={choice.order}
        data={ordersOf(choice.kind).map((value) => ({ value, label: words.order[value] }))}
        onChange={(order) =>
          onChoose({ ...choice, order: order as QueueChoice['order'], seed: Math.floor(Math.random() * 1e9) })
        }
      />
      <span className={classes.space} />
      {props.place === null ? null : (
        <span className={classes.place} role="status">
          {words.place(formatCount(props.place), formatCount(props.total))}
        </span>
      )}
    </div>
  );
}
