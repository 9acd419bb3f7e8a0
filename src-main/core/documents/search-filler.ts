import type { ProjectContext } from '../projects/project-context.ts';

/** Fills the full-text index in the background, slice by slice, with pauses as long as the slices. */
export interface SearchFiller {
  /** Starts, or goes on when documents came since. */
  wake(): void;
  /** Resolves when no slice runs any more. */
  stop(): Promise<void>;
}

const emitMilliseconds = 1000;
const minimalPause = 5;

export function createSearchFiller(context: ProjectContext): SearchFiller {
  let running: Promise<void> | null = null;
  let wanted = false;

  const fill = async () => {
    let emittedAt = performance.now();
    while (wanted) {
      wanted = false;
      let more = true;
      // An import needs the writer more; it wakes the filler when it ends.
      while (more && !context.closing.aborted && context.jobs.activeOf('import') === undefined) {
        const startedAt = performance.now();
        more = context.store.search.fillChunk();
        const endedAt = performance.now();
        if (endedAt - emittedAt > emitMilliseconds) {
          emittedAt = endedAt;
          context.changes.emit('search');
        }
        await pause(Math.max(minimalPause, endedAt - startedAt));
      }
    }
    context.changes.emit('search');
  };

  return {
    wake() {
      if (context.store.readOnly) {
        return;
      }
      wanted = true;
      running ??= fill()
        .catch((error: unknown) => {
          // Search answers without the rest; the next open goes on.
          context.log.error('Filling the full-text index stopped.', { message: String(error) });
        })
        .finally(() => {
          running = null;
        });
    },
    async stop() {
      wanted = false;
      await running;
    },
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
