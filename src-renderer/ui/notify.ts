import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { codeOf, messageOf } from '../api/errors.ts';
import { text } from '../i18n/index.ts';

const closeButtonProps = { 'aria-label': text.shell.closeMessage };

const usualMilliseconds = 5000;

/**
 * Short messages at the foot of the window; errors stay until they are closed.
 * @returns the message's id, to take it away by
 */
export function notify(message: ReactNode, milliseconds = usualMilliseconds): string {
  return notifications.show({
    message,
    withBorder: true,
    color: 'accent',
    autoClose: milliseconds,
    closeButtonProps,
  });
}

/** What went wrong. What a person has cancelled did not: that is told like any other message. */
export function notifyError(error: unknown, title?: string): void {
  if (codeOf(error) === 'cancelled') {
    notify(messageOf(error));
    return;
  }
  notifications.show({
    message: messageOf(error),
    color: 'red',
    withBorder: true,
    autoClose: false,
    closeButtonProps,
    ...(title === undefined ? {} : { title }),
  });
}
