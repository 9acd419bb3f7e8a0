/** Plain files outside of projects: settings, the recent-project list, folders to choose from, the sample's data. */
export interface Files {
  /** The whole text (UTF-8), or `undefined` when there is no such file. */
  readText(path: string): string | undefined;
  /** Writes beside the file, flushes, renames over it: a reader sees the old text or the new. Makes the folder. */
  writeAtomically(path: string, text: string): void;
  rename(from: string, to: string): void;
  exists(path: string): boolean;
  /** In bytes; 0 when there is no such file. */
  size(path: string): number;
  /** Does nothing when there is no such file. */
  remove(path: string): void;
  ensureFolder(path: string): void;
  /** Absolute, with links resolved, so that one file has one name; also for a file that does not exist yet. */
  canonical(path: string): string;
  /** @throws AppError `file_not_found`, `file_unreadable`. */
  listFolder(path: string): Promise<readonly FileEntry[]>;
  readonly homeFolder: string;
}

export interface FileEntry {
  readonly name: string;
  readonly kind: 'folder' | 'file';
  readonly size: number;
  readonly modifiedAt: Date;
}
