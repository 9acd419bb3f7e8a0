import { describe, expect, it } from 'vitest';
import {
  classifierArn,
  endpointArn,
  jobIdOf,
  operationIdOf,
  parseArn,
  parseClassifierArn,
  parseEndpointArn,
} from './arns.ts';

describe('ARNs', () => {
  it.each([
    [{ name: 'tickets', version: null }, 'document-classifier/tickets'],
    [{ name: 'tickets', version: 'v2' }, 'document-classifier/tickets/version/v2'],
    [{ name: 'Büro 1/2', version: 'a b' }, 'document-classifier/B%C3%BCro%201%2F2/version/a%20b'],
  ])('of classifiers come back as they went: %j', (name, end) => {
    const arn = classifierArn('eu-west-1', name);
    expect(arn).toBe(`arn:aws:comprehend:eu-west-1:000000000000:${end}`);
    expect(parseClassifierArn(arn)).toEqual(name);
  });

  it.each([
    [{ project: null, name: 'live' }, 'document-classifier-endpoint/live'],
    [{ project: 'my desk', name: 'live' }, 'document-classifier-endpoint/my%20desk/live'],
  ])('of endpoints come back as they went: %j', (name, end) => {
    const arn = endpointArn('eu-west-1', name);
    expect(arn).toBe(`arn:aws:comprehend:eu-west-1:000000000000:${end}`);
    expect(parseEndpointArn(arn)).toEqual(name);
  });

  it('of any partition, region and account are taken', () => {
    const arn = 'arn:aws-us-gov:comprehend:us-gov-west-1:123456789012:document-classifier/a';
    expect(parseClassifierArn(arn)).toEqual({ name: 'a', version: null });
  });

  it.each([
    'tickets',
    'arn:aws:s3:::bucket',
    'arn:aws:comprehend:us-east-1:000000000000:entity-recognizer/x',
    'arn:aws:comprehend:us-east-1:000000000000:document-classifier/',
    'arn:aws:comprehend:us-east-1:000000000000:document-classifier/a/b',
    'arn:aws:comprehend:us-east-1:000000000000:document-classifier/a/version/',
    'arn:aws:comprehend:us-east-1:000000000000:document-classifier/%E0%A4%A',
    'arn:aws:comprehend:us-east-1:000000000000:document-classifier-endpoint/a',
  ])('that name no classifier are refused: %s', (arn) => {
    expect(() => parseClassifierArn(arn)).toThrow(
      expect.objectContaining({ type: 'InvalidRequestException' }),
    );
  });

  it('of jobs hold the operation’s id without its hyphens', () => {
    const id = '24ce624e-25d0-4029-aa31-47a81a567ecc';
    expect(jobIdOf(id)).toBe('24ce624e25d04029aa3147a81a567ecc');
    expect(operationIdOf(jobIdOf(id))).toBe(id);
    expect(parseArn(`arn:aws:comprehend:x:000000000000:document-classification-job/${jobIdOf(id)}`)).toEqual({
      kind: 'document-classification-job',
      parts: [jobIdOf(id)],
    });
  });
});
