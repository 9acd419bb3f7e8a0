import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../../domain/errors.ts';
import { resultFileError } from '../result-file.ts';
import type { PartState } from './checkpoint.ts';
import { partOf } from './part-names.ts';

/** Open at a time: a run may write a thousand files, and systems allow some 250 to 1,000. */
const maximalHandles = 64;
/** UTF-16 units kept back for one file, and for all together. */
const bufferedUnits = 256 * 1024;
const bufferedUnitsOfAll = 8 * 1024 * 1024;

/** One file that grows beside its place. */
export interface PartFile {
  /** Where it will be when it is complete. */
  readonly path: string;
  add(row: string): void;
  state(): PartState;
}

/** The files that a run writes, few of them open at a time. */
export class PartFiles {
  readonly #parts: Part[] = [];
  readonly #handles = new Map<Part, FileHandle>();
  #buffered = 0;
  #failed = false;

  /** Begins the file anew. @param header what stands before the first row */
  async begin(path: string, header: string): Promise<PartFile> {
    const part = new Part(path, partOf(path), 0, 0);
    await this.#open(part, 'w');
    part.add(header);
    part.rows = 0;
    this.#parts.push(part);
    return part;
  }

  /**
   * Goes on where the file was; what was written after that is cut off.
   * @throws AppError `interrupted` when less is there than was written.
   */
  async goOn({ path, bytes, rows }: PartState): Promise<PartFile> {
    const part = new Part(path, partOf(path), bytes, rows);
    const handle = await this.#open(part, 'r+').catch(() => undefined);
    if (handle === undefined || (await handle.stat()).size < bytes) {
      throw new AppError(
        'interrupted',
        `"${part.file}" holds less of the unfinished run than it did. Begin anew.`,
        { path: part.file },
      );
    }
    await handle.truncate(bytes);
    this.#parts.push(part);
    return part;
  }

  /** Writes straight into a pipe or the like, which is neither cut off nor given another name. */
  async direct(path: string, header: string): Promise<PartFile> {
    const part = new Part(path, path, 0, 0, false);
    await this.#open(part, 'w');
    part.add(header);
    part.rows = 0;
    this.#parts.push(part);
    return part;
  }

  /** Writes what has gathered, when it is much. */
  async settle(): Promise<void> {
    this.#buffered = 0;
    for (const part of this.#parts) {
      if (part.units >= bufferedUnits) await this.#write(part);
      this.#buffered += part.units;
    }
    if (this.#buffered < bufferedUnitsOfAll) return;
    for (const part of this.#parts) await this.#write(part);
  }

  /** Everything added is on disk when this resolves. @throws also after an earlier failure: something is missing. */
  async sync(): Promise<void> {
    if (this.#failed) throw new Error('A part file could not be written.');
    for (const part of this.#parts) {
      await this.#write(part);
      if (!part.unsynced || !part.seekable) continue;
      await (await this.#handleOf(part)).sync();
      part.unsynced = false;
    }
  }

  async close(): Promise<void> {
    const handles = [...this.#handles.values()];
    this.#handles.clear();
    await Promise.all(handles.map((handle) => handle.close()));
  }

  async #write(part: Part): Promise<void> {
    const text = part.take();
    if (text === '') return;
    const handle = await this.#handleOf(part);
    const bytes = Buffer.from(text, 'utf8');
    let done = 0;
    try {
      while (done < bytes.length) {
        const position = part.seekable ? part.bytes + done : null;
        done += (await handle.write(bytes, done, bytes.length - done, position)).bytesWritten;
      }
    } catch (error) {
      this.#failed = true;
      throw resultFileError(error, part.path);
    }
    part.bytes += bytes.length;
    part.unsynced = true;
  }

  async #handleOf(part: Part): Promise<FileHandle> {
    const found = this.#handles.get(part);
    if (found === undefined) return await this.#open(part, 'r+');
    this.#handles.delete(part);
    this.#handles.set(part, found);
    return found;
  }

  async #open(part: Part, flags: 'w' | 'r+'): Promise<FileHandle> {
    for (const [oldest, handle] of this.#handles) {
      if (this.#handles.size < maximalHandles) break;
      if (!oldest.seekable) continue;
      this.#handles.delete(oldest);
      // What has not been synced is still synced later, through another handle of the same file.
      await handle.close();
    }
    try {
      const handle = await open(part.file, flags);
      this.#handles.set(part, handle);
      return handle;
    } catch (error) {
      throw resultFileError(error, part.path);
    }
  }
}

class Part implements PartFile {
  readonly path: string;
  readonly file: string;
  readonly seekable: boolean;
  bytes: number;
  rows: number;
  units = 0;
  unsynced = true;
  #texts: string[] = [];

  constructor(path: string, file: string, bytes: number, rows: number, seekable = true) {
    this.path = path;
    this.file = file;
    this.bytes = bytes;
    this.rows = rows;
    this.seekable = seekable;
  }

  add(row: string): void {
    this.#texts.push(row);
    this.units += row.length;
    this.rows++;
  }

  take(): string {
    const text = this.#texts.join('');
    this.#texts = [];
    this.units = 0;
    return text;
  }

  state(): PartState {
    return { path: this.path, bytes: this.bytes, rows: this.rows };
  }
}
