import type { ReadDb } from '../database.ts';
import { schemaVersion } from '../migrations/index.ts';
import { schemaProblem } from '../schema.ts';

/** Everything that can be checked about a project file, as lines of problems; seconds at 1,000,000 documents. */
export function checkIntegrity(db: ReadDb): readonly string[] {
  const problems: string[] = [];
  const schema = schemaProblem(db, schemaVersion);
  if (schema !== null) problems.push(`schema: ${schema}`);
  const lines = db.prepare<[], string>('PRAGMA integrity_check').pluck().all();
  problems.push(...lines.filter((line) => line !== 'ok'));
  const orphans = db.prepare<[], { readonly table: string; readonly rowid: number; readonly parent: string }>(
    'PRAGMA foreign_key_check',
  );
  for (const { table, rowid, parent } of orphans.iterate()) {
    problems.push(`row ${rowid} of ${table} refers to a missing row of ${parent}`);
    if (problems.length >= 100) break;
  }
  return problems;
}
