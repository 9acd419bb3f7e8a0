import type { JobRecord, JobTable } from '../../core/ports/job-table.ts';
import type { ErrorData } from '../../domain/errors.ts';
import type { JobKind, JobState } from '../../domain/job.ts';
import { inTransaction, type WriteDb } from '../database.ts';

interface JobRow {
  readonly id: number;
  readonly kind: JobKind;
  readonly title: string;
  readonly state: JobState;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly result: string | null;
  readonly error: string | null;
}

export function createJobTable(db: WriteDb): JobTable {
  const insert = db.prepare(`INSERT INTO job (kind, title, state, started_at) VALUES (?, ?, 'running', ?)`);
  const update = db.prepare('UPDATE job SET state = ?, finished_at = ?, result = ?, error = ? WHERE id = ?');
  const list = db.prepare<[number], JobRow>('SELECT * FROM job ORDER BY id DESC LIMIT ?');
  const active = `state IN ('running', 'cancelling')`;
  const running = db.prepare<[], JobRow>(`SELECT * FROM job WHERE ${active} ORDER BY id`);
  const interrupt = db.prepare(`UPDATE job SET state = 'interrupted', finished_at = ? WHERE ${active}`);
  return {
    insert: (fields) => Number(insert.run(fields.kind, fields.title, fields.startedAt).lastInsertRowid),
    update: (id, fields) =>
      void update.run(fields.state, fields.finishedAt, toJson(fields.result), toJson(fields.error), id),
    list: (limit) => list.all(limit).map(toJob),
    interruptRunning: (at) =>
      inTransaction(db, () => {
        const rows = running.all();
        interrupt.run(at);
        return rows.map((row) => ({ ...toJob(row), state: 'interrupted' as const, finishedAt: at }));
      }),
  };
}

function toJson(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function toJob(row: JobRow): JobRecord {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    state: row.state,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
    error: row.error === null ? null : (JSON.parse(row.error) as ErrorData),
  };
}
