import type { OperationKind } from '../../domain/history.ts';
import { applyOrder } from '../classes/class-order.ts';
import type { Operation } from '../ports/history-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { type PolicyDetails, restorePolicy } from '../test-set/policy.ts';
import { insertOperation } from './operations.ts';
import {
  hasFewChanges,
  nothingTakenBack,
  reverseChanges,
  reverseFewChanges,
  type TakenBack,
} from './reverse-changes.ts';
import { inverseSchemaDetails, type SchemaDetails, schemaEffects, takeBackSchema } from './schema-effects.ts';

interface ClassUpdateDetails {
  readonly classId: number;
  readonly before: Readonly<Record<string, string | null>>;
  readonly after: Readonly<Record<string, string | null>>;
}
interface ClassOrderDetails {
  readonly before: readonly number[];
  readonly after: readonly number[];
}
export interface ImportDetails {
  readonly importId: number;
  readonly documents: number;
  /** Path of the copy of what the import took the place of, if it did; absent in files of earlier versions. */
  readonly backup?: string | null;
}

/** Taking back the adding of a class is a removal, and the other way round; everything else is its own inverse. */
export function inverseKind(kind: OperationKind): OperationKind {
  if (kind === 'class-add') {
    return 'class-delete';
  }
  return kind === 'class-delete' ? 'class-add' : kind;
}

/** The details under which the inverse operation can be taken back in its turn. */
export function inverseDetails(operation: Operation): unknown {
  switch (operation.kind) {
    case 'class-update': {
      const { classId, before, after } = operation.details as ClassUpdateDetails;
      return { classId, before: after, after: before };
    }
    case 'class-order':
    case 'test-set-policy': {
      const { before, after } = operation.details as ClassOrderDetails | PolicyDetails;
      return { before: after, after: before };
    }
    case 'class-restore':
    case 'class-merge':
    case 'class-split':
    case 'convert':
    case 'restore-labels':
      return inverseSchemaDetails(operation.details as SchemaDetails);
    default:
      return operation.details;
  }
}

/**
 * Reverses what `operation` did, recording the changes under the operation `by`. A document whose value is no
 * longer what `operation` made of it, or was given anew since, is left alone and counted as skipped.
 */
export async function takeBack(
  context: ProjectContext,
  operation: Operation,
  by: number,
): Promise<TakenBack> {
  const effects = schemaEffects(operation);
  if (effects !== null) {
    return await takeBackSchema(context, effects, () => reverseChanges(context, operation.id, by));
  }
  switch (operation.kind) {
    case 'class-update':
    case 'class-order':
    case 'test-set-policy':
      return context.store.transaction(() => takeBackAtOnce(context, operation, by));
    default:
      return await reverseChanges(context, operation.id, by);
  }
}

/** Whether the operation can be taken back within one short transaction, by {@link takeBackAtOnce}. */
export function isSmall(context: ProjectContext, operation: Operation): boolean {
  const hasMore = schemaEffects(operation) !== null || operation.kind === 'import';
  return !hasMore && hasFewChanges(context, operation.id);
}

export function takeBackAtOnce(context: ProjectContext, operation: Operation, by: number): TakenBack {
  switch (operation.kind) {
    case 'class-update':
      return restoreClass(context, operation.details as ClassUpdateDetails);
    case 'class-order':
      applyOrder(context, (operation.details as ClassOrderDetails).before);
      return nothingTakenBack;
    case 'test-set-policy': {
      const isDone = restorePolicy(context, operation.details as PolicyDetails);
      return { ...nothingTakenBack, skipped: isDone ? 0 : 1 };
    }
    default:
      return reverseFewChanges(context, operation.id, by);
  }
}

/** Fields that were changed again since, or whose old name another class has now, stay. */
function restoreClass(context: ProjectContext, details: ClassUpdateDetails): TakenBack {
  const { classes } = context.store;
  const current = classes.get(details.classId);
  const fields = Object.entries(details.before).filter(
    ([key, value]) =>
      current !== undefined &&
      current[key as 'name'] === details.after[key] &&
      !(key === 'name' && classes.findByName(String(value)) !== undefined),
  );
  if (fields.length > 0) {
    classes.update(details.classId, Object.fromEntries(fields));
  }
  return { ...nothingTakenBack, skipped: fields.length === 0 ? 1 : 0 };
}

/**
 * Takes back bulk operations that a crash or an error left unfinished. The operation that does it is marked, so
 * that its work is not offered for redo; when it is itself cut off, the next one goes on where it stopped.
 */
export async function takeBackUnfinished(context: ProjectContext): Promise<void> {
  const { operations } = context.store;
  context.bulk.takeBack();
  for (const operation of operations.unfinished()) {
    if (isRepair(operation)) {
      operations.finish(operation.id);
      continue;
    }
    const by = insertOperation(context, {
      kind: inverseKind(operation.kind),
      title: `Take back “${operation.title}”, which was interrupted`,
      source: operation.source,
      details: { interrupted: true },
      reverts: operation.id,
      finished: false,
    });
    await takeBack(context, operation, by);
    context.store.transaction(() => {
      operations.setUndoneBy(operation.id, by);
      operations.finish(operation.id);
      operations.finish(by);
    });
    context.counts.invalidate();
    context.changes.emit('project', 'classes', 'documents', 'counts', 'history');
  }
}

/** Whether the operation took back an interrupted one. */
export function isRepair(operation: Operation): boolean {
  return (operation.details as { interrupted?: boolean } | null)?.interrupted === true;
}
