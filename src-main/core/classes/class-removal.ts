import { AppError } from '../../domain/errors.ts';
import { changeLabels } from '../documents/document-fields.ts';
import { withoutClass } from '../documents/labels-after.ts';
import { writeInSlices } from '../history/operations.ts';
import type { ProjectContext } from '../projects/project-context.ts';

const documentsPerRead = 500;

/**
 * The rows of a running import are not visible yet, so a class taken away meanwhile would stay on them.
 * @throws AppError `job_in_progress`.
 */
export function assertNoImport(context: ProjectContext): void {
  if (context.jobs.activeOf('import') !== undefined) {
    throw new AppError(
      'job_in_progress',
      'Classes cannot be deleted, merged, split or converted while an import is running. Wait for its end, or cancel it.',
    );
  }
}

/**
 * Hides a class and takes it from all its documents, recording every change under the operation. Documents keep
 * their other classes.
 * @returns how many documents lost the class.
 */
export async function removeClass(
  context: ProjectContext,
  classId: number,
  operationId: number,
): Promise<number> {
  const { store } = context;
  store.classes.delete(classId);
  context.changes.emit('classes', 'documents');
  return await forEachWithClass(context, classId, (documentId) => {
    changeLabels(context, operationId, documentId, (labels) => withoutClass(labels, classId));
  });
}

/**
 * Goes through the documents that carry the class, in write transactions; `work` takes it from them.
 * @returns how many there were.
 */
export async function forEachWithClass(
  context: ProjectContext,
  classId: number,
  work: (documentId: number) => void,
): Promise<number> {
  const { documents } = context.store;
  let count = 0;
  let ids = documents.idsWithClass(classId, 0, documentsPerRead);
  while (ids.length > 0) {
    await writeInSlices(context, ids, (documentId) => {
      work(documentId);
    });
    count += ids.length;
    ids = documents.idsWithClass(classId, ids.at(-1)!, documentsPerRead);
  }
  return count;
}

/** Brings a class back under its name, or a free one like it when the name was given to another class since. */
export function reviveClass(context: ProjectContext, classId: number, name: string): void {
  const { classes } = context.store;
  if (classes.get(classId) !== undefined) return;
  classes.revive(
    classId,
    freeName(name, (candidate) => classes.findByName(candidate) === undefined),
  );
}

export function freeName(name: string, isFree: (candidate: string) => boolean): string {
  let candidate = name;
  for (let number = 2; !isFree(candidate); number++) {
    candidate = `${name} (${number})`;
  }
  return candidate;
}
