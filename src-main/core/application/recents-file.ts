import type { RecentProject } from '../../domain/settings.ts';
import type { Files } from '../ports/files.ts';
import type { Log } from '../ports/system.ts';
import { isRecord, readJsonFile, writeJsonFile } from './json-file.ts';

type StoredRecent = Omit<RecentProject, 'exists'>;

/** Projects opened lately, newest first. */
export interface RecentsFile {
  list(): readonly RecentProject[];
  /** Puts the project first; never fails, since a list that cannot be written must not keep a project closed. */
  remember(project: StoredRecent): void;
  forget(path: string): void;
}

const maximalRecents = 20;

export function openRecents(files: Files, log: Log, path: string): RecentsFile {
  let current = readJsonFile(files, log, path, parseRecents, []);
  const write = (recents: readonly StoredRecent[]) => {
    current = recents;
    try {
      writeJsonFile(files, path, recents);
    } catch (error) {
      log.warn('The list of recent projects could not be written.', { reason: String(error) });
    }
  };
  return {
    list: () => current.map((recent) => ({ ...recent, exists: files.exists(recent.path) })),
    remember(project) {
      const others = current.filter((recent) => recent.path !== project.path);
      write([project, ...others].slice(0, maximalRecents));
    },
    forget(forgotten) {
      write(current.filter((recent) => recent.path !== forgotten));
    },
  };
}

/** Entries that are not whole are dropped. @throws Error when it is no list at all. */
export function parseRecents(value: unknown): readonly StoredRecent[] {
  if (!Array.isArray(value)) {
    throw new Error('not a list');
  }
  return value.flatMap((entry: unknown) => {
    if (!isRecord(entry)) {
      return [];
    }
    const { path, name, kind, documents, labelled, openedAt } = entry;
    if (typeof path !== 'string' || typeof name !== 'string' || typeof openedAt !== 'string') {
      return [];
    }
    if (
      (kind !== 'single' && kind !== 'multi') ||
      typeof documents !== 'number' ||
      typeof labelled !== 'number'
    ) {
      return [];
    }
    return [{ path, name, kind, documents, labelled, openedAt }];
  });
}
