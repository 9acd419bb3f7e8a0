import { describe, expect, it } from 'vitest';
import { AppError } from '../../../domain/errors.ts';
import { Refusal } from '../context.ts';
import { AwsError, toAwsError } from './aws-error.ts';

const report = (): string => 'E-1';

describe('toAwsError', () => {
  it('leaves AWS’s errors as they are', () => {
    const error = new AwsError('ResourceNotFoundException', 'None.');
    expect(toAwsError(error, report)).toBe(error);
    expect(error.body).toEqual({ __type: 'ResourceNotFoundException', Message: 'None.' });
    expect(new AwsError('SerializationException', 'No JSON.').body).toHaveProperty('message', 'No JSON.');
  });

  it.each([
    ['not_found', 'ResourceNotFoundException'],
    ['model_deployed', 'ResourceInUseException'],
    ['deployment_limit', 'ResourceLimitExceededException'],
    ['project_in_use', 'ResourceUnavailableException'],
  ] as const)('names %s %s', (code, type) => {
    expect(toAwsError(new AppError(code, 'Because.'), report)).toMatchObject({
      ...{ type, message: 'Because.', status: 400 },
    });
  });

  it.each([
    [403, 'AccessDeniedException', 403],
    [408, 'RequestTimeoutException', 408],
    [413, 'RequestEntityTooLargeException', 413],
    [429, 'TooManyRequestsException', 400],
  ] as const)('names a refusal of %i %s', (given, type, status) => {
    expect(toAwsError(new Refusal(given, 'No.'), report)).toMatchObject({ type, status });
  });

  it('tells neither paths nor what was unexpected', () => {
    const named = toAwsError(
      new AppError('file_unreadable', '"/home/me/secret/a.csv" cannot be read.'),
      report,
    );
    expect(named.message).toBe('"a.csv" cannot be read.');
    const unexpected = toAwsError(new TypeError('at /home/me/x.ts'), report);
    expect(unexpected).toMatchObject({ type: 'InternalServerException', status: 500 });
    expect(unexpected.message).toBe('Something unexpected went wrong. The log names it as E-1.');
  });
});
