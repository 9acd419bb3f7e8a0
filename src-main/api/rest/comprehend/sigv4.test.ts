import { describe, expect, it } from 'vitest';
import { AwsError } from './aws-error.ts';
import { type SignedRequest, type Verification, verifySignature } from './sigv4.ts';

type Headers = readonly (readonly [string, string])[];

/** Of AWS's published test suite (aws-sig-v4-test-suite) and of the example in its documentation. */
const verification: Verification = {
  accessKeyId: 'AKIDEXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  service: 'service',
  now: new Date('2015-08-30T12:36:00Z'),
};
const host = ['Host', 'example.amazonaws.com'] as const;
const date = ['X-Amz-Date', '20150830T123600Z'] as const;

interface Vector {
  readonly name: string;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Headers;
  readonly body?: string;
  readonly signed?: string;
  readonly service?: string;
  readonly signature: string;
}

const vectors: readonly Vector[] = [
  {
    name: 'get-vanilla',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    name: 'post-vanilla',
    method: 'POST',
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    name: 'post-x-www-form-urlencoded',
    method: 'POST',
    headers: [['Content-Type', 'application/x-www-form-urlencoded'], host, date],
    signed: 'content-type;host;x-amz-date',
    body: 'Param1=value1',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
  {
    name: 'get-vanilla-query-order-key-case',
    target: '/?Param2=value2&Param1=value1',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    name: 'get-unreserved',
    target: '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  },
  {
    name: 'get-header-value-trim',
    headers: [host, ['My-Header1', ' value1'], ['My-Header2', ' "a   b   c"'], date],
    signed: 'host;my-header1;my-header2;x-amz-date',
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  {
    name: 'get-header-key-duplicate',
    headers: [host, ['My-Header1', 'value2'], ['My-Header1', 'value2'], ['My-Header1', 'value1'], date],
    signed: 'host;my-header1;x-amz-date',
    signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
  {
    name: 'the documentation’s ListUsers',
    target: '/?Action=ListUsers&Version=2010-05-08',
    headers: [
      ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
      ['Host', 'iam.amazonaws.com'],
      date,
    ],
    signed: 'content-type;host;x-amz-date',
    service: 'iam',
    signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
];

function requestOf(vector: Vector): SignedRequest {
  const { method = 'GET', target = '/', body = '', service = 'service' } = vector;
  const signed = vector.signed ?? 'host;x-amz-date';
  const scope = `AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signed}, Signature=${vector.signature}`;
  const headers: Headers = [...(vector.headers ?? [host, date]), ['Authorization', authorization]];
  return { method, target, headers, body: Buffer.from(body) };
}

const vanilla = requestOf(vectors[1]!);
const withHeader = (name: string, value: string): SignedRequest => ({
  ...vanilla,
  headers: [...vanilla.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase()), [name, value]],
});
const without = (name: string): SignedRequest => ({
  ...vanilla,
  headers: vanilla.headers.filter(([key]) => key !== name),
});
const authorizationWith = (from: string | RegExp, to: string): SignedRequest =>
  withHeader('Authorization', vanilla.headers.at(-1)![1].replace(from, to));

function errorOf(request: SignedRequest, changes: Partial<Verification> = {}): AwsError {
  try {
    verifySignature(request, { ...verification, ...changes });
  } catch (error) {
    expect(error).toBeInstanceOf(AwsError);
    return error as AwsError;
  }
  throw new Error('The signature was accepted.');
}

describe('verifySignature', () => {
  it.each(vectors)('accepts AWS’s vector $name', (vector) => {
    const { service = 'service' } = vector;
    expect(verifySignature(requestOf(vector), { ...verification, service })).toEqual({ region: 'us-east-1' });
  });

  it('accepts a request that botocore 1.43.107 has signed', () => {
    const authorization = [
      'AWS4-HMAC-SHA256 Credential=winnow/20260102/eu-central-1/comprehend/aws4_request',
      'SignedHeaders=content-type;host;x-amz-date;x-amz-target',
      'Signature=1c142a6f978bcc98188f4a4f31a40dee097e02e7aba0b3044410a881ddcf53eb',
    ].join(', ');
    const request: SignedRequest = {
      method: 'POST',
      target: '/',
      headers: [
        ['Host', '127.0.0.1:8080'],
        ['X-Amz-Target', 'Comprehend_20171127.ClassifyDocument'],
        ['Content-Type', 'application/x-amz-json-1.1'],
        ['User-Agent', 'Boto3/x'],
        ['X-Amz-Date', '20260102T030405Z'],
        ['Authorization', authorization],
      ],
      body: Buffer.from('{"Text": "café"}'),
    };
    const ours: Verification = {
      accessKeyId: 'winnow',
      secret: 'a-key-for-tests-0123456789',
      service: 'comprehend',
      now: new Date('2026-01-02T03:10:00Z'),
    };
    expect(verifySignature(request, ours)).toEqual({ region: 'eu-central-1' });
  });

  it.each([
    ['another method', { ...vanilla, method: 'PUT' }],
    ['another target', { ...vanilla, target: '/other' }],
    ['another query', { ...vanilla, target: '/?a=b' }],
    ['another body', { ...vanilla, body: Buffer.from('{}') }],
    ['another host', withHeader('Host', 'example.org')],
    ['another region', authorizationWith('us-east-1', 'eu-west-1')],
    ['a bit of the signature', authorizationWith('Signature=5d', 'Signature=5e')],
  ])('refuses %s', (_name, request) => {
    expect(errorOf(request)).toMatchObject({ type: 'InvalidSignatureException', status: 400 });
    expect(errorOf(request).message).toMatch(/^The request signature we calculated does not match/);
  });

  it('refuses another secret', () => {
    expect(errorOf(vanilla, { secret: 'other' }).type).toBe('InvalidSignatureException');
  });

  it('asks for a signature', () => {
    expect(errorOf(without('Authorization'))).toMatchObject({
      type: 'MissingAuthenticationTokenException',
      body: { __type: 'MissingAuthenticationTokenException', message: 'Missing Authentication Token' },
    });
  });

  it.each([
    ['another scheme', withHeader('Authorization', 'Bearer x')],
    ['a scope of four parts', authorizationWith('/us-east-1', '')],
    ['no signed headers', authorizationWith(/SignedHeaders=[^,]+, /, '')],
    ['no signature', authorizationWith(/, Signature=.*/, '')],
    ['a signature of other digits', authorizationWith(/Signature=.*/, 'Signature=xyz')],
    ['no date', without('X-Amz-Date')],
    ['a date of another form', withHeader('X-Amz-Date', '20150830')],
    ['a date that is none', withHeader('X-Amz-Date', '20150830T993600Z')],
  ])('calls %s incomplete', (_name, request) => {
    expect(errorOf(request).type).toBe('IncompleteSignatureException');
  });

  it('knows one access key and no session', () => {
    for (const request of [
      authorizationWith('AKIDEXAMPLE', 'AKIDOTHER'),
      withHeader('X-Amz-Security-Token', 'session'),
    ]) {
      expect(errorOf(request).type).toBe('UnrecognizedClientException');
    }
  });

  it.each([
    [-15 * 60, null],
    [15 * 60, null],
    [-15 * 60 - 1, /^Signature not yet current: 20150830T123600Z/],
    [15 * 60 + 1, /^Signature expired: 20150830T123600Z is now earlier than 20150830T125101Z/],
  ])('with a clock %i seconds ahead', (seconds, message) => {
    const now = new Date(verification.now.getTime() + seconds * 1000);
    if (message === null) {
      expect(verifySignature(vanilla, { ...verification, now }).region).toBe('us-east-1');
    } else {
      expect(errorOf(vanilla, { now })).toMatchObject({ type: 'InvalidSignatureException' });
      expect(errorOf(vanilla, { now }).message).toMatch(message);
    }
  });

  it.each([
    ['of another service', vanilla, { service: 'comprehend' }, 'correct service'],
    ['of another day', authorizationWith('/20150830/', '/20150829/'), {}, 'Date in Credential scope'],
    ['that leaves out the host', authorizationWith('host;', ''), {}, "'host' must be a signed header"],
    [
      'that leaves out the operation',
      withHeader('X-Amz-Target', 'Comprehend_20171127.DeleteEndpoint'),
      {},
      "'x-amz-target' must be a signed header",
    ],
    [
      'of a header that is not there',
      authorizationWith('host;', 'host;my-header;'),
      {},
      "'my-header' is not in the request",
    ],
  ])('refuses a signature %s', (_name, request, changes, message) => {
    const error = errorOf(request, changes);
    expect(error.type).toBe('InvalidSignatureException');
    expect(error.message).toContain(message);
  });

  it('refuses a hash that is not of the body', () => {
    const request = withHeader('X-Amz-Content-Sha256', 'UNSIGNED-PAYLOAD');
    const signed = {
      ...request,
      headers: request.headers.map(([name, value]) =>
        name === 'Authorization'
          ? ([name, value.replace('host;', 'host;x-amz-content-sha256;')] as const)
          : ([name, value] as const),
      ),
    };
    expect(errorOf(signed).message).toMatch(/is not the SHA-256 of the body/);
  });
});
