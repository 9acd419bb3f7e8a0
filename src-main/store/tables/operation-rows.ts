import type { Operation } from '../../core/ports/history-tables.ts';
import type { ChangeSource, OperationKind } from '../../domain/history.ts';

export interface OperationRow {
  readonly id: number;
  readonly kind: OperationKind;
  readonly title: string;
  readonly annotator: string;
  readonly source: ChangeSource;
  readonly at: string;
  readonly details: string;
  readonly reverts: number | null;
  readonly undone_by: number | null;
  readonly finished: number;
}

export function toOperation(row: OperationRow): Operation {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    annotator: row.annotator,
    source: row.source,
    at: row.at,
    details: JSON.parse(row.details) as unknown,
    reverts: row.reverts,
    undoneBy: row.undone_by,
    finished: row.finished === 1,
  };
}
