import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { RejectedRow } from '../../../domain/import.ts';
import type { DriftState } from './drift-watch.ts';
import type { TallyState } from './tally.ts';

/** How far the files have been read: what comes before is in the outputs, what comes after is not. */
export interface Position {
  /** Files left out before reading began that have been reported. */
  readonly skipped: number;
  /** Place of the file in the list of inputs. */
  readonly source: number;
  /** Of that file. */
  readonly records: number;
  readonly rejected: number;
}

export const beginning: Position = { skipped: 0, source: 0, records: 0, rejected: 0 };

/** One part file: bytes that count, and documents in them. */
export interface PartState {
  readonly path: string;
  readonly bytes: number;
  readonly rows: number;
}

/** A moment from which a run can go on. The outputs' bytes were on disk before it was written. */
export interface Checkpoint {
  readonly version: typeof checkpointVersion;
  /** Fingerprint of the work; see {@link ./request.ts}. */
  readonly request: string;
  /** Fingerprint of the list of inputs. */
  readonly inputs: string;
  /** ISO 8601. */
  readonly at: string;
  readonly position: Position;
  /** Everything is classified; only the files must still be given their names. */
  readonly complete: boolean;
  readonly results: PartState;
  readonly routes: readonly PartState[];
  /** Null beside a pipe, where no list of errors was asked for. */
  readonly errors: PartState | null;
  readonly rejected: readonly RejectedRow[];
  readonly tally: TallyState;
  readonly drift: DriftState | null;
}

export const checkpointVersion = 1;

/** Replaces the file in one step, so that a crash leaves the earlier one or this one. */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint): Promise<void> {
  const fresh = `${file}.new.part`;
  const handle = await open(fresh, 'w');
  try {
    await handle.writeFile(JSON.stringify(checkpoint));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  await syncFolder(path.dirname(file));
}

/** Null when there is none; `'foreign'` when there is something else, or one of another version. */
export async function readCheckpoint(file: string): Promise<Checkpoint | 'foreign' | null> {
  try {
    const found = JSON.parse(await readFile(file, 'utf8')) as Partial<Checkpoint>;
    return found.version === checkpointVersion ? (found as Checkpoint) : 'foreign';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof SyntaxError) return 'foreign';
    throw error;
  }
}

/** A new name is on disk only when its folder is. Windows cannot open folders, and needs no such thing. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync().catch(() => {});
  } finally {
    await handle?.close();
  }
}
