import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  ClassifyDocumentCommand,
  type ComprehendClientConfig,
  CreateDocumentClassifierCommand,
  DescribeDocumentClassificationJobCommand,
  DescribeDocumentClassifierCommand,
  DetectSentimentCommand,
  ListDocumentClassifiersCommand,
} from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireAnswer } from './support/aws-model.ts';
import { awsClient, changing, role, type WireRequest } from './support/comprehend.ts';
import { createRestBench } from './support/rest-server.ts';

const bench = createRestBench();
const list = new ListDocumentClassifiersCommand({});
let endpoint: string;

beforeAll(async () => {
  writeFileSync(path.join(bench.folder, 'secret.csv'), 'a,outside\nb,outside too\n');
  endpoint = await bench.start();
});
afterAll(() => bench.dispose());

const clientWith = (more: ComprehendClientConfig) => awsClient(endpoint, bench, more);
const clientChanging = (change: (request: WireRequest) => WireRequest, heard: WireAnswer[] = []) =>
  awsClient(endpoint, bench, { requestHandler: changing(change) }, (answer) => heard.push(answer));
const withHeaders = (changes: Readonly<Record<string, string | undefined>>) =>
  clientChanging(({ headers, body }) => {
    const all = Object.entries({ ...headers, ...changes });
    return {
      headers: Object.fromEntries(all.filter(([, value]) => value !== undefined)),
      body,
    } as WireRequest;
  });

describe('a request', () => {
  it('with the key is answered, from any region', async () => {
    for (const region of ['us-east-1', 'ap-southeast-2']) {
      expect((await clientWith({ region }).send(list)).DocumentClassifierPropertiesList).toEqual([]);
    }
  });

  it.each([
    [
      'with another secret',
      () => clientWith({ credentials: { accessKeyId: 'winnow', secretAccessKey: 'another-key-0123456789' } }),
      'InvalidSignatureException',
    ],
    [
      'with another access key',
      () => clientWith({ credentials: { accessKeyId: 'AKIDOTHER', secretAccessKey: bench.key } }),
      'UnrecognizedClientException',
    ],
    [
      'with a session token',
      () =>
        clientWith({
          credentials: { accessKeyId: 'winnow', secretAccessKey: bench.key, sessionToken: 'token' },
        }),
      'UnrecognizedClientException',
    ],
    [
      'without a signature',
      () => withHeaders({ authorization: undefined }),
      'MissingAuthenticationTokenException',
    ],
    [
      'with half a signature',
      () => withHeaders({ authorization: 'AWS4-HMAC-SHA256 x' }),
      'IncompleteSignatureException',
    ],
    [
      'with another body',
      () => clientChanging((request) => ({ ...request, body: '{"MaxResults":1}' })),
      'InvalidSignatureException',
    ],
    [
      'with another operation',
      () => withHeaders({ 'x-amz-target': 'Comprehend_20171127.ListEndpoints' }),
      'InvalidSignatureException',
    ],
    [
      'from a clock 16 minutes late',
      () => clientWith({ systemClockOffset: -16 * 60_000 }),
      'InvalidSignatureException',
    ],
    [
      'from a clock 16 minutes early',
      () => clientWith({ systemClockOffset: 16 * 60_000 }),
      'InvalidSignatureException',
    ],
  ])('%s is refused', async (_name, connect, error) => {
    await expect(connect().send(list)).rejects.toMatchObject({
      name: error,
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('of a page or to a rebound name is refused', async () => {
    await expect(withHeaders({ origin: 'http://attacker.example' }).send(list)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('that is too large is refused before it is read', async () => {
    const heard: WireAnswer[] = [];
    const large = 'x'.repeat(70 * 1024 * 1024);
    const client = clientChanging((request) => ({ ...request, body: large }), heard);
    await expect(client.send(list)).rejects.toMatchObject({ $metadata: { httpStatusCode: 413 } });
    expect(JSON.parse(heard[0]!.body)).toMatchObject({ __type: 'RequestEntityTooLargeException' });
  });

  it('for another operation of Comprehend says what there is', async () => {
    const command = new DetectSentimentCommand({ Text: 'Fine.', LanguageCode: 'en' });
    const refused = clientWith({}).send(command);
    await expect(refused).rejects.toMatchObject({ name: 'UnsupportedOperationException' });
    await expect(refused).rejects.toThrow(/Winnow does not do DetectSentiment\. It does: ClassifyDocument/);
  });
});

describe('inputs', () => {
  const EndpointArn = 'arn:aws:comprehend:us-east-1:000000000000:document-classifier-endpoint/none';

  it.each([
    [{ EndpointArn }, 'InvalidRequestException', 'Give either Text or Bytes.'],
    [
      { EndpointArn, Text: 'a', Bytes: Buffer.from('a') },
      'InvalidRequestException',
      'Give either Text or Bytes.',
    ],
    [{ EndpointArn, Bytes: Buffer.from('%PDF-1.7') }, 'InvalidRequestException', 'plain text in UTF-8'],
    [{ EndpointArn, Text: 'x'.repeat(1_000_001) }, 'TextSizeLimitExceededException', '1000000'],
    [{ EndpointArn, Text: 'a' }, 'ResourceUnavailableException', 'There is no resource'],
    [{ EndpointArn: 'arn:aws:s3:::bucket', Text: 'a' }, 'InvalidRequestException', 'not an ARN'],
  ])('of ClassifyDocument are checked: %#', async (input, name, message) => {
    const refused = clientWith({}).send(new ClassifyDocumentCommand(input));
    await expect(refused).rejects.toMatchObject({ name });
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    [new DescribeDocumentClassificationJobCommand({ JobId: '0'.repeat(32) }), 'JobNotFoundException'],
    [
      new DescribeDocumentClassifierCommand({
        DocumentClassifierArn: 'arn:aws:comprehend:us-east-1:000000000000:document-classifier/none',
      }),
      'ResourceNotFoundException',
    ],
    [new ListDocumentClassifiersCommand({ MaxResults: 501 }), 'InvalidRequestException'],
    [new ListDocumentClassifiersCommand({ NextToken: 'x' }), 'InvalidRequestException'],
  ])('of other operations are checked: %#', async (command, name) => {
    await expect(clientWith({}).send(command as typeof list)).rejects.toMatchObject({ name });
  });

  it('that are no JSON are refused, signed as they may be', async () => {
    const client = clientWith({});
    client.middlewareStack.add(
      (next) => (args) => {
        (args.request as { body: string }).body = '{"Max';
        return next(args);
      },
      { step: 'build', priority: 'high' },
    );
    await expect(client.send(list)).rejects.toMatchObject({ name: 'SerializationException' });
  });
});

describe('keys of s3:// URIs', () => {
  const train = (S3Uri: string, output = 's3://bucket/out') =>
    clientWith({}).send(
      new CreateDocumentClassifierCommand({
        ...{ DocumentClassifierName: 'probe', LanguageCode: 'en', DataAccessRoleArn: role },
        InputDataConfig: { S3Uri },
        OutputDataConfig: { S3Uri: output },
      }),
    );

  it.each([
    's3://bucket/../secret.csv',
    's3://bucket/a/../../secret.csv',
    's3://bucket/..%2fsecret.csv',
    's3://bucket/..\\secret.csv',
    's3://bucket//etc/passwd',
    's3://../secret.csv',
    's3://./key',
    's3://projects/p.winnow',
    's3://bucket/link/secret.csv',
    's3://bucket/none.csv',
    '/etc/passwd',
    'file:///etc/passwd',
  ])('lead to nothing outside of the bucket: %s', async (uri) => {
    const link = path.join(bench.bucket, 'link');
    if (!existsSync(link)) symlinkSync(bench.folder, link);
    const error = await train(uri).then(
      () => null,
      (reason: Error) => reason,
    );
    expect(error).toMatchObject({ name: 'InvalidRequestException' });
    expect(error!.message).not.toContain(bench.folder);
    expect(readdirSync(bench.projects)).toEqual([]);
  });

  it.each(['s3://bucket/../..', 's3://bucket/link', 's3://projects'])(
    'write nothing outside of the bucket: %s',
    async (output) => {
      mkdirSync(path.join(bench.bucket, 'in'), { recursive: true });
      writeFileSync(path.join(bench.bucket, 'in/data.csv'), 'a,apple\nb,brick\n');
      await expect(train('s3://bucket/in/data.csv', output)).rejects.toMatchObject({
        name: 'InvalidRequestException',
      });
      expect(readdirSync(bench.folder).sort()).toEqual([
        'bucket',
        'key',
        'projects',
        'secret.csv',
        'user-data',
      ]);
      expect(readdirSync(bench.projects)).toEqual([]);
    },
  );
});
