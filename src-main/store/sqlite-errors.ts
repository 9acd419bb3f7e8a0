import Database from 'better-sqlite3';
import { AppError } from '../domain/errors.ts';

/** SQLite's errors as errors for a person; anything else comes back as it is. */
export function translateError(error: unknown, path: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  const code = error.code;
  const details = { path, sqlite: code };
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new AppError(
      'project_damaged',
      `The project file "${path}" is damaged (${error.message}). Close it and go on with a backup copy from the folder "${path}-backups" or one of your own.`,
      details,
    );
  }
  if (code === 'SQLITE_FULL') {
    return new AppError(
      'disk_full',
      `The disk that holds "${path}" is full. Nothing was changed. Free some space and try again.`,
      details,
    );
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return new AppError(
      'project_read_only',
      `The project "${path}" is open for reading only. Copy it to a folder where you may write, and open the copy.`,
      details,
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new AppError(
      'project_in_use',
      `The project "${path}" is in use by another program. Close it there and try again.`,
      details,
    );
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_CANTOPEN') {
    return new AppError(
      'file_unreadable',
      `The project file "${path}" could not be read or written (${error.message}). Check that its disk is connected and working.`,
      details,
    );
  }
  return error;
}
