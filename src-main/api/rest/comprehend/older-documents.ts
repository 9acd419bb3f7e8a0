import type { Project } from '../../../core/core.ts';

/** Ids from the first to the last, both included, all of them documents. */
export type IdRun = readonly [first: number, last: number];

/** Id of the newest document, those set aside among them; 0 without any. */
export async function newestDocument(project: Project): Promise<number> {
  const { queryId, total } = await project.documents.query({}, { by: 'id', descending: true });
  return total === 0 ? 0 : project.documents.idAt(queryId, 0)!;
}

/** Documents in use, of ids above `after` up to `upTo`. */
export async function documentsInUse(
  project: Project,
  { after = 0, upTo = Number.POSITIVE_INFINITY }: { readonly after?: number; readonly upTo?: number },
): Promise<readonly IdRun[]> {
  const { queryId, total } = await project.documents.query(
    { excluded: false },
    { by: 'id', descending: false },
  );
  const runs: [number, number][] = [];
  for (let index = 0; index < total; index++) {
    const id = project.documents.idAt(queryId, index)!;
    if (id > upTo) break;
    if (id <= after) continue;
    const run = runs.at(-1);
    if (run !== undefined && run[1] === id - 1) run[1] = id;
    else runs.push([id, id]);
  }
  return runs;
}

/** Sets documents aside, or brings them back; one undoable step. */
export async function setAside(project: Project, runs: readonly IdRun[], excluded: boolean): Promise<void> {
  const ids = runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, k) => first + k));
  if (ids.length > 0) await project.documents.bulkExcluded({ ids }, excluded);
}
