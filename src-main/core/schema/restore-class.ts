import type { Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { HistoryStep } from '../../domain/history.ts';
import { reviveClass } from '../classes/class-removal.ts';
import { changeField } from '../documents/document-fields.ts';
import { forEachChange, isAsLeft, reverseChange } from '../history/reverse-changes.ts';
import { type SchemaDetails, schemaDetails } from '../history/schema-effects.ts';
import type { Change, DeletedClassRecord } from '../ports/history-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import type { DeletedClass } from '../surgery.ts';
import { runSchemaWork } from './schema-operation.ts';

export function deletedClasses(context: ProjectContext): readonly DeletedClass[] {
  return context.store.classes
    .deleted()
    .map(({ classId, name, deletedAt, documents }) => ({ classId, name, deletedAt, documents }));
}

export async function restoreClass(context: ProjectContext, classId: number): Promise<HistoryStep> {
  const step = { title: '', documents: 0 };
  const { changed } = await runSchemaWork(context, () => {
    const deleted = requireDeleted(context, classId);
    step.title = `Restore class “${deleted.name}”`;
    return {
      kind: 'class-restore',
      title: step.title,
      documents: deleted.documents,
      begin() {
        reviveClass(context, classId, deleted.name);
        return schemaDetails({ added: [{ classId, name: deleted.name }] });
      },
      async relabel(operationId) {
        const { restored, concerned } = await restoreLabels(context, deleted, operationId);
        step.documents = concerned;
        return restored;
      },
    };
  });
  return {
    title: step.title,
    changed,
    skipped: step.documents - changed,
    documentId: null,
    note: null,
  };
}

function requireDeleted(context: ProjectContext, classId: number): DeletedClassRecord {
  const found = context.store.classes.deleted().find((deleted) => deleted.classId === classId);
  if (found === undefined) {
    throw new AppError('not_found', `There is no deleted class ${classId} in this project.`);
  }
  return found;
}

/** Gives the class back to the documents that lost it by that operation and were not labelled anew since. */
async function restoreLabels(context: ProjectContext, deleted: DeletedClassRecord, by: number) {
  const { classId, operationId } = deleted;
  const into = (context.store.operations.get(operationId)?.details as SchemaDetails | undefined)?.into;
  let concerned = 0;
  let restored = 0;
  let last = 0;
  await forEachChange(context, operationId, (change, alive) => {
    if (change.field !== 'labels') {
      // Marks that went with the labels come back with them; fields come in the order of their names.
      if (change.documentId === last) reverse(change, alive);
      return;
    }
    const before = JSON.parse(change.before) as Labels;
    if (before?.includes(classId) !== true) return;
    concerned += 1;
    const labels = livingLabels(before, alive, into ?? null);
    const isSame = JSON.stringify(labels) === change.before;
    if (isSame ? reverse(change, alive) : give(change, labels)) {
      restored += 1;
      last = isSame ? change.documentId : 0;
    }
  });
  return { restored, concerned };

  function reverse(change: Change, alive: ReadonlySet<number>): boolean {
    return reverseChange(context, { change, operationId, by, alive, exactCounts: false });
  }
  function give(change: Change, labels: readonly number[]): boolean {
    const { documentId, field, after } = change;
    if (!isAsLeft(context, operationId, change)) return false;
    if (context.kind === 'single' && labels.length !== 1) return false;
    changeField(context, by, { documentId, field, before: after, after: JSON.stringify(labels) });
    return true;
  }
}

/** Of the labels of before: those whose classes are there, and for the others the class they were merged into. */
function livingLabels(
  labels: readonly number[],
  alive: ReadonlySet<number>,
  into: number | null,
): readonly number[] {
  const living = labels.flatMap((classId) => {
    if (alive.has(classId)) return [classId];
    return into !== null && alive.has(into) ? [into] : [];
  });
  return [...new Set(living)].sort((a, b) => a - b);
}
