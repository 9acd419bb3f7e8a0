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
/**
 * From this size on the writer carries the end over itself, once: SQLite begins the log anew only when nothing of
 * it is left, and beside a writer that never rests the thread always leaves what came while it worked.
 */
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
  readonly hugeBytes?: number;
}): Checkpointer {
  const { db, thread, log, hugeBytes = hugeLog } = options;
  let busy = false;
  let settled = 0;

  const own = guard('store', { checkpoint: () => db.pragma('wal_checkpoint(PASSIVE)') }, options);

  const run = async (changed: number): Promise<void> => {
    let seen = Number.NEGATIVE_INFINITY;
    for (let round = 0; round < maximalRounds; round++) {
      const { frames, carried } = await thread.query('checkpoint', []);
      if (statSync(`${options.path}-wal`).size < hugeBytes) {
        if (frames === carried) settled = changed;
        return;
      }
      // What came during the round before is about what the writer would have to carry now.
      if (frames - seen < fewFrames) break;
      seen = frames;
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
