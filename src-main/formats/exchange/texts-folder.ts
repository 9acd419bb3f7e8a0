import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { AppError } from '../../domain/errors.ts';
import { fileError, fileStatus } from '../file-bytes.ts';

export interface FoundText {
  /** With links resolved. */
  readonly path: string;
  readonly bytes: number;
}

export interface ExtraTexts {
  readonly count: number;
  /** The first few, relative to the folder. */
  readonly examples: readonly string[];
  /** More files were there than were looked at. */
  readonly capped: boolean;
}

/** Reasons name no path of this computer: they also answer programs. */
const missing = 'The folder of texts has no such file.';
const outside = 'The location does not lie in the folder of texts.';

const shownExtras = 10;
const maximalListed = 200_000;

/**
 * The folder that holds the texts of a project by their locations. Nothing outside of it is ever read: not by `..`,
 * not by a full path, not through a link.
 */
export class TextsFolder {
  readonly #root: string;

  private constructor(root: string) {
    this.#root = root;
  }

  /** @throws AppError file_not_found, file_unreadable, bad_request (no folder) */
  static async open(path: string): Promise<TextsFolder> {
    const { isFolder } = await fileStatus(path);
    if (!isFolder) throw new AppError('bad_request', `"${path}" is no folder. Name the folder of the texts.`);
    return new TextsFolder(await realpath(path));
  }

  /** The file, or why there is none. */
  async find(location: string): Promise<FoundText | string> {
    // A backslash or a colon is a part of a name here and a way out elsewhere; Azure's names have neither.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (/[\\:\u0000-\u001f]/.test(location) || location.startsWith('/')) return outside;
    if (location.split('/').includes('..')) return outside;
    try {
      const path = await realpath(resolve(this.#root, location));
      if (!path.startsWith(this.#root.endsWith(sep) ? this.#root : this.#root + sep)) return outside;
      const status = await stat(path);
      return status.isFile() ? { path, bytes: status.size } : missing;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' ? missing : unreadable(error);
    }
  }

  /** Text files of the folder (`.txt`) that are not among these paths. */
  async extras(used: ReadonlySet<string>): Promise<ExtraTexts> {
    const examples: string[] = [];
    let count = 0;
    let listed = 0;
    const folders = [this.#root];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => [])) {
        listed += 1;
        if (listed > maximalListed) return { count, examples, capped: true };
        const path = join(folder, entry.name);
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) folders.push(path);
        else if (entry.isFile() && /\.txt$/i.test(entry.name) && !used.has(path)) {
          count += 1;
          if (examples.length < shownExtras) examples.push(relative(this.#root, path));
        }
      }
    }
    return { count, examples, capped: false };
  }
}

function unreadable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ELOOP' ? outside : `The file cannot be read (${code ?? fileError(error, '').message}).`;
}
