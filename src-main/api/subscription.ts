/**
 * Turns "call me back" into an async iterator that keeps only the newest value: a slow reader gets fewer, never
 * older ones. Ends when the signal aborts; always unsubscribes.
 * @param merge joins a value that was not yet read with a newer one; the newer one replaces it by default.
 */
export async function* latest<T>(
  subscribe: (listener: (value: T) => void) => () => void,
  signal: AbortSignal | undefined,
  merge: (unread: T, newer: T) => T = (_unread, newer) => newer,
): AsyncGenerator<T, void, void> {
  let unread: { value: T } | null = null;
  let wake: () => void = () => undefined;
  const unsubscribe = subscribe((value) => {
    unread = { value: unread === null ? value : merge(unread.value, value) };
    wake();
  });
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    while (signal?.aborted !== true) {
      const next = unread as { value: T } | null;
      if (next === null) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      unread = null;
      yield next.value;
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    unsubscribe();
  }
}
