import path from 'node:path';
import {
  ClassifyDocumentCommand,
  type ComprehendClient,
  type ComprehendClientConfig,
  CreateDocumentClassifierCommand,
  CreateEndpointCommand,
  DeleteDocumentClassifierCommand,
  DeleteEndpointCommand,
  DescribeDocumentClassificationJobCommand,
  DescribeEndpointCommand,
  ListDocumentClassificationJobsCommand,
  ListDocumentClassifierSummariesCommand,
  ListDocumentClassifiersCommand,
  ListEndpointsCommand,
  ListTagsForResourceCommand,
  StartDocumentClassificationJobCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEndpointCommand,
} from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench } from './support/cli.ts';
import { awsClient, role, sampleTickets } from './support/comprehend.ts';
import { createRestBench } from './support/rest-server.ts';

const bench = createRestBench();
const workbench = createWorkbench();
const arn = 'arn:aws:comprehend:eu-central-1:000000000000';
const model = (project: string) => `${arn}:document-classifier/${project}`;
const endpointArn = (name: string) => `${arn}:document-classifier-endpoint/${name}`;
let address: string;
let client: ComprehendClient;

async function connect(): Promise<void> {
  address = await bench.start();
  client = awsClient(address, bench);
}

beforeAll(async () => {
  const rows = sampleTickets()
    .slice(0, 60)
    .map(({ text, label }) => ({ text, label }));
  const data = workbench.write('data.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  // Two projects as a person makes them, with a deployment of one name in each.
  for (const name of ['desk', 'shop']) {
    const file = path.join(bench.projects, `${name}.winnow`);
    await workbench.json(['new', file, '--name', name, '--kind', 'single', '--language', 'en']);
    await workbench.json(['import', file, data]);
    await workbench.json(['train', file, '--model', name]);
    await workbench.json(['deploy', file, '--name', 'shared', '--model', name]);
  }
  await connect();
});
afterAll(async () => {
  await bench.dispose();
  workbench.dispose();
});

/** A client whose body is another than its command says, signed as it is sent. */
function sending(body: string, more: ComprehendClientConfig = {}): ComprehendClient {
  const other = awsClient(address, bench, more);
  other.middlewareStack.add(
    (next) => (args) => {
      (args.request as { body: string }).body = body;
      return next(args);
    },
    { step: 'build', priority: 'high' },
  );
  return other;
}

describe('what is not as AWS’s description says is refused', () => {
  const create = (more: object) =>
    new CreateDocumentClassifierCommand({
      ...{ DocumentClassifierName: 'new', DataAccessRoleArn: role, LanguageCode: 'en' },
      InputDataConfig: { S3Uri: 's3://bucket/data.csv' },
      ...more,
    });
  const ModelArn = model('desk');
  const endpoint = (more: object) =>
    new CreateEndpointCommand({ EndpointName: 'e', ModelArn, DesiredInferenceUnits: 1, ...more });
  const classify = (more: object) =>
    new ClassifyDocumentCommand({ EndpointArn: endpointArn('desk/shared'), ...more });
  const job = (more: object) =>
    new StartDocumentClassificationJobCommand({
      ...{ DocumentClassifierArn: ModelArn, DataAccessRoleArn: role },
      InputDataConfig: { S3Uri: 's3://bucket/in' },
      OutputDataConfig: { S3Uri: 's3://bucket/out' },
      ...more,
    });
  const listed = (Filter: object) => new ListDocumentClassifiersCommand({ Filter });
  const jobs = (Filter: object) => new ListDocumentClassificationJobsCommand({ Filter });
  const invalid = 'InvalidRequestException';
  const reader = { DocumentReadAction: 'TEXTRACT' };

  it.each([
    [create({ DataAccessRoleArn: 'arn:aws:s3:::a-bucket-and-no-role' }), invalid],
    [create({ DocumentClassifierName: 'n'.repeat(64) }), invalid],
    [create({ DocumentClassifierName: 'a-' }), invalid],
    [create({ VersionName: '__proto__' }), invalid],
    [create({ Mode: 'MULTI' }), invalid],
    [create({ VpcConfig: { SecurityGroupIds: [], Subnets: ['s'] } }), invalid],
    [create({ VolumeKmsKeyId: '' }), invalid],
    [create({ InputDataConfig: { S3Uri: 's3://bucket/d', LabelDelimiter: ',' } }), invalid],
    [create({ InputDataConfig: { S3Uri: 's3://bucket/d', LabelDelimiter: '||' } }), invalid],
    [create({ InputDataConfig: { S3Uri: 's3://bucket/d', Documents: { S3Uri: 's3://bucket/e' } } }), invalid],
    [create({ InputDataConfig: { S3Uri: 's3://bucket/d', DocumentReaderConfig: reader } }), invalid],
    [create({ Tags: [{ Key: 'aws:mine' }] }), invalid],
    [create({ Tags: [{ Key: 'a' }, { Key: 'a' }] }), invalid],
    [create({ ClientRequestToken: 'a b' }), invalid],
    [endpoint({ EndpointName: 'e'.repeat(41) }), invalid],
    [endpoint({ DesiredInferenceUnits: 0 }), invalid],
    [endpoint({ DesiredInferenceUnits: 2 ** 31 }), invalid],
    [endpoint({ DesiredInferenceUnits: 1.5 }), invalid],
    [endpoint({ FlywheelArn: `${arn}:flywheel/f` }), invalid],
    [endpoint({ ModelArn: model('none') }), 'ResourceNotFoundException'],
    [endpoint({ EndpointName: 'shared' }), 'ResourceInUseException'],
    [classify({ Bytes: Buffer.from([0xff, 0xfe, 0x00]) }), invalid],
    [classify({ Text: 'a', DocumentReaderConfig: reader }), invalid],
    [classify({ Text: 'x', EndpointArn: endpointArn('..%2Fdesk/shared') }), 'ResourceUnavailableException'],
    [classify({ Text: 'x', EndpointArn: endpointArn('__proto__') }), 'ResourceUnavailableException'],
    [job({ JobName: 'a\nb' }), invalid],
    [job({ DocumentClassifierArn: model('none') }), 'ResourceNotFoundException'],
    [job({ InputDataConfig: { S3Uri: 's3://bucket/in', InputFormat: 'ONE_DOC' } }), invalid],
    [new DescribeDocumentClassificationJobCommand({ JobId: 'j'.repeat(33) }), invalid],
    [new DescribeDocumentClassificationJobCommand({ JobId: '__proto__' }), 'JobNotFoundException'],
    [listed({ Status: 'READY' }), 'InvalidFilterException'],
    [jobs({ JobStatus: 'READY' }), 'InvalidFilterException'],
    [new ListEndpointsCommand({ Filter: { Status: 'READY' as 'FAILED' } }), invalid],
    [new ListEndpointsCommand({ MaxResults: 0 }), invalid],
    [new TagResourceCommand({ ResourceArn: ModelArn, Tags: [{ Key: '' }] }), invalid],
    [new TagResourceCommand({ ResourceArn: model('none'), Tags: [] }), 'ResourceNotFoundException'],
  ])('%#', async (command, name) => {
    await expect(client.send(command as ListEndpointsCommand)).rejects.toMatchObject({ name });
  });

  it('a document that is no text is told as AWS tells it', async () => {
    await expect(client.send(classify({ Bytes: Buffer.from('%PDF-1.7') }))).rejects.toMatchObject({
      ...{ name: invalid, Reason: 'INVALID_DOCUMENT', Detail: { Reason: 'UNSUPPORTED_DOC_TYPE' } },
    });
    await expect(client.send(classify({ Bytes: Buffer.alloc(1_000_001, 'a') }))).rejects.toMatchObject({
      ...{ name: invalid, Detail: { Reason: 'DOCUMENT_SIZE_EXCEEDED' } },
    });
  });

  it.each([
    ['{"MaxResults":1e400}', invalid],
    ['{"Filter":{"SubmitTimeBefore":"2026-01-01"}}', 'InvalidFilterException'],
    ['{"NextToken":"WzFlNDAwLCIiXQ"}', 'ok'],
    ['{"__proto__":{"MaxResults":0},"constructor":null}', 'ok'],
    ['{"Filter":null,"MaxResults":null,"NextToken":null}', 'ok'],
    ['[]', 'SerializationException'],
    ['null', 'SerializationException'],
    ['"text"', 'SerializationException'],
    [`${'['.repeat(200_000)}`, 'SerializationException'],
  ])('a body of %s', async (body, name) => {
    const sent = sending(body).send(new ListDocumentClassifiersCommand({}));
    if (name === 'ok') {
      await expect(sent).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
    } else {
      await expect(sent).rejects.toMatchObject({ name });
    }
  });
});

describe('tags', () => {
  const ResourceArn = model('desk');
  const listTags = async () =>
    (await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags!.map(({ Key, Value }) => [
      Key,
      Value,
    ]);

  it('have a value, if an empty one, whatever their names', async () => {
    const Tags = [{ Key: '__proto__', Value: 'p' }, { Key: 'constructor' }];
    await client.send(new TagResourceCommand({ ResourceArn, Tags }));
    expect(await listTags()).toEqual([
      ['__proto__', 'p'],
      ['constructor', ''],
    ]);
    await client.send(
      new UntagResourceCommand({ ResourceArn, TagKeys: ['__proto__', 'constructor', 'none'] }),
    );
    expect(await listTags()).toEqual([]);
  });

  it('are at most 50, those of before among them', async () => {
    const tags = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, k) => ({ Key: `k${from + k}`, Value: '' }));
    const tag = (from: number, to: number) =>
      client.send(new TagResourceCommand({ ResourceArn, Tags: tags(from, to) }));
    await tag(0, 40);
    await expect(tag(40, 51)).rejects.toMatchObject({ name: 'TooManyTagsException' });
    await tag(30, 50);
    expect(await listTags()).toHaveLength(50);
    const TagKeys = tags(0, 51).map(({ Key }) => Key);
    await expect(client.send(new UntagResourceCommand({ ResourceArn, TagKeys }))).rejects.toMatchObject({
      name: 'TooManyTagKeysException',
    });
    expect(await listTags()).toHaveLength(50);
  });
});

describe('endpoints', () => {
  const describeEndpoint = async (name: string) =>
    (await client.send(new DescribeEndpointCommand({ EndpointArn: endpointArn(name) }))).EndpointProperties!;
  const update = (name: string, DesiredModelArn: string) =>
    client.send(new UpdateEndpointCommand({ EndpointArn: endpointArn(name), DesiredModelArn }));

  it('that move leave the deployments of the other project alone', async () => {
    await expect(update('desk/shared', model('shop'))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
    await client.send(
      new CreateEndpointCommand({ EndpointName: 'mine', ModelArn: model('desk'), DesiredInferenceUnits: 1 }),
    );
    const shop = path.join(bench.projects, 'shop.winnow');
    await bench.stop();
    await workbench.json(['deploy', shop, '--name', 'mine', '--model', 'shop']);
    await connect();
    await expect(update('mine', model('shop'))).rejects.toMatchObject({ name: 'ResourceInUseException' });
    expect((await describeEndpoint('mine')).ModelArn).toBe(model('desk'));
    expect((await describeEndpoint('shop/mine')).ModelArn).toBe(model('shop'));
    await client.send(new DeleteEndpointCommand({ EndpointArn: endpointArn('shop/mine') }));
    await update('mine', model('shop'));
    expect((await describeEndpoint('mine')).ModelArn).toBe(model('shop'));
    await client.send(new DeleteEndpointCommand({ EndpointArn: endpointArn('mine') }));
  });

  it('are listed whole, page by page, while they are deleted', async () => {
    const names = Array.from({ length: 7 }, (_, k) => `page-${k}`);
    for (const EndpointName of names) {
      await client.send(
        new CreateEndpointCommand({ EndpointName, ModelArn: model('desk'), DesiredInferenceUnits: 1 }),
      );
    }
    const gone: string[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
      const page = await client.send(new ListEndpointsCommand({ MaxResults: 2, NextToken }));
      for (const { EndpointArn } of page.EndpointPropertiesList!) {
        if (!EndpointArn!.includes('/page-')) continue;
        await client.send(new DeleteEndpointCommand({ EndpointArn }));
        gone.push(EndpointArn!);
      }
      NextToken = page.NextToken;
    }
    expect(gone).toEqual(names.toReversed().map(endpointArn));
  });
});

it('summaries come page by page', async () => {
  const first = await client.send(new ListDocumentClassifierSummariesCommand({ MaxResults: 1 }));
  const { NextToken } = first;
  const second = await client.send(new ListDocumentClassifierSummariesCommand({ MaxResults: 1, NextToken }));
  expect(second.NextToken).toBeUndefined();
  const lists = [first, second].map((one) => one.DocumentClassifierSummariesList!);
  expect(lists.flat().map((one) => one.DocumentClassifierName)).toEqual(['shop', 'desk']);
});

it('classifiers submitted before a time come oldest first, those after one newest first', async () => {
  const list = async (Filter: object) => {
    const answer = await client.send(new ListDocumentClassifiersCommand({ Filter }));
    return answer.DocumentClassifierPropertiesList!.map(({ DocumentClassifierArn }) => DocumentClassifierArn);
  };
  const both = [model('desk'), model('shop')];
  expect(await list({ SubmitTimeBefore: new Date('2100-01-01') })).toEqual(both);
  expect(await list({ SubmitTimeAfter: new Date('2001-09-10') })).toEqual(both.toReversed());
  expect(await list({ Status: 'TRAINED', DocumentClassifierName: 'shop' })).toEqual([model('shop')]);
  expect(await list({ Status: 'DELETING' })).toEqual([]);
});

it('a model with an endpoint cannot be deleted', async () => {
  await expect(
    client.send(new DeleteDocumentClassifierCommand({ DocumentClassifierArn: model('desk') })),
  ).rejects.toMatchObject({ name: 'ResourceInUseException' });
});
