import type { OperationKind } from '../../domain/history.ts';
import { assertNoImport } from '../classes/class-removal.ts';
import { insertOperation } from '../history/operations.ts';
import type { SchemaDetails } from '../history/schema-effects.ts';
import { takeBackUnfinished } from '../history/take-back.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';

export interface SchemaWork {
  readonly kind: OperationKind;
  readonly title: string;
  /** About how many will be looked at, where that is known; see `BulkWork.expect`. */
  readonly documents?: number | undefined;
  /** Changes the schema, within the transaction that writes the operation; the details say how to take that back. */
  readonly begin: () => SchemaDetails;
  /** Changes the documents in slices, recording it under the operation; resolves with how many it changed. */
  readonly relabel: (operationId: number) => Promise<number>;
}

/**
 * Carries out a change of the schema as one undoable operation, which is unfinished, and so taken back after a crash,
 * until its last slice. `plan` checks the request when nothing else can change the schema any more.
 * @throws AppError `job_in_progress` while an import runs, `project_read_only`, and what `plan` throws.
 */
export async function runSchemaWork(
  context: ProjectContext,
  plan: () => SchemaWork | Promise<SchemaWork>,
): Promise<{ readonly changed: number }> {
  assertWritable(context);
  return await context.bulk.run(async () => {
    assertNoImport(context);
    const { kind, title, documents, begin, relabel } = await plan();
    context.bulk.describe(title, documents);
    const operationId = context.store.transaction(() => {
      const details = begin();
      return insertOperation(context, { kind, title, source: 'classes', details, finished: false });
    });
    context.changes.emit('project', 'classes', 'documents');
    try {
      const changed = await relabel(operationId);
      context.store.operations.finish(operationId);
      return { changed };
    } catch (error) {
      await takeBackUnfinished(context);
      throw error;
    } finally {
      context.counts.invalidate();
      context.changes.emit('project', 'classes', 'documents', 'counts', 'history');
    }
  });
}
