import type { OperationRecord } from '../../../core/ports/operations.ts';
import type { ErrorCode, ErrorData } from '../../../domain/errors.ts';
import type { RestContext } from '../context.ts';
import { failureOf, withoutPaths } from '../failures.ts';

/** An error as the 2022-05-01 and later contracts have it. */
export interface AzureErrorBody {
  readonly code: string;
  readonly message: string;
  readonly target?: string;
  readonly details?: readonly AzureErrorBody[];
  readonly innererror?: { readonly code: string; readonly message: string };
}

/** An error that only Azure's contract knows. */
export class AzureError extends Error {
  readonly status: number;
  readonly body: AzureErrorBody;

  constructor(status: number, body: AzureErrorBody) {
    super(body.message);
    this.name = 'AzureError';
    this.status = status;
    this.body = body;
  }
}

/** A request that is wrong in itself. `inner`: Azure's closer code. */
export function invalidRequest(
  inner: string,
  message: string,
  target?: string,
  code: 'InvalidRequest' | 'InvalidArgument' = 'InvalidRequest',
): AzureError {
  return new AzureError(400, {
    code,
    message: code === 'InvalidRequest' ? 'Invalid Request.' : 'Invalid argument.',
    ...(target === undefined ? {} : { target }),
    innererror: { code: inner, message },
  });
}

const codeOf: Partial<Record<ErrorCode, string>> = {
  not_found: 'NotFound',
  model_not_found: 'NotFound',
  file_not_found: 'NotFound',
  no_evaluation: 'NotFound',
  no_history_point: 'NotFound',
  already_exists: 'Conflict',
  model_exists: 'Conflict',
  model_deployed: 'Conflict',
  project_in_use: 'Conflict',
  training_in_progress: 'Conflict',
  job_in_progress: 'Conflict',
  // Of work that nobody asked to stop: the project was closed or deleted meanwhile.
  cancelled: 'Conflict',
  interrupted: 'Conflict',
  test_set_sealed: 'Forbidden',
  deployment_limit: 'QuotaExceeded',
  disk_full: 'ServiceUnavailable',
  worker_failed: 'InternalServerError',
  internal: 'InternalServerError',
};

const refusalCodes: Readonly<Record<number, string>> = {
  // The gateway in front of Azure's services tells this one as a number.
  401: '401',
  403: 'Forbidden',
  404: 'NotFound',
  408: 'Timeout',
  429: 'TooManyRequests',
};

/** Any error as Azure tells it, with its HTTP status. */
export function azureErrorOf(
  error: unknown,
  rest: RestContext,
  place: string,
): { readonly status: number; readonly body: AzureErrorBody } {
  if (error instanceof AzureError) return error;
  const { status, code, message } = failureOf(error, rest, place);
  if (code === null) return { status, body: { code: refusalCodes[status] ?? 'InvalidRequest', message } };
  return { status, body: { code: codeOf[code] ?? 'InvalidArgument', message } };
}

/** The error that ended an operation; to be cancelled is none. */
export function azureErrorsOf({ status, error }: OperationRecord): readonly AzureErrorBody[] {
  return error === null || status === 'cancelled' ? [] : [azureErrorOfData(error)];
}

export function azureErrorOfData({ code, message }: ErrorData): AzureErrorBody {
  return { code: codeOf[code] ?? 'InvalidArgument', message: withoutPaths(message) };
}
