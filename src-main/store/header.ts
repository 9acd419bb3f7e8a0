import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { AppError } from '../domain/errors.ts';
import { applicationId, schemaVersion } from './migrations/index.ts';

const headerLength = 100;
const magic = 'SQLite format 3\0';

/**
 * Looks at the first bytes of a file, without SQLite and without changing anything, and returns its schema
 * version. Offsets are those of the database header in SQLite's file format document.
 *
 * Must not be called for a file that this process has open as a database without its lock: on POSIX systems
 * closing any handle of a file drops all locks that the process has on it.
 *
 * @throws AppError `not_a_project`, `project_newer`, `project_damaged`, `file_unreadable`.
 */
export function checkHeader(path: string): number {
  const { header, size } = readHeader(path);
  if (size === 0) {
    throw new AppError('not_a_project', `The file "${path}" is empty. It is not a Winnow project.`, { path });
  }
  if (header.length < headerLength || header.toString('latin1', 0, 16) !== magic) {
    throw notProject(path);
  }
  if (header.readUInt32BE(68) !== applicationId) throw notProject(path);
  const version = header.readUInt32BE(60);
  if (version > schemaVersion) {
    throw new AppError(
      'project_newer',
      `The project "${path}" was made by a newer version of Winnow. Install the newest version to open it. The file was not changed.`,
      { path, version, supported: schemaVersion },
    );
  }
  checkSize(path, header, size);
  return version;
}

function readHeader(path: string): { readonly header: Buffer; readonly size: number } {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new AppError(
      'file_unreadable',
      `The file "${path}" cannot be read (${(error as NodeJS.ErrnoException).code}). Check that you may open it.`,
      { path },
    );
  }
  try {
    const header = Buffer.alloc(headerLength);
    const length = readSync(file, header, 0, headerLength, 0);
    return { header: header.subarray(0, length), size: fstatSync(file).size };
  } finally {
    closeSync(file);
  }
}

function notProject(path: string): AppError {
  return new AppError(
    'not_a_project',
    `The file "${path}" is not a Winnow project, or its beginning is damaged. Choose another file, or a backup from the folder whose name ends in ".winnow-backups".`,
    { path },
  );
}

/** A file cut short in a copy. With a log or journal beside it, the page count may be ahead of the file. */
function checkSize(path: string, header: Buffer, size: number): void {
  if (existsSync(`${path}-wal`) || existsSync(`${path}-journal`)) return;
  const stored = header.readUInt16BE(16);
  const pageSize = stored === 1 ? 65536 : stored;
  const expected = pageSize * header.readUInt32BE(28);
  if (size < expected) {
    throw new AppError(
      'project_damaged',
      `The project "${path}" is damaged: ${expected} bytes belong to it, ${size} are there. It was not copied completely. Copy it again, or open a backup from the folder "${path}-backups".`,
      { path },
    );
  }
}
