import { openMemory, type ReadDb } from './database.ts';
import { migrate, migrations } from './migrations/index.ts';

export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

/** Tables, indexes and views in the order of their names, without SQLite's own. */
export function readSchema(db: ReadDb): readonly SchemaObject[] {
  return db
    .prepare<[], SchemaObject>(
      `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`,
    )
    .all();
}

/** The schema that the migrations up to `version` make. */
export function expectedSchema(version: number): readonly SchemaObject[] {
  const db = openMemory();
  try {
    migrate(
      db,
      migrations.filter((migration) => migration.version <= version),
    );
    return readSchema(db);
  } finally {
    db.close();
  }
}

/**
 * What is wrong with a file's schema, or `null`. It must be exactly what the migrations make: a file with an
 * added trigger, say, could change labels behind our back.
 */
export function schemaProblem(db: ReadDb, version: number): string | null {
  const actual = new Map(readSchema(db).map((object) => [object.name, object]));
  for (const expected of expectedSchema(version)) {
    const found = actual.get(expected.name);
    if (found === undefined) return `the ${expected.type} "${expected.name}" is missing`;
    if (found.type !== expected.type || (found.sql !== expected.sql && !isShadowTable(expected.name))) {
      return `the ${expected.type} "${expected.name}" is not as it should be`;
    }
    actual.delete(expected.name);
  }
  const [unexpected] = actual.values();
  return unexpected === undefined ? null : `it holds an unknown ${unexpected.type} "${unexpected.name}"`;
}

/** The full-text index's own tables, which SQLite declares as it likes. */
function isShadowTable(name: string): boolean {
  return name.startsWith('document_search_');
}

/** The schema as one text for people and tests, without the full-text index's own tables. */
export function schemaText(version: number, objects: readonly SchemaObject[]): string {
  const statements = objects
    .filter(({ name, sql }) => sql !== null && !isShadowTable(name))
    .map(({ sql }) => `${sql};\n`);
  return [`-- Schema version ${version}\n`, ...statements].join('\n');
}
