import path from 'node:path';
import { AppError, type ErrorCode } from '../../domain/errors.ts';
import { Refusal, type RestContext } from './context.ts';

/** What a service tells of an error, in whatever shape its clients know. */
export interface Failure {
  /** HTTP status, 400 to 599. */
  readonly status: number;
  /** Null for what the base refused before it reached the application. */
  readonly code: ErrorCode | null;
  /** Holds no path of this computer and no stack. */
  readonly message: string;
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  not_found: 404,
  model_not_found: 404,
  file_not_found: 404,
  no_evaluation: 404,
  no_history_point: 404,
  already_exists: 409,
  model_exists: 409,
  model_deployed: 409,
  class_name_taken: 409,
  project_in_use: 409,
  training_in_progress: 409,
  job_in_progress: 409,
  test_set_sealed: 403,
  file_too_large: 413,
  disk_full: 507,
  worker_failed: 500,
  internal: 500,
};

/** Anything thrown while a request was answered. What nobody expected goes to the log. */
export function failureOf(error: unknown, rest: RestContext, place: string): Failure {
  if (error instanceof Refusal) return { status: error.status, code: null, message: error.message };
  if (error instanceof AppError) {
    return { status: statusOf[error.code] ?? 400, code: error.code, message: withoutPaths(error.message) };
  }
  const { statusCode, message } = error as { readonly statusCode?: number; readonly message?: string };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: null, message: withoutPaths(message ?? 'The request is malformed.') };
  }
  const reference = rest.reportUnexpected(error, place);
  return {
    status: 500,
    code: 'internal',
    message: `Something unexpected went wrong. The log of Winnow names it as ${reference}.`,
  };
}

const quotedPath = /(["“'])((?:[A-Za-z]:)?[\\/][^"”']*)(["”'])/g;
const barePath = /(?<![\w.:/\\])(?:[A-Za-z]:[\\/]|[\\/])(?:[^\s"“”']+)/g;

/** Messages for the person at this computer name files by their full path; a program gets the file's own name. */
export function withoutPaths(message: string): string {
  return message
    .replace(
      quotedPath,
      (_all, open: string, file: string, close: string) => `${open}${lastPart(file)}${close}`,
    )
    .replace(barePath, lastPart);
}

function lastPart(file: string): string {
  return path.posix.basename(file.replaceAll('\\', '/'));
}
