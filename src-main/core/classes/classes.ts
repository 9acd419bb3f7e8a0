import { documentsWith, type ProjectClass } from '../../domain/class.ts';
import { AppError } from '../../domain/errors.ts';
import type { Classes } from '../core.ts';
import { insertOperation } from '../history/operations.ts';
import { takeBackUnfinished } from '../history/take-back.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { type ClassFields, checkedFields, newClass } from './class-fields.ts';
import { applyOrder } from './class-order.ts';
import { assertNoImport, removeClass } from './class-removal.ts';

export function createClasses(context: ProjectContext): Classes {
  return {
    list: () => context.store.classes.list(),
    add: (fields) => addClass(context, fields),
    update: (classId, changes) => updateClass(context, classId, changes),
    reorder: (classIds) => {
      reorder(context, classIds);
    },
    async deletePreview(classId) {
      requireClass(context, classId);
      return { documents: documentsWith(await context.counts.settled(), [classId]) };
    },
    delete: (classId) => deleteClass(context, classId),
  };
}

/** @throws AppError `not_found`. */
export function requireClass(context: ProjectContext, classId: number): ProjectClass {
  const found = context.store.classes.get(classId);
  if (found === undefined) {
    throw new AppError(
      'not_found',
      `There is no class ${classId} in this project; it may have been deleted.`,
    );
  }
  return found;
}

function addClass(context: ProjectContext, fields: ClassFields & { readonly name: string }): ProjectClass {
  assertWritable(context);
  const { store } = context;
  const classId = store.transaction(() => {
    const checked = checkedFields(context, fields, null);
    const added = newClass(context, { ...checked, name: checked.name ?? fields.name });
    const id = store.classes.insert(added);
    const details = { classId: id, name: added.name };
    insertOperation(context, {
      kind: 'class-add',
      title: `Add class “${added.name}”`,
      source: 'classes',
      details,
    });
    return id;
  });
  context.changes.emit('classes', 'counts', 'history');
  return requireClass(context, classId);
}

function updateClass(context: ProjectContext, classId: number, changes: ClassFields): ProjectClass {
  assertWritable(context);
  const { store } = context;
  const before = requireClass(context, classId);
  const after = changedFields(before, checkedFields(context, changes, classId));
  const keys = Object.keys(after) as (keyof ClassFields)[];
  if (keys.length === 0) {
    return before;
  }
  const details = { classId, before: Object.fromEntries(keys.map((key) => [key, before[key]])), after };
  const title =
    after.name === undefined
      ? `Change class “${before.name}”`
      : `Rename class “${before.name}” to “${after.name}”`;
  store.transaction(() => {
    store.classes.update(classId, after);
    insertOperation(context, { kind: 'class-update', title, source: 'classes', details });
  });
  context.changes.emit('classes', 'history');
  return requireClass(context, classId);
}

function changedFields(before: ProjectClass, fields: ClassFields): ClassFields {
  const entries = Object.entries(fields).filter(([key, value]) => before[key as keyof ClassFields] !== value);
  return Object.fromEntries(entries);
}

function reorder(context: ProjectContext, classIds: readonly number[]): void {
  assertWritable(context);
  const { store } = context;
  const before = store.classes.list().map((entry) => entry.id);
  if (classIds.length !== before.length || !before.every((id) => classIds.includes(id))) {
    throw new AppError('bad_request', 'The new order must name every class of the project once.');
  }
  if (before.every((id, index) => id === classIds[index])) {
    return;
  }
  store.transaction(() => {
    applyOrder(context, classIds);
    const details = { before, after: [...classIds] };
    insertOperation(context, { kind: 'class-order', title: 'Reorder classes', source: 'classes', details });
  });
  context.changes.emit('classes', 'history');
}

/** As far as they have been counted. */
export function knownDocumentsWith(context: ProjectContext, classIds: readonly number[]): number | undefined {
  const counts = context.counts.peek();
  return counts === null ? undefined : documentsWith(counts, classIds);
}

function deleteClass(context: ProjectContext, classId: number): Promise<void> {
  assertWritable(context);
  return context.bulk.run(async () => {
    assertNoImport(context);
    const { store } = context;
    const { name } = requireClass(context, classId);
    context.bulk.describe(`Delete class “${name}”`, knownDocumentsWith(context, [classId]));
    const operationId = insertOperation(context, {
      kind: 'class-delete',
      title: `Delete class “${name}”`,
      source: 'classes',
      details: { classId, name },
      finished: false,
    });
    try {
      await removeClass(context, classId, operationId);
    } catch (error) {
      await takeBackUnfinished(context);
      throw error;
    }
    store.operations.finish(operationId);
    context.counts.invalidate();
    context.changes.emit('classes', 'documents', 'counts', 'history');
  });
}
