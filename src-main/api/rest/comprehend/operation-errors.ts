import { AwsError, type AwsErrorType } from './aws-error.ts';

const throttling = 'TooManyRequestsException';
const notFound = 'ResourceNotFoundException';
const inUse = 'ResourceInUseException';
const unavailable = 'ResourceUnavailableException';
const limit = 'ResourceLimitExceededException';
const tags = 'TooManyTagsException';
const filter = 'InvalidFilterException';

/** Errors that each operation knows by AWS's own description, beside those that all of them know. */
const ownErrors: Readonly<Record<string, readonly AwsErrorType[]>> = {
  ClassifyDocument: [unavailable, 'TextSizeLimitExceededException'],
  CreateDocumentClassifier: [inUse, tags, throttling, limit, 'UnsupportedLanguageException'],
  CreateEndpoint: [inUse, limit, notFound, unavailable, throttling, tags],
  DeleteDocumentClassifier: [throttling, notFound, unavailable, inUse],
  DeleteEndpoint: [inUse, notFound, throttling],
  DescribeDocumentClassificationJob: [throttling, 'JobNotFoundException'],
  DescribeDocumentClassifier: [throttling, notFound],
  DescribeEndpoint: [throttling, notFound],
  ListDocumentClassificationJobs: [throttling, filter],
  ListDocumentClassifierSummaries: [throttling],
  ListDocumentClassifiers: [throttling, filter],
  ListEndpoints: [throttling],
  ListTagsForResource: [notFound],
  StartDocumentClassificationJob: [throttling, notFound, unavailable, tags, inUse],
  StopDocumentClassificationJob: ['JobNotFoundException'],
  StopTrainingDocumentClassifier: [throttling, notFound],
  TagResource: [notFound, tags],
  UntagResource: [notFound, 'TooManyTagKeysException'],
  UpdateEndpoint: [throttling, inUse, limit, notFound, unavailable],
};

/** An error as the operation knows it: clients have types for those that its description names. */
export function knownTo(operation: string | null, error: AwsError): AwsError {
  const own = operation === null || !Object.hasOwn(ownErrors, operation) ? undefined : ownErrors[operation]!;
  if (own === undefined || own.includes(error.type) || !isService(error.type)) return error;
  return new AwsError(otherwise[error.type] ?? 'InvalidRequestException', error.message);
}

/** What is not the caller's fault does not become it. */
const otherwise: Partial<Record<AwsErrorType, AwsErrorType>> = {
  ResourceUnavailableException: 'InternalServerException',
  TooManyRequestsException: 'ThrottlingException',
};

const known = new Set<AwsErrorType>(Object.values(ownErrors).flat());

function isService(type: AwsErrorType): boolean {
  return known.has(type);
}
