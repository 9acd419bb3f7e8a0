import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import classes from './models.module.css';

/** Saves on Enter or when left; Escape gives up. A name that is taken is refused in place. */
export function RenameField(props: { model: Model; onEnd: () => void }): ReactNode {
  const { model, onEnd } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [name, setName] = useState(model.name);
  const ended = useRef(false);
  const rename = useMutation(trpc.models.rename.mutationOptions({ onSuccess: onEnd }));
  const end = (): void => {
    ended.current = true;
    onEnd();
  };
  const save = (): void => {
    if (ended.current || rename.isPending) return;
    if (name.trim() === '' || name.trim() === model.name) end();
    else rename.mutate({ projectId, modelId: model.id, name });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') save();
    if (event.key === 'Escape') end();
  };
  return (
    <TextInput
      size="xs"
      className={classes.rename ?? ''}
      autoFocus
      maxLength={100}
      value={name}
      aria-label={text.models.nameOf(model.name)}
      error={rename.error === null ? null : messageOf(rename.error)}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setName(event.currentTarget.value);
        rename.reset();
      }}
      onKeyDown={onKeyDown}
      onBlur={save}
    />
  );
}
