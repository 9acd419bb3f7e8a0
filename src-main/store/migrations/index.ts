import { inTransaction, type WriteDb } from '../database.ts';
import { projectMigration } from './0001-project.ts';
import { vectorsMigration } from './0002-vectors.ts';
import { improvementMigration } from './0003-improvement.ts';
import { surgeryMigration } from './0004-surgery.ts';
import { suggestionsMigration } from './0005-suggestions.ts';
import type { Migration } from './migration.ts';

/** `WNOW`: marks a SQLite file as a project of this program. */
export const applicationId = 0x574e4f57;

export const migrations: readonly Migration[] = [
  projectMigration,
  vectorsMigration,
  improvementMigration,
  surgeryMigration,
  suggestionsMigration,
];

/** The version that a file has after all migrations. */
export const schemaVersion: number = migrations.at(-1)!.version;

/**
 * Brings a file up to date, each step in a transaction of its own. The write-ahead log must be off: the header of
 * the main file then always tells the truth about its version.
 */
export function migrate(db: WriteDb, steps: readonly Migration[] = migrations): void {
  for (const migration of pendingMigrations(db, steps)) {
    inTransaction(db, () => {
      migration.up(db);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${migration.version}`);
    });
  }
}

export function pendingMigrations(
  db: WriteDb,
  steps: readonly Migration[] = migrations,
): readonly Migration[] {
  const version = db.pragma('user_version', { simple: true }) as number;
  return steps.filter((migration) => migration.version > version);
}
