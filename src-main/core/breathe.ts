/** Lets everything that waits in the event loop run before a long piece of work goes on. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Milliseconds that one write transaction of a long piece of work may take. */
export const sliceMilliseconds = 15;
