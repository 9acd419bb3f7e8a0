import { describe, expect, it } from 'vitest';
import { AwsError, type AwsErrorType } from '../../src-main/api/rest/comprehend/aws-error.ts';
import { knownTo } from '../../src-main/api/rest/comprehend/operation-errors.ts';
import { deviations, errorsOf } from './support/aws-model.ts';

const answer = (operation: string, value: object, status = 200) => {
  const headers = new Headers({
    'content-type': 'application/x-amz-json-1.1',
    'x-amzn-requestid': '12345678-1234-1234-1234-123456789012',
  });
  if ('__type' in value) headers.set('x-amzn-errortype', String(value.__type));
  return { operation, status, headers, body: JSON.stringify(value) };
};

describe('the check of answers against AWS’s own model', () => {
  it.each([
    answer('ClassifyDocument', { Classes: [{ Name: 'a', Score: 0.5 }] }),
    answer('DescribeEndpoint', {
      EndpointProperties: { Status: 'IN_SERVICE', CreationTime: 1_790_000_000.5 },
    }),
    answer('ListTagsForResource', { ResourceArn: 'a', Tags: [{ Key: 'k' }] }),
    answer('ClassifyDocument', { __type: 'TextSizeLimitExceededException', Message: 'x' }, 400),
    answer('ListEndpoints', { __type: 'AccessDeniedException', message: 'x' }, 403),
  ])('lets pass what is right: %#', (right) => {
    expect(deviations(right)).toEqual([]);
  });

  it.each([
    [answer('ClassifyDocument', { Classes: [{ Name: 'a', Sore: 0.5 }] }), 'Classes[0].Sore is unknown'],
    [answer('ClassifyDocument', { Classes: [{ Name: 'a', Score: '0.5' }] }), 'Score is "0.5"'],
    [answer('ClassifyDocument', { Classes: { Name: 'a' } }), 'Classes is no list'],
    [answer('ClassifyDocument', { DocumentType: [{ Type: 'TEXT' }] }), 'Type is "TEXT"'],
    [answer('DescribeEndpoint', { EndpointProperties: { Status: 'READY' } }), 'Status is "READY"'],
    [answer('DescribeEndpoint', { EndpointProperties: { CreationTime: '2026-01-01' } }), 'CreationTime is'],
    [answer('DescribeEndpoint', { EndpointProperties: { CreationTime: 1_790_000_000_000 } }), 'CreationTime'],
    [answer('ListTagsForResource', { Tags: [{ Value: 'v' }] }), 'Tags[0] has no Key'],
    [
      answer('DescribeEndpoint', { __type: 'JobNotFoundException', Message: 'x' }, 400),
      'knows no JobNotFound',
    ],
    [
      answer('DescribeEndpoint', { __type: 'ResourceNotFoundException', message: 'x' }, 400),
      'has no Message',
    ],
    [
      answer('DescribeEndpoint', { __type: 'InternalServerException', Message: 'x' }, 400),
      'has the status 400',
    ],
    [answer('DescribeEndpoint', { __type: 'AccessDeniedException', message: 'x' }, 400), 'AccessDenied'],
    [
      answer('DescribeDocumentClassificationJob', {
        DocumentClassificationJobProperties: { VpcConfig: { SecurityGroupIds: [1], Subnets: ['s'] } },
      }),
      'SecurityGroupIds[0] is 1',
    ],
    [answer('DescribeEndpunkt', {}), 'is not in the model'],
  ])('tells what is wrong: %#', (wrong, told) => {
    expect(deviations(wrong).join('\n')).toContain(told);
  });
});

describe('the errors of an operation', () => {
  const operations = [
    ...['ClassifyDocument', 'CreateDocumentClassifier', 'CreateEndpoint', 'DeleteDocumentClassifier'],
    ...['DeleteEndpoint', 'DescribeDocumentClassificationJob', 'DescribeDocumentClassifier'],
    ...['DescribeEndpoint', 'ListDocumentClassificationJobs', 'ListDocumentClassifierSummaries'],
    ...['ListDocumentClassifiers', 'ListEndpoints', 'ListTagsForResource', 'StartDocumentClassificationJob'],
    ...['StopTrainingDocumentClassifier', 'TagResource', 'UntagResource', 'UpdateEndpoint'],
  ];
  const types: readonly AwsErrorType[] = [
    ...(['InternalServerException', 'InvalidFilterException', 'InvalidRequestException'] as const),
    ...(['JobNotFoundException', 'ResourceInUseException', 'ResourceLimitExceededException'] as const),
    ...(['ResourceNotFoundException', 'ResourceUnavailableException', 'TooManyTagKeysException'] as const),
    ...(['TextSizeLimitExceededException', 'TooManyRequestsException', 'TooManyTagsException'] as const),
    'UnsupportedLanguageException',
  ];

  it.each(operations)('%s are those that AWS’s client has types for', (operation) => {
    const declared = errorsOf(operation);
    expect(declared).toContain('InvalidRequestException');
    for (const type of types) {
      const told = knownTo(operation, new AwsError(type, 'a message'));
      expect(told.message).toBe('a message');
      if (declared.includes(type)) expect(told.type).toBe(type);
      else expect([...declared, 'ThrottlingException']).toContain(told.type);
    }
  });
});
