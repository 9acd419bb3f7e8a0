/**
 * Every error code that may cross a process boundary (IPC, HTTP, command line).
 * docs/error-codes.md explains each one; a test keeps both lists equal.
 */
export const errorCodes = [
  'bad_request',
  'not_found',
  'already_exists',
  'project_in_use',
  'project_damaged',
  'project_newer',
  'project_read_only',
  'not_a_project',
  'unsafe_location',
  'file_not_found',
  'file_unreadable',
  'file_unsupported',
  'file_too_large',
  'file_malformed',
  'nothing_to_import',
  'input_changed',
  'no_documents',
  'too_few_documents',
  'too_few_classes',
  'class_name_invalid',
  'class_name_taken',
  'model_exists',
  'model_not_found',
  'model_deployed',
  'model_not_exportable',
  'model_file_invalid',
  'model_file_newer',
  'deployment_limit',
  'training_in_progress',
  'job_in_progress',
  'test_set_changed',
  'test_sets_differ',
  'test_set_sealed',
  'no_evaluation',
  'no_history_point',
  'cancelled',
  'interrupted',
  'worker_failed',
  'disk_full',
  'unsupported_option',
  'encoder_missing',
  'encoder_invalid',
  'encoder_changed',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/**
 * An error meant for a person: a stable machine `code`, a message in plain English that names what is
 * wrong and what to do, and optional structured `details` (JSON values only, so that it can cross processes).
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }
}

/** The shape in which an error travels between processes. */
export interface ErrorData {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Any thrown value as plain data; an unexpected one becomes `internal` with its own message. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.details === undefined ? {} : { details: error.details }),
    };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** The inverse of {@link toErrorData}: rebuilds the error on the other side of a process boundary. */
export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.message, data.details);
}

/** Fails compilation where a union is not handled completely. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
