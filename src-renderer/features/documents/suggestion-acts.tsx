import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { DocumentSelection } from '../../../src-main/domain/document.ts';
import { useTRPC } from '../../api/client.ts';
import { useCounts, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatCount, plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { AcceptDialog } from './accept-dialog.tsx';
import classes from './documents.module.css';
import { useUndoNotice } from './use-undo-notice.tsx';

const words = text.suggestions;

interface Props {
  /** The documents selected, else all that the list holds. */
  readonly selection: DocumentSelection;
  readonly documents: number;
  readonly selected: boolean;
  readonly onAccepted: () => void;
  readonly onRemoved: () => void;
}

/** Accepting what was suggested, for the selected documents or for the whole list, and throwing it away. */
export function SuggestionActs(props: Props): ReactNode {
  const { readOnly } = useProjectInfo();
  const [accepting, setAccepting] = useState(false);
  const possible = (useCounts()?.suggested ?? 0) > 0 && props.documents > 0 && !readOnly;
  const tellUndo = useUndoNotice();
  const accepted = (changed: number): void => {
    if (changed === 0) notify(text.documents.unchanged);
    else tellUndo(words.accepted(plural(changed, 'suggestion')));
    props.onAccepted();
  };
  useCommands([
    {
      id: 'documents.acceptSuggestions',
      title: words.commands.accept,
      group: text.documents.group,
      chord: 'a',
      hint: possible ? words.commands.acceptHint : undefined,
      enabled: possible,
      run: () => setAccepting(true),
    },
  ]);
  return (
    <>
      {possible ? (
        <Button.Group>
          <Button size="xs" onClick={() => setAccepting(true)}>
            {words.accept}
          </Button>
          {props.selected ? <RemoveSuggestions {...props} /> : null}
        </Button.Group>
      ) : null}
      {accepting ? (
        <AcceptDialog {...props} onAccepted={accepted} onClose={() => setAccepting(false)} />
      ) : null}
    </>
  );
}

function RemoveSuggestions(props: Props): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [asking, setAsking] = useState(false);
  const remove = useMutation(
    trpc.documents.removeSuggestions.mutationOptions({
      onSuccess: ({ removed }) => {
        setAsking(false);
        notify(words.removed(plural(removed, 'suggestion')));
        props.onRemoved();
      },
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button size="xs" px={6} className={classes.moreActs ?? ''} aria-label={words.moreActs}>
            <IconChevronDown size={14} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking(true)}>{words.remove}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking ? (
        <ConfirmDialog
          title={words.removeTitle}
          confirm={words.removeConfirm}
          destructive
          busy={remove.isPending}
          onConfirm={() => remove.mutate({ projectId, selection: props.selection })}
          onClose={() => setAsking(false)}
        >
          <p className={classes.dialogText}>{words.removeBody(formatCount(props.documents))}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
