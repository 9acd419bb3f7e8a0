import type { ModelRecord, ModelTable } from '../../core/ports/model-tables.ts';
import { AppError } from '../../domain/errors.ts';
import type { ModelClass, ModelReceipt } from '../../domain/model.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { inTransaction, type ReadDb, type WriteDb } from '../database.ts';
import type { Sweeper } from '../sweeper.ts';

/** SQLite reads and frees a large value page by page; parts keep every single write short. */
export const maximalPartBytes = 1024 * 1024;

interface ModelRow {
  readonly id: number;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly family: string;
  readonly created_at: string;
  readonly seconds: number;
  readonly bytes: number;
  readonly classes: string;
  readonly receipt: string;
  readonly evaluation_note: string | null;
  readonly history_point: number | null;
  readonly results_seen_at: string | null;
}

const columns = `id, name, kind, family, created_at, seconds, bytes, classes, receipt, evaluation_note,
  history_point, results_seen_at`;

export interface ModelReader {
  list(): readonly ModelRecord[];
  get(id: number): ModelRecord | undefined;
  findByName(name: string): ModelRecord | undefined;
  /** Also of a model that is not published yet. @throws AppError `model_not_found`. */
  artefact(id: number): Uint8Array;
}

export function createModelReader(db: ReadDb): ModelReader {
  const list = db.prepare<[], ModelRow>(
    `SELECT ${columns} FROM model WHERE state = 'published' ORDER BY created_at DESC, id DESC`,
  );
  const get = db.prepare<[number], ModelRow>(
    `SELECT ${columns} FROM model WHERE id = ? AND state <> 'deleted'`,
  );
  const byName = db.prepare<[string], ModelRow>(
    `SELECT ${columns} FROM model WHERE name = ? AND state = 'published'`,
  );
  const parts = db
    .prepare<[number], Buffer>('SELECT data FROM model_part WHERE model_id = ? ORDER BY part')
    .pluck();
  return {
    list: () => list.all().map((row) => toModel(row)!),
    get: (id) => toModel(get.get(id)),
    findByName: (name) => toModel(byName.get(name)),
    artefact(id) {
      const row = get.get(id);
      if (row === undefined) throw notFound(id);
      const artefact = new Uint8Array(row.bytes);
      let offset = 0;
      for (const part of parts.iterate(id)) {
        artefact.set(part, offset);
        offset += part.length;
      }
      return artefact;
    },
  };
}

export function createModelTable(db: WriteDb, sweeper: Sweeper): ModelTable {
  const reader = createModelReader(db);
  const insert = db.prepare(
    `INSERT INTO model (name, kind, family, state, created_at, seconds, classes, receipt, history_point)
     VALUES (?, ?, ?, 'building', ?, ?, ?, ?, ?)`,
  );
  const insertPart = db.prepare('INSERT INTO model_part (model_id, part, data) VALUES (?, ?, ?)');
  const addBytes = db.prepare('UPDATE model SET bytes = bytes + ? WHERE id = ?');
  const publish = db.prepare(`UPDATE model SET state = 'published' WHERE id = ? AND state = 'building'`);
  const markDeleted = db.prepare(`UPDATE model SET state = 'deleted' WHERE id = ?`);
  const markEvaluations = db.prepare(`UPDATE evaluation SET state = 'deleted' WHERE model_id = ?`);
  const setNote = db.prepare('UPDATE model SET evaluation_note = ? WHERE id = ?');
  const rename = db.prepare('UPDATE model SET name = ? WHERE id = ?');
  const renameSource = db.prepare('UPDATE suggestion_source SET model_name = ? WHERE model_id = ?');
  const unpublished = db.prepare<[], number>(`SELECT id FROM model WHERE state = 'building'`).pluck();
  const remove = (id: number): void => {
    markDeleted.run(id);
    markEvaluations.run(id);
  };
  return {
    ...reader,
    begin: (fields) =>
      Number(
        insert.run(
          fields.name,
          fields.kind,
          fields.family,
          fields.createdAt,
          fields.seconds,
          JSON.stringify(fields.classes),
          JSON.stringify(fields.receipt),
          fields.historyPoint,
        ).lastInsertRowid,
      ),
    addPart(modelId, part, data) {
      if (data.byteLength > maximalPartBytes) {
        throw new Error(
          `Model part ${part} has ${data.byteLength} bytes; at most ${maximalPartBytes} are allowed.`,
        );
      }
      inTransaction(db, () => {
        insertPart.run(modelId, part, data);
        addBytes.run(data.byteLength, modelId);
      });
    },
    publish(modelId, replaces) {
      inTransaction(db, () => {
        if (replaces !== null) remove(replaces);
        if (unique(() => publish.run(modelId)).changes === 0) throw notFound(modelId);
      });
      sweeper.start();
    },
    setEvaluationNote: (id, note) => void setNote.run(note === null ? null : JSON.stringify(note), id),
    rename: (id, name) =>
      inTransaction(db, () => {
        unique(() => rename.run(name, id));
        renameSource.run(name, id);
      }),
    delete(id) {
      inTransaction(db, () => remove(id));
      sweeper.start();
    },
    unpublished: () => unpublished.all(),
  };
}

function unique<T>(write: () => T): T {
  try {
    return write();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    throw new AppError('model_exists', 'There is already a model of that name. Choose another name.');
  }
}

function notFound(id: number): AppError {
  return new AppError('model_not_found', `There is no model ${id} any more.`);
}

function toModel(row: ModelRow | undefined): ModelRecord | undefined {
  return (
    row && {
      id: row.id,
      name: row.name,
      kind: row.kind,
      family: row.family,
      createdAt: row.created_at,
      seconds: row.seconds,
      bytes: row.bytes,
      classes: JSON.parse(row.classes) as readonly ModelClass[],
      receipt: JSON.parse(row.receipt) as ModelReceipt,
      evaluationNote:
        row.evaluation_note === null
          ? null
          : (JSON.parse(row.evaluation_note) as ModelRecord['evaluationNote']),
      historyPoint: row.history_point,
      resultsSeenAt: row.results_seen_at,
    }
  );
}
