import { app } from 'electron';
import type { HostLog } from '../log.ts';

export interface Quitting {
  /** True once everything is closed and windows may go. */
  isClosed(): boolean;
}

/**
 * Quitting waits until `close` is done: projects become one file each, workers end.
 * @param mayQuit asked first; false keeps the application open
 */
export function closeBeforeQuit(
  mayQuit: () => Promise<boolean>,
  close: () => Promise<void>,
  log: HostLog,
): Quitting {
  let state: 'open' | 'closing' | 'closed' = 'open';
  const finish = async (): Promise<void> => {
    if (!(await mayQuit())) {
      state = 'open';
      return;
    }
    await close().catch((error: unknown) => log.unexpected(error, 'quit'));
    state = 'closed';
    app.quit();
  };
  app.on('before-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    void finish();
  });
  return { isClosed: () => state === 'closed' };
}
