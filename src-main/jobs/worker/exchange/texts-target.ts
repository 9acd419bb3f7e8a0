import { mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../domain/errors.ts';
import type { WrittenText } from '../../../formats/exchange/writer.ts';

const textsAtOnce = 32;

/** A folder of texts that appears under its name only when it is complete. */
export class TextsTarget {
  readonly #path: string;
  readonly #unfinished: string;
  #waiting: WrittenText[] = [];
  #finished = false;

  private constructor(path: string, unfinished: string) {
    this.#path = path;
    this.#unfinished = unfinished;
  }

  /** @throws AppError already_exists when something is in the folder */
  static async create(path: string): Promise<TextsTarget> {
    const there = await readdir(path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? notEmpty(path) : error;
    });
    if (there.length > 0) throw notEmpty(path);
    return new TextsTarget(path, await mkdtemp(join(dirname(path), `${basename(path)}.part-`)));
  }

  async write(text: WrittenText): Promise<void> {
    this.#waiting.push(text);
    if (this.#waiting.length >= textsAtOnce) await this.#flush();
  }

  async finish(): Promise<void> {
    await this.#flush();
    await rmdir(this.#path).catch(() => {});
    await rename(this.#unfinished, this.#path);
    this.#finished = true;
  }

  /** Leaves nothing behind, of a folder that was finished either. */
  async discard(): Promise<void> {
    await rm(this.#finished ? this.#path : this.#unfinished, { recursive: true, force: true });
  }

  async #flush(): Promise<void> {
    const texts = this.#waiting;
    this.#waiting = [];
    await Promise.all(
      texts.map(({ location, text }) => writeFile(join(this.#unfinished, location), text, { flag: 'wx' })),
    );
  }
}

function notEmpty(path: string): AppError {
  return new AppError(
    'already_exists',
    `The folder for the texts, ${path}, is there already and is not empty. Name another one.`,
    { path },
  );
}
