import type { WriteDb } from '../database.ts';

/** One step of the file format. A shipped step is never edited: a change is a new step. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  up(db: WriteDb): void;
}
