import { Button, Group, TextInput } from '@mantine/core';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useSettings, useUpdateSettings } from '../../api/settings.ts';
import { text } from '../../i18n/index.ts';
import { chordOf } from '../../ui/commands/chord.ts';
import { type KeyedCommand, useKnownCommands } from '../../ui/commands/known-commands.ts';
import { Keys } from '../../ui/kbd.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

const words = text.settings;

interface RowProps {
  readonly command: KeyedCommand;
  readonly chord: string;
  readonly editing: boolean;
  readonly problem: string | null;
  readonly onEdit: () => void;
  readonly onChord: (chord: string | null) => void;
}

function KeyRow(props: RowProps): ReactNode {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (props.editing) field.current?.focus();
  }, [props.editing]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (['Tab', 'Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    props.onChord(event.key === 'Escape' ? null : chordOf(event));
  };
  return (
    <div className={classes.keyRow}>
      <span>{props.command.title}</span>
      {props.editing ? (
        <TextInput
          ref={field}
          size="xs"
          readOnly
          placeholder={text.classes.keyHint}
          aria-label={words.changeKey(props.command.title)}
          error={props.problem}
          onKeyDown={onKeyDown}
          onBlur={() => props.onChord(null)}
        />
      ) : (
        <button type="button" className={classes.keyButton} onClick={props.onEdit}>
          <span className="w-visually-hidden">{words.changeKey(props.command.title)}</span>
          {props.chord === '' ? words.noKey : <Keys chord={props.chord} />}
        </button>
      )}
    </div>
  );
}

/** Every key can be changed (WCAG 2.1.4); a key in use is refused, naming its command. */
export function KeySettings(): ReactNode {
  const settings = useSettings();
  const update = useUpdateSettings();
  const commands = useKnownCommands();
  const [editing, setEditing] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const chordNow = (command: KeyedCommand): string => settings.keys[command.id] ?? command.chord;
  const put = (command: KeyedCommand, chord: string | null): void => {
    const owner = commands.find(
      (each) => each.id !== command.id && chord !== null && chordNow(each) === chord,
    );
    if (owner !== undefined) {
      setProblem(words.keyTaken(owner.title));
      return;
    }
    setProblem(null);
    setEditing(null);
    if (chord !== null && chord !== chordNow(command))
      update({ keys: { ...settings.keys, [command.id]: chord } });
  };
  return (
    <Panel className={classes.panel} label={words.keys}>
      <Group justify="space-between">
        <h2>{words.keys}</h2>
        <Button size="compact-sm" variant="subtle" onClick={() => update({ keys: {} })}>
          {words.resetKeys}
        </Button>
      </Group>
      <p className={classes.intro}>{words.keysHint}</p>
      {commands.map((command) => (
        <KeyRow
          key={command.id}
          command={command}
          chord={chordNow(command)}
          editing={editing === command.id}
          problem={editing === command.id ? problem : null}
          onEdit={() => {
            setProblem(null);
            setEditing(command.id);
          }}
          onChord={(chord) => put(command, chord)}
        />
      ))}
      <p className={classes.hint}>{words.keysPlace}</p>
    </Panel>
  );
}
