import { Button, Group, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../i18n/index.ts';
import { ChangeProgress } from './jobs/change-progress.tsx';

/** Asks before something is done; the focus rests on the way back. */
export function ConfirmDialog(props: {
  title: string;
  /** What will happen, in paragraphs. */
  children: ReactNode;
  confirm: string;
  /** Takes something away: the button says so by its colour too. */
  destructive?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}): ReactNode {
  return (
    <Modal opened onClose={props.onClose} title={props.title}>
      {props.children}
      <ChangeProgress busy={props.busy ?? false}>
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {text.shell.cancel}
          </Button>
          <Button
            {...(props.destructive === true ? { color: 'red' } : {})}
            loading={props.busy ?? false}
            disabled={props.disabled ?? false}
            onClick={props.onConfirm}
          >
            {props.confirm}
          </Button>
        </Group>
      </ChangeProgress>
    </Modal>
  );
}
