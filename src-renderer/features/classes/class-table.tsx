import { ActionIcon, ColorPicker, Popover, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { labelMarks, type ProjectClass } from '../../../src-main/domain/class.ts';
import { classPalette } from '../../../src-main/domain/classes.ts';
import { type Inputs, useTRPC } from '../../api/client.ts';
import { useCounts, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { chordOf } from '../../ui/commands/chord.ts';
import { formatCount } from '../../ui/format.ts';
import { Keys } from '../../ui/kbd.tsx';
import { notifyError } from '../../ui/notify.ts';
import { usePortions } from '../../ui/portions.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './classes.module.css';
import { DeleteClass } from './delete-class.tsx';

const words = text.classes;
type Change = Omit<Inputs['classes']['update'], 'projectId' | 'classId'>;

/** Saves when the field is left or Enter is pressed; Escape brings the old text back. */
function EditableText(props: {
  value: string;
  label: string;
  multiline?: boolean;
  placeholder?: string;
  onSave: (value: string) => void;
}): ReactNode {
  const [draft, setDraft] = useState(props.value);
  const [shown, setShown] = useState(props.value);
  if (shown !== props.value) {
    setShown(props.value);
    setDraft(props.value);
  }
  const shared = {
    variant: 'unstyled' as const,
    value: draft,
    'aria-label': props.label,
    placeholder: props.placeholder ?? '',
    onChange: (event: { currentTarget: { value: string } }) => setDraft(event.currentTarget.value),
    onBlur: () => {
      if (draft !== props.value) props.onSave(draft);
    },
    onKeyDown: (event: KeyboardEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      if (event.key === 'Escape') setDraft(props.value);
      if (event.key === 'Enter' && !event.shiftKey) event.currentTarget.blur();
    },
  };
  return props.multiline === true ? (
    <Textarea {...shared} rows={1} classNames={{ input: `${classes.field} ${classes.growing}` }} />
  ) : (
    <TextInput {...shared} classNames={{ input: `${classes.field} ${classes.nameField}` }} />
  );
}

/** Press the key itself; Backspace takes it away. A key of another class is refused, naming that class. */
function KeyField(props: {
  item: ProjectClass;
  list: readonly ProjectClass[];
  onSave: (key: string | null) => void;
}): ReactNode {
  const [opened, setOpened] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (['Tab', 'Escape', 'Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    event.preventDefault();
    const chord = event.key === 'Backspace' || event.key === 'Delete' ? null : chordOf(event);
    const owner = props.list.find(
      (each) => each.key !== null && each.key === chord && each.id !== props.item.id,
    );
    if (owner !== undefined) {
      setProblem(words.keyTaken(owner.name));
      return;
    }
    setOpened(false);
    props.onSave(chord);
  };
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="bottom">
      <Popover.Target>
        <button
          type="button"
          className={classes.keyButton}
          onClick={() => {
            setProblem(null);
            setOpened(true);
          }}
        >
          <span className="w-visually-hidden">{words.keyLabel(props.item.name)}</span>
          {props.item.key === null ? words.noKey : <Keys chord={props.item.key} />}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <TextInput
          size="xs"
          data-autofocus
          readOnly
          aria-label={words.keyHint}
          placeholder={words.keyHint}
          error={problem}
          onKeyDown={onKeyDown}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** A thin aid, so a small one: the palette first, any colour after it. */
function ColourField(props: { item: ProjectClass; onSave: (color: string) => void }): ReactNode {
  const { item } = props;
  return (
    <Popover position="bottom-start" trapFocus>
      <Popover.Target>
        <button type="button" className={classes.colour} aria-label={words.colourLabel(item.name)}>
          <span style={{ background: item.color }} />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <ColorPicker
          format="hex"
          defaultValue={item.color}
          swatches={[...classPalette]}
          swatchesPerRow={6}
          onChangeEnd={(color) => {
            if (/^#[0-9a-f]{6}$/i.test(color) && color !== item.color) props.onSave(color);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

function Count(props: { classId: number }): ReactNode {
  const counts = useCounts()?.classes.find((each) => each.classId === props.classId);
  const parts = [counts?.train ?? 0, counts?.validation ?? 0, counts?.test ?? 0, counts?.none ?? 0];
  const total = parts.reduce((sum, part) => sum + part, 0);
  return (
    <span className="w-figures" title={`${words.countTitle}: ${parts.map(formatCount).join(' · ')}`}>
      {total < labelMarks.few ? <Tag tone="warn">{words.few(total)}</Tag> : formatCount(total)}
    </span>
  );
}

function ClassRow(props: {
  item: ProjectClass;
  index: number;
  list: readonly ProjectClass[];
  onMove: (from: number, to: number) => void;
  onDelete: () => void;
}): ReactNode {
  const { item, list } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const update = useMutation(trpc.classes.update.mutationOptions({ onError: (error) => notifyError(error) }));
  const save = (change: Change): void => update.mutate({ projectId, classId: item.id, ...change });
  return (
    <tr>
      <td className={classes.order}>
        <ActionIcon
          variant="subtle"
          size="sm"
          color="gray"
          aria-label={words.moveUp(item.name)}
          disabled={props.index === 0}
          onClick={() => props.onMove(props.index, props.index - 1)}
        >
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          size="sm"
          color="gray"
          aria-label={words.moveDown(item.name)}
          disabled={props.index === list.length - 1}
          onClick={() => props.onMove(props.index, props.index + 1)}
        >
          <IconArrowDown size={14} />
        </ActionIcon>
      </td>
      <td>
        <ColourField item={item} onSave={(color) => save({ color })} />
      </td>
      <td>
        <EditableText
          value={item.name}
          label={words.nameLabel(item.name)}
          onSave={(name) => save({ name })}
        />
      </td>
      <td>
        <EditableText
          multiline
          value={item.description}
          label={words.descriptionLabel(item.name)}
          placeholder={words.descriptionPlaceholder}
          onSave={(description) => save({ description })}
        />
      </td>
      <td className={classes.centre}>
        <KeyField item={item} list={list} onSave={(key) => save({ key })} />
      </td>
      <td className={classes.number}>
        <Count classId={item.id} />
      </td>
      <td>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={words.delete(item.name)}
          onClick={props.onDelete}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </td>
    </tr>
  );
}

/** A list that fits a page needs no search. */
const searchFrom = 30;

export function ClassTable(props: { list: readonly ProjectClass[] }): ReactNode {
  const { list } = props;
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLocaleLowerCase();
  const found = [...list.entries()].filter(([, { name }]) => name.toLocaleLowerCase().includes(wanted));
  const { shown, more } = usePortions(found.length, 20);
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [deleting, setDeleting] = useState<ProjectClass | null>(null);
  const reorder = useMutation(
    trpc.classes.reorder.mutationOptions({ onError: (error) => notifyError(error) }),
  );
  const move = (from: number, to: number): void => {
    const ids = list.map((each) => each.id);
    const [moved] = ids.splice(from, 1);
    if (moved === undefined) return;
    ids.splice(to, 0, moved);
    reorder.mutate({ projectId, classIds: ids });
  };
  return (
    <>
      {list.length > searchFrom ? (
        <SearchField label={words.search} value={search} onChange={setSearch} />
      ) : null}
      <table className={classes.table}>
        <thead>
          <tr>
            <th>
              <span className="w-visually-hidden">{words.moveUp('')}</span>
            </th>
            <th className={classes.narrow}>
              <span className="w-visually-hidden">{words.colour}</span>
            </th>
            <th>{words.name}</th>
            <th>{words.description}</th>
            <th className={classes.centre}>{words.key}</th>
            <th className={classes.number}>{words.count}</th>
            <th>
              <span className="w-visually-hidden">{words.deleteConfirm}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, shown).map(([index, item]) => (
            <ClassRow
              key={item.id}
              item={item}
              index={index}
              list={list}
              onMove={move}
              onDelete={() => setDeleting(item)}
            />
          ))}
        </tbody>
      </table>
      {more}
      {deleting === null ? null : <DeleteClass item={deleting} onClose={() => setDeleting(null)} />}
    </>
  );
}
