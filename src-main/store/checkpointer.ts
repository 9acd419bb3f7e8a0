import { statSync } from 'node:fs';
import type { Log } from '../core/ports/system.ts';
import type { WriteDb } from './database.ts';
import { guard } from './guard.ts';
import type { ReaderThread } from './reader/thread.ts';

/** Carries the write-ahead log into the file while the project is open. */
export interface Checkpointer {
  stop(): void;
}

const millisecondsBetweenLooks = 500;
/** The log is carried over from this size on. */
const largeLog = 16 * 1024 * 1024;
/** From this size on the writer is held up once, because a log that always grows is never begun anew. */
const hugeLog = 256 * 1024 * 1024;
/** So many frames are carried over in some hundredths of a second; the thread gets it down to that, if it can. */
const fewFrames = 1000;
const maximalRounds = 5;

/**
 * Flushing to a slow disk takes tenths of a second, so it is done by a thread and not by the writer's commits
 * (`wal_autocheckpoint` is off). SQLite lets the writer go on meanwhile.
 */
export function createCheckpointer(options: {
  readonly db: WriteDb;
  readonly path: string;
  readonly thread: ReaderThread;
  readonly log: Log;
}): Checkpointer {
  const { db, thread, log } = options;
  let busy = false;
  let settled = 0;

  const own = guard('store', { checkpoint: () => db.pragma('wal_checkpoint(PASSIVE)') }, options);

  const run = async (changed: number): Promise<void> => {
    for (let round = 0; round < maximalRounds; round++) {
      const { frames, carried } = await thread.query('checkpoint', []);
      if (frames === carried) {
        settled = changed;
        return;
      }
      if (statSync(`${options.path}-wal`).size < hugeLog) return;
      if (frames - carried < fewFrames) break;
    }
    own.checkpoint();
  };
  const look = (): void => {
    if (busy) return;
    const stat = statSync(`${options.path}-wal`, { throwIfNoEntry: false });
    if (stat === undefined || stat.size < largeLog || stat.mtimeMs === settled) return;
    busy = true;
    run(stat.mtimeMs)
      .catch((error: unknown) => log.warn('checkpoint failed', { message: String(error) }))
      .finally(() => {
        busy = false;
      });
  };
  const timer = setInterval(look, millisecondsBetweenLooks);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
