import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useClasses, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { Panel, Screen } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { EmptyState } from '../../ui/states/states.tsx';
import { ClassTable } from './class-table.tsx';
import classes from './classes.module.css';
import { DeletedClasses } from './deleted-classes.tsx';
import { useSurgery } from './use-surgery.tsx';

const words = text.classes;

/** Stays ready for the next name: type, Enter, type, Enter. */
function AddClass(props: { field: React.RefObject<HTMLInputElement | null> }): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [name, setName] = useState('');
  const add = useMutation(trpc.classes.add.mutationOptions({ onSuccess: () => setName('') }));
  // In a long list the new class is out of sight.
  const hint = add.data === undefined || name !== '' ? null : words.added(add.data.name);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== '') add.mutate({ projectId, name });
  };
  return (
    <form onSubmit={submit} className={classes.add}>
      <TextInput
        ref={props.field}
        className={classes.addField ?? ''}
        aria-label={words.addPlaceholder}
        placeholder={words.addPlaceholder}
        value={name}
        error={add.error === null ? null : messageOf(add.error)}
        onChange={(event) => {
          setName(event.currentTarget.value);
          add.reset();
        }}
      />
      <Button type="submit" disabled={name.trim() === ''}>
        {words.add}
      </Button>
      <span role="status" className={classes.added}>
        {hint}
      </span>
    </form>
  );
}

export function ClassesScreen(): ReactNode {
  const list = useClasses();
  const go = useGo();
  const field = useRef<HTMLInputElement>(null);
  const surgery = useSurgery(list);
  useCommands([
    ...surgery.commands,
    {
      id: 'classes.add',
      title: words.addCommand,
      group: words.group,
      chord: 'n',
      hint: words.addCommand.toLowerCase(),
      run: () => field.current?.focus(),
    },
  ]);
  return (
    <Screen title={words.title} subtitle={words.subtitle} actions={surgery.buttons}>
      <Panel className={classes.panel} label={words.title}>
        {list.length === 0 ? (
          <EmptyState
            title={words.empty}
            actions={
              <Button variant="default" onClick={() => go('import')}>
                {words.importInstead}
              </Button>
            }
          >
            {words.emptyHint}
          </EmptyState>
        ) : (
          <ClassTable list={list} />
        )}
        <AddClass field={field} />
      </Panel>
      <DeletedClasses />
      {surgery.dialog}
    </Screen>
  );
}
