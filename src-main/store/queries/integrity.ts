import type { ReadDb } from '../database.ts';
import { schemaVersion } from '../migrations/index.ts';
import { schemaProblem } from '../schema.ts';

const maximalProblems = 100;

/** Everything that can be checked about a project file, as lines of problems; seconds at 1,000,000 documents. */
export function checkIntegrity(db: ReadDb): readonly string[] {
  const parts = [checkSchema, checkPages, checkReferences];
  return parts.flatMap((check) => {
    try {
      return check(db);
    } catch (error) {
      // Some damage ends a check instead of being listed by it.
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

function checkSchema(db: ReadDb): readonly string[] {
  const problem = schemaProblem(db, schemaVersion);
  return problem === null ? [] : [`schema: ${problem}`];
}

function checkPages(db: ReadDb): readonly string[] {
  const lines = db.prepare<[], string>(`PRAGMA integrity_check(${maximalProblems})`).pluck().all();
  return lines.filter((line) => line !== 'ok');
}

interface Orphan {
  readonly table: string;
  readonly rowid: number | null;
  readonly parent: string;
}

function checkReferences(db: ReadDb): readonly string[] {
  const problems: string[] = [];
  for (const { table, rowid, parent } of db.prepare<[], Orphan>('PRAGMA foreign_key_check').iterate()) {
    problems.push(`row ${rowid ?? ''} of ${table} refers to a missing row of ${parent}`);
    if (problems.length === maximalProblems) break;
  }
  return problems;
}
