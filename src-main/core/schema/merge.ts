import type { ProjectClass } from '../../domain/class.ts';
import type { Labels } from '../../domain/document.ts';
import { AppError } from '../../domain/errors.ts';
import { forEachWithClass } from '../classes/class-removal.ts';
import { knownDocumentsWith, requireClass } from '../classes/classes.ts';
import { changeLabels } from '../documents/document-fields.ts';
import { schemaDetails } from '../history/schema-effects.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import type { MergePreview } from '../surgery.ts';
import { runSchemaWork, type SchemaWork } from './schema-operation.ts';

export async function mergePreview(
  context: ProjectContext,
  classIds: readonly number[],
  into: number,
): Promise<MergePreview> {
  const going = classesToGo(context, classIds, into);
  const idsOf = async (classId: number) => {
    const { ids } = await context.store.reader.ids({ classIds: [classId] }, { by: 'id', descending: false });
    return ids;
  };
  const lists = await Promise.all(going.map(({ id }) => idsOf(id)));
  const documents = new Set(lists.flatMap((ids) => [...ids])).size;
  const models = context.store.models
    .list()
    .filter(({ classes }) => classes.some(({ classId }) => going.some(({ id }) => id === classId)))
    .map(({ name }) => name);
  const overlapping = context.kind === 'single' ? 0 : countSeveral([...lists, await idsOf(into)]);
  return { documents, overlapping, models };
}

export function merge(
  context: ProjectContext,
  classIds: readonly number[],
  into: number,
): Promise<{ readonly changed: number }> {
  return runSchemaWork(context, () => mergeWork(context, classIds, into));
}

function mergeWork(context: ProjectContext, classIds: readonly number[], into: number): SchemaWork {
  const { classes } = context.store;
  const going = classesToGo(context, classIds, into);
  const goingIds = new Set(going.map(({ id }) => id));
  const merged = (labels: Labels): Labels =>
    labels === null ? null : labels.map((classId) => (goingIds.has(classId) ? into : classId));
  const names = going.map(({ name }) => `“${name}”`).join(', ');
  return {
    kind: 'class-merge',
    title: `Merge ${names} into “${requireClass(context, into).name}”`,
    documents: knownDocumentsWith(context, [...goingIds]),
    begin() {
      for (const { id } of going) classes.delete(id);
      return schemaDetails({ removed: going.map(({ id, name }) => ({ classId: id, name })) }, into);
    },
    async relabel(operationId) {
      let changed = 0;
      for (const { id } of going) {
        changed += await forEachWithClass(context, id, (documentId) => {
          changeLabels(context, operationId, documentId, merged);
        });
      }
      return changed;
    },
  };
}

/** The classes but `into`, each once. @throws AppError `not_found`, `bad_request`. */
function classesToGo(
  context: ProjectContext,
  classIds: readonly number[],
  into: number,
): readonly ProjectClass[] {
  requireClass(context, into);
  const going = [...new Set(classIds)].filter((classId) => classId !== into);
  if (going.length === 0) {
    throw new AppError('bad_request', 'Choose at least two classes to merge.');
  }
  return going.map((classId) => requireClass(context, classId));
}

/** How many ids are in more than one of the lists; no list names one twice. */
function countSeveral(lists: readonly Int32Array[]): number {
  const all = Int32Array.from(lists.flatMap((ids) => [...ids])).sort();
  let several = 0;
  for (let at = 1; at < all.length; at++) {
    if (all[at] === all[at - 1] && all[at] !== all[at - 2]) several += 1;
  }
  return several;
}
