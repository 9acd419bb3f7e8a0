import { AppError, type ErrorCode } from '../../../domain/errors.ts';
import { Refusal } from '../context.ts';
import { withoutPaths } from '../failures.ts';

/** Errors of the protocol; their text is in `message`. */
const protocolErrors = [
  'AccessDeniedException',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'RequestEntityTooLargeException',
  'RequestTimeoutException',
  'SerializationException',
  'ThrottlingException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'UnsupportedOperationException',
] as const;

/** Errors that the service's own description names; their text is in `Message`. */
const serviceErrors = [
  'InternalServerException',
  'InvalidFilterException',
  'InvalidRequestException',
  'JobNotFoundException',
  'ResourceInUseException',
  'ResourceLimitExceededException',
  'ResourceNotFoundException',
  'ResourceUnavailableException',
  'TextSizeLimitExceededException',
  'TooManyRequestsException',
  'TooManyTagKeysException',
  'TooManyTagsException',
  'UnsupportedLanguageException',
] as const;

export type AwsErrorType = (typeof protocolErrors)[number] | (typeof serviceErrors)[number];

const statuses: Partial<Record<AwsErrorType, number>> = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  RequestEntityTooLargeException: 413,
  RequestTimeoutException: 408,
};

/** A failure as AWS names and shapes it. */
export class AwsError extends Error {
  readonly type: AwsErrorType;
  readonly #members: object;

  /** @param members what AWS tells beside the message */
  constructor(type: AwsErrorType, message: string, members: object = {}) {
    super(message);
    this.name = 'AwsError';
    this.type = type;
    this.#members = members;
  }

  get status(): number {
    return statuses[this.type] ?? 400;
  }

  get body(): Readonly<Record<string, unknown>> {
    const key = (serviceErrors as readonly string[]).includes(this.type) ? 'Message' : 'message';
    return { __type: this.type, [key]: this.message, ...this.#members };
  }
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequestException', message);
}

/** A document that is refused for what it is; the reason is one of AWS's `InvalidRequestDetailReason`. */
export function invalidDocument(
  reason: 'DOCUMENT_SIZE_EXCEEDED' | 'UNSUPPORTED_DOC_TYPE',
  message: string,
): AwsError {
  const members = { Reason: 'INVALID_DOCUMENT', Detail: { Reason: reason } };
  return new AwsError('InvalidRequestException', message, members);
}

export function noSuchResource(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `There is no resource ${arn}.`);
}

const typeOfCode: Partial<Record<ErrorCode, AwsErrorType>> = {
  already_exists: 'ResourceInUseException',
  bad_request: 'InvalidRequestException',
  deployment_limit: 'ResourceLimitExceededException',
  job_in_progress: 'ResourceInUseException',
  model_exists: 'ResourceInUseException',
  model_deployed: 'ResourceInUseException',
  model_not_found: 'ResourceNotFoundException',
  not_found: 'ResourceNotFoundException',
  training_in_progress: 'ResourceInUseException',
};

/** Unexpected ones are internal: what they say stays in the log, under the reference that `report` gives. */
export function toAwsError(error: unknown, report: (error: unknown) => string): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof Refusal) return new AwsError(typeOfRefusal(error.status), error.message);
  if (error instanceof AppError && error.code !== 'internal') {
    return new AwsError(
      typeOfCode[error.code] ?? 'ResourceUnavailableException',
      withoutPaths(error.message),
    );
  }
  const { statusCode = 500 } = error as { readonly statusCode?: number };
  if (statusCode === 413) return new AwsError('RequestEntityTooLargeException', 'The request is too large.');
  if (statusCode < 500) return new AwsError('SerializationException', 'The request cannot be read.');
  return new AwsError(
    'InternalServerException',
    `Something unexpected went wrong. The log names it as ${report(error)}.`,
  );
}

function typeOfRefusal(status: Refusal['status']): AwsErrorType {
  switch (status) {
    case 429:
      return 'TooManyRequestsException';
    case 408:
      return 'RequestTimeoutException';
    case 413:
      return 'RequestEntityTooLargeException';
    case 401:
    case 403:
      return 'AccessDeniedException';
    default:
      return 'InvalidRequestException';
  }
}
