import type { Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { breathe } from '../breathe.ts';
import { reviveClass } from '../classes/class-removal.ts';
import { changeField, type Field, readFieldText } from '../documents/document-fields.ts';
import type { HistoryLog, SnapshotPreview } from '../improvement.ts';
import { requireModel } from '../models/models.ts';
import type { Operation, ValueAt } from '../ports/history-tables.ts';
import type { ModelRecord } from '../ports/model-tables.ts';
import type { ExportedSnapshot } from '../ports/worker.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { runSchemaWork } from '../schema/schema-operation.ts';
import { writeInSlices } from './operations.ts';
import { type ClassDetails, schemaDetails } from './schema-effects.ts';
import type { ImportDetails } from './take-back.ts';

/**
 * Copies the project, works in the copy, closes it and puts it in its place; nothing is left when that fails.
 * `path`: the place, in full. @throws AppError `already_exists`.
 */
export type InCopy = <T>(
  given: string,
  work: (copy: ProjectContext, path: string) => Promise<T>,
) => Promise<T>;

const valuesPerRead = 500;
const operationsPerRead = 500;

export async function snapshotPreview(context: ProjectContext, modelId: number): Promise<SnapshotPreview> {
  const model = requireModel(context, modelId);
  const point = historyPoint(model);
  const changed = new Set<number>();
  for await (const values of valuesAt(context, point)) {
    for (const value of values) {
      if (isOther(context, value)) changed.add(value.documentId);
    }
  }
  return {
    changed: changed.size,
    ...importsSince(context, point),
    classes: deletedClasses(context, model).map(({ name }) => name),
    kind: newKind(context, model),
  };
}

/** See `HistoryLog.restoreSnapshot`. */
export async function restoreSnapshot(
  context: ProjectContext,
  inCopy: InCopy,
  modelId: number,
  target: Parameters<HistoryLog['restoreSnapshot']>[1],
): Promise<{ readonly changed: number; readonly path: string }> {
  historyPoint(requireModel(context, modelId));
  if (target.kind === 'copy') {
    // A bulk change that is half done is no state to copy.
    return await context.bulk.run(() =>
      inCopy(target.path, async (copy, path) => ({ ...(await restoreHere(copy, modelId)), path })),
    );
  }
  assertWritable(context);
  const path = await context.store.backUp();
  const { changed } = await restoreHere(context, modelId);
  return { changed, path };
}

function restoreHere(context: ProjectContext, modelId: number): Promise<{ readonly changed: number }> {
  return runSchemaWork(context, () => {
    const model = requireModel(context, modelId);
    const point = historyPoint(model);
    const added = deletedClasses(context, model);
    const after = newKind(context, model);
    return {
      kind: 'restore-labels',
      title: `Restore the labels of “${model.name}”`,
      begin() {
        for (const { classId, name } of added) reviveClass(context, classId, name);
        const kind = after === null ? null : { before: context.kind, after };
        if (after !== null) context.store.project.setKind(after);
        return schemaDetails({ added, kind });
      },
      relabel: (operationId) => writeValues(context, point, operationId),
    };
  });
}

async function writeValues(context: ProjectContext, point: number, operationId: number): Promise<number> {
  const alive = new Set(context.store.classes.list().map(({ id }) => id));
  const changed = new Set<number>();
  for await (const values of valuesAt(context, point)) {
    await writeInSlices(context, values, (value) => {
      const { documentId, field } = value;
      const before = readFieldText(context, documentId, field);
      const after = living(value, alive);
      if (before === undefined || before === after) return;
      changeField(context, operationId, { documentId, field, before, after });
      changed.add(documentId);
    });
  }
  return changed.size;
}

/** What documents were at the point, page by page, of those that were there then and changed since. */
async function* valuesAt(
  context: ProjectContext,
  point: number,
): AsyncGenerator<readonly ValueAt[], void, void> {
  const firstNew = firstDocumentSince(context, point);
  let place: { readonly documentId: number; readonly field: string } = { documentId: 0, field: '' };
  for (;;) {
    const values = context.store.operations.valuesAt(point, place, valuesPerRead);
    if (values.length === 0 || values[0]!.documentId >= firstNew) return;
    yield values.filter(({ documentId }) => documentId < firstNew);
    place = values.at(-1)!;
    await breathe();
  }
}

function isOther(context: ProjectContext, { documentId, field, value }: ValueAt): boolean {
  const now = readFieldText(context, documentId, field satisfies Field);
  return now !== undefined && now !== value;
}

/** Classes that are gone for good (an import that made them was removed) are left out. */
function living({ field, value }: ValueAt, alive: ReadonlySet<number>): string {
  if (field !== 'labels') return value;
  const labels = JSON.parse(value) as Labels;
  const rest = labels?.filter((classId) => alive.has(classId)) ?? null;
  return JSON.stringify(labels !== null && labels.length > 0 && rest?.length === 0 ? null : rest);
}

/** What the model was trained on, for a reader in another process. @throws AppError `model_not_found`, `no_history_point`. */
export function exportedSnapshot(context: ProjectContext, modelId: number): ExportedSnapshot {
  const model = requireModel(context, modelId);
  const point = historyPoint(model);
  return { point, firstNew: firstDocumentSince(context, point), kind: model.kind, classes: model.classes };
}

/** @throws AppError `no_history_point`. */
function historyPoint({ name, historyPoint: point }: ModelRecord): number {
  if (point === null) {
    throw new AppError(
      'no_history_point',
      `“${name}” was trained by an earlier version of Winnow, which did not write down its place in the history. Its labels cannot be brought back.`,
    );
  }
  return point;
}

/** Classes that the model knows and that were deleted since. */
function deletedClasses(context: ProjectContext, { classes }: ModelRecord): readonly ClassDetails[] {
  return classes
    .filter(({ classId }) => context.store.classes.get(classId) === undefined)
    .map(({ classId, name }) => ({ classId, name }));
}

/** Labels of a single-label project fit a multi-label one, but not the other way round. */
function newKind(context: ProjectContext, model: ModelRecord): ProjectKind | null {
  return model.kind === 'multi' && context.kind === 'single' ? 'multi' : null;
}

/** By the imports since that stand, and those of before that were removed since. */
function importsSince(
  context: ProjectContext,
  point: number,
): Pick<SnapshotPreview, 'importedSince' | 'removedSince'> {
  let importedSince = 0;
  let removedSince = 0;
  for (const { id, undoneBy, details } of importOperations(context)) {
    const { documents } = details as ImportDetails;
    if (id > point && undoneBy === null) importedSince += documents;
    if (id <= point && undoneBy !== null && undoneBy > point) removedSince += documents;
  }
  return { importedSince, removedSince };
}

/** Documents from this id on were imported since: ids only grow, and imports follow one another. */
function firstDocumentSince(context: ProjectContext, point: number): number {
  const since = new Set<number>();
  for (const { id, details } of importOperations(context)) {
    if (id > point) since.add((details as ImportDetails).importId);
  }
  const firsts = context.store.imports
    .list()
    .filter(({ id }) => since.has(id))
    .map(({ firstDocumentId }) => firstDocumentId ?? Number.POSITIVE_INFINITY);
  return Math.min(Number.POSITIVE_INFINITY, ...firsts);
}

/** Newest first, those taken back included. */
export function* importOperations(context: ProjectContext): Generator<Operation, void, void> {
  for (let from = 0; ; from += operationsPerRead) {
    const page = context.store.operations.list({ kinds: ['import'] }, from, operationsPerRead);
    yield* page.filter(({ reverts }) => reverts === null);
    if (page.length < operationsPerRead) return;
  }
}
