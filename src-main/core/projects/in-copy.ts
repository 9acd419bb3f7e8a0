import { AppError } from '../../domain/errors.ts';
import type { InCopy } from '../history/snapshot.ts';
import type { Files } from '../ports/files.ts';
import type { ProjectStore, StoreOpener } from '../ports/store.ts';
import type { ProjectContext } from './project-context.ts';
import { projectPath } from './project-fields.ts';

interface InCopyPorts {
  readonly stores: StoreOpener;
  readonly files: Files;
}

/** The copy gets its name when the work in it is done: one that was interrupted never looks like a whole one. */
export function createInCopy(
  store: ProjectStore,
  { stores, files }: InCopyPorts,
  contextOf: (copy: ProjectStore, closing: AbortSignal) => ProjectContext,
): InCopy {
  return async (given, work) => {
    const path = files.canonical(projectPath(given));
    const refuseExisting = (): void => {
      if (!files.exists(path)) return;
      throw new AppError('already_exists', `There is already a file "${path}". Choose another name.`, {
        path,
      });
    };
    refuseExisting();
    const unfinished = `${path}.unfinished`;
    files.remove(unfinished);
    await store.saveCopy(unfinished);
    try {
      const result = await workIn(await stores.open(unfinished), contextOf, (copy) => work(copy, path));
      refuseExisting();
      files.rename(unfinished, path);
      return result;
    } catch (error) {
      files.remove(unfinished);
      throw error;
    }
  };
}

async function workIn<T>(
  copy: ProjectStore,
  contextOf: (copy: ProjectStore, closing: AbortSignal) => ProjectContext,
  work: (context: ProjectContext) => Promise<T>,
): Promise<T> {
  const closing = new AbortController();
  try {
    return await work(contextOf(copy, closing.signal));
  } finally {
    closing.abort();
    await copy.close();
  }
}
