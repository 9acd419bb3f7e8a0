import { AppError } from '../../domain/errors.ts';
import type { InCopy } from '../history/snapshot.ts';
import type { Files } from '../ports/files.ts';
import type { ProjectStore, StoreOpener } from '../ports/store.ts';
import type { ProjectContext } from './project-context.ts';
import { projectPath } from './project-fields.ts';

export interface InCopyPorts {
  readonly stores: StoreOpener;
  readonly files: Files;
}

export function createInCopy(
  store: ProjectStore,
  ports: InCopyPorts,
  contextOf: (copy: ProjectStore, closing: AbortSignal) => ProjectContext,
): InCopy {
  return (given, work) =>
    inStoreCopy(store, ports, given, async (copy, path) => {
      const closing = new AbortController();
      try {
        return await work(contextOf(copy, closing.signal), path);
      } finally {
        closing.abort();
      }
    });
}

/** @throws AppError `already_exists`, `bad_request`. */
export function freePath(files: Files, given: string): string {
  const path = files.canonical(projectPath(given));
  if (!files.exists(path)) return path;
  throw new AppError('already_exists', `There is already a file "${path}". Choose another name.`, { path });
}

/** The copy gets its name when the work in it is done: one that was interrupted never looks like a whole one. */
export async function inStoreCopy<T>(
  store: ProjectStore,
  { stores, files }: InCopyPorts,
  given: string,
  work: (copy: ProjectStore, path: string) => Promise<T> | T,
  copyTo: (target: string) => Promise<void> = (target) => store.saveCopy(target),
): Promise<T> {
  const path = freePath(files, given);
  const unfinished = `${path}.unfinished`;
  const clear = (): void => {
    // What was ended in the middle of writing leaves its journal beside it.
    for (const file of [unfinished, `${unfinished}-journal`]) files.remove(file);
  };
  clear();
  try {
    await copyTo(unfinished);
    const copy = await stores.open(unfinished);
    const result = await finallyClosing(copy, () => work(copy, path));
    files.rename(unfinished, freePath(files, path));
    return result;
  } catch (error) {
    clear();
    throw error;
  }
}

async function finallyClosing<T>(copy: ProjectStore, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } finally {
    await copy.close();
  }
}
