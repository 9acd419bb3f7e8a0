import { notifications } from '@mantine/notifications';
import { messageOf } from '../api/errors.ts';

/** Short messages at the foot of the window; errors stay until they are closed. */
export function notify(message: string): void {
  notifications.show({ message, withBorder: true, color: 'accent' });
}

export function notifyError(error: unknown, title?: string): void {
  notifications.show({
    message: messageOf(error),
    color: 'red',
    withBorder: true,
    autoClose: false,
    ...(title === undefined ? {} : { title }),
  });
}
