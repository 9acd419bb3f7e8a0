import type { ProjectChanges, ProjectRecord, ProjectTable } from '../../core/ports/store.ts';
import type { ProjectKind } from '../../domain/project.ts';
import type { ReadDb, WriteDb } from '../database.ts';

interface ProjectRow {
  readonly uid: string;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly language: string;
  readonly multilingual: number;
  readonly description: string;
  readonly created_at: string;
}

const projectSql = 'SELECT * FROM project WHERE id = 1';

/** `undefined` in a file whose creation was interrupted. */
export function readProject(db: ReadDb): ProjectRecord | undefined {
  const row = db.prepare<[], ProjectRow>(projectSql).get();
  return row && toProject(row);
}

function toProject(row: ProjectRow): ProjectRecord {
  return {
    uid: row.uid,
    name: row.name,
    kind: row.kind,
    language: row.language,
    multilingual: row.multilingual === 1,
    description: row.description,
    createdAt: row.created_at,
  };
}

export function insertProject(db: WriteDb, project: ProjectRecord): void {
  db.prepare(
    `INSERT INTO project (id, uid, name, kind, language, multilingual, description, created_at)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    project.uid,
    project.name,
    project.kind,
    project.language,
    project.multilingual ? 1 : 0,
    project.description,
    project.createdAt,
  );
}

export function createProjectTable(db: WriteDb): ProjectTable {
  const row = db.prepare<[], ProjectRow>(projectSql);
  const get = (): ProjectRecord => toProject(row.get()!);
  const write = db.prepare(
    'UPDATE project SET name = ?, language = ?, multilingual = ?, description = ? WHERE id = 1',
  );
  const setKind = db.prepare('UPDATE project SET kind = ? WHERE id = 1');
  return {
    get,
    setKind: (kind) => void setKind.run(kind),
    update(changes: ProjectChanges) {
      const next = { ...get(), ...changes };
      write.run(next.name, next.language, next.multilingual ? 1 : 0, next.description);
    },
  };
}
