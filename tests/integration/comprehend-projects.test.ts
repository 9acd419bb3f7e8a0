import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  ClassifyDocumentCommand,
  type ComprehendClient,
  CreateDocumentClassifierCommand,
  CreateEndpointCommand,
  DeleteDocumentClassifierCommand,
  DeleteEndpointCommand,
  type DocumentClassifierMode,
  ListDocumentClassifiersCommand,
  ListEndpointsCommand,
} from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench } from './support/cli.ts';
import { awsClient, comprehendCsv, labelFirst, role, sampleTickets, trained } from './support/comprehend.ts';
import { createRestBench } from './support/rest-server.ts';

const bench = createRestBench();
const workbench = createWorkbench();
const tickets = sampleTickets().slice(0, 120);
const arn = 'arn:aws:comprehend:eu-central-1:000000000000';
let client: ComprehendClient;
let csv: string;

beforeAll(async () => {
  mkdirSync(path.join(bench.bucket, 'data'));
  csv = put('data.csv', comprehendCsv(tickets.map(({ text, label }) => ({ text, labels: [label] }))));
  // Two projects as a person makes them, with a deployment of one name.
  for (const name of ['desk', 'second desk']) {
    const file = path.join(bench.projects, `${name}.winnow`);
    await workbench.json(['new', file, '--name', name, '--kind', 'single', '--language', 'en']);
    await workbench.json(['import', file, csv, ...labelFirst]);
    await workbench.json(['train', file, '--model', 'Model of May']);
    await workbench.json(['deploy', file, '--name', 'shared', '--model', 'Model of May']);
  }
  client = awsClient(await bench.start(), bench);
});
afterAll(async () => {
  await bench.dispose();
  workbench.dispose();
});

function put(name: string, content: string): string {
  const file = path.join(bench.bucket, 'data', name);
  writeFileSync(file, content);
  return file;
}

function create(
  name: string,
  InputDataConfig: object,
  Mode: DocumentClassifierMode = 'MULTI_CLASS',
  more = {},
) {
  return client.send(
    new CreateDocumentClassifierCommand({
      ...{ DocumentClassifierName: name, DataAccessRoleArn: role, LanguageCode: 'en', Mode },
      InputDataConfig,
      ...more,
    }),
  );
}

describe('projects that a person made', () => {
  const model = (project: string) => `${arn}:document-classifier/${project}/version/Model%20of%20May`;

  it('are classifiers, their deployments endpoints', async () => {
    const classifiers = await client.send(new ListDocumentClassifiersCommand({}));
    const list = classifiers.DocumentClassifierPropertiesList!;
    expect(list.map(({ DocumentClassifierArn }) => DocumentClassifierArn).sort()).toEqual([
      model('desk'),
      model('second%20desk'),
    ]);
    expect(list[0]).toMatchObject({ Status: 'TRAINED', Mode: 'MULTI_CLASS', VersionName: 'Model of May' });
    const endpoints = await client.send(new ListEndpointsCommand({}));
    expect(endpoints.EndpointPropertiesList!.map(({ EndpointArn }) => EndpointArn).sort()).toEqual([
      `${arn}:document-classifier-endpoint/desk/shared`,
      `${arn}:document-classifier-endpoint/second%20desk/shared`,
    ]);
    for (const { EndpointArn } of endpoints.EndpointPropertiesList!) {
      const answer = await client.send(new ClassifyDocumentCommand({ EndpointArn, Text: tickets[0]!.text }));
      expect(answer.Classes![0]!.Name).toBe(tickets[0]!.label);
    }
  });

  it('are asked by their name where a deployment’s name means several', async () => {
    const EndpointArn = `${arn}:document-classifier-endpoint/shared`;
    await expect(client.send(new ClassifyDocumentCommand({ EndpointArn, Text: 'x' }))).rejects.toThrow(
      /Several projects have a deployment shared/,
    );
    await client.send(
      new DeleteEndpointCommand({ EndpointArn: `${arn}:document-classifier-endpoint/second%20desk/shared` }),
    );
    const answer = await client.send(new ClassifyDocumentCommand({ EndpointArn, Text: 'x' }));
    expect(answer.Classes).not.toEqual([]);
  });

  it('are not added to, and outlive their models', async () => {
    const refused = create('desk', { S3Uri: 's3://bucket/data/data.csv' });
    await expect(refused).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await client.send(new DeleteDocumentClassifierCommand({ DocumentClassifierArn: model('second%20desk') }));
    expect(readdirSync(bench.projects)).toEqual(expect.arrayContaining(['second desk.winnow']));
    await expect(
      client.send(new DeleteDocumentClassifierCommand({ DocumentClassifierArn: model('desk') })),
    ).rejects.toMatchObject({ name: 'ResourceInUseException' });
  });
});

describe('augmented manifests', () => {
  const line = (text: string, job: object) => `${JSON.stringify({ source: text, ...job })}\n`;
  const metadata = { 'human-annotated': 'yes', 'creation-date': '2026-01-02T03:04:05', confidence: 0.9 };

  it('of one class a document train, with a test manifest', async () => {
    const rows = tickets.map(({ text, label }) =>
      line(text, {
        'my-job': 0,
        'my-job-metadata': { ...metadata, 'class-name': label, type: 'groundtruth/text-classification' },
      }),
    );
    put('train.manifest', rows.slice(0, 90).join(''));
    put('test.manifest', rows.slice(90).join(''));
    const { DocumentClassifierArn } = await create('manifest', {
      DataFormat: 'AUGMENTED_MANIFEST',
      AugmentedManifests: [
        { S3Uri: 's3://bucket/data/train.manifest', AttributeNames: ['my-job'] },
        { S3Uri: 's3://bucket/data/test.manifest', AttributeNames: ['my-job'], Split: 'TEST' },
      ],
    });
    const properties = await trained(client, DocumentClassifierArn!);
    expect(properties).toMatchObject({
      Status: 'TRAINED',
      ClassifierMetadata: { NumberOfTrainedDocuments: 90, NumberOfTestDocuments: 30 },
    });
    expect(properties.InputDataConfig!.AugmentedManifests).toHaveLength(2);
  });

  it('of several classes a document train', async () => {
    const names = [...new Set(tickets.flatMap(({ labels }) => labels))];
    const rows = tickets.map(({ text, labels }) => {
      const indexes = labels.map((label) => names.indexOf(label));
      const map = Object.fromEntries(indexes.map((index) => [index, names[index]]));
      const type = 'groundtruth/text-classification-multilabel';
      return line(text, { job: indexes, 'job-metadata': { ...metadata, 'class-map': map, type } });
    });
    put('multi.manifest', rows.join(''));
    const { DocumentClassifierArn } = await create(
      'manifest-labels',
      {
        DataFormat: 'AUGMENTED_MANIFEST',
        AugmentedManifests: [{ S3Uri: 's3://bucket/data/multi.manifest', AttributeNames: ['job'] }],
      },
      'MULTI_LABEL',
    );
    const properties = await trained(client, DocumentClassifierArn!);
    expect(properties).toMatchObject({
      Status: 'TRAINED',
      ClassifierMetadata: { NumberOfLabels: names.length },
    });
  });
});

describe('requests', () => {
  const input = { S3Uri: 's3://bucket/data/data.csv' };

  it('with one token are done once', async () => {
    const ModelArn = `${arn}:document-classifier/manifest`;
    const send = (EndpointName: string) =>
      client.send(
        new CreateEndpointCommand({
          ...{ EndpointName, ModelArn, DesiredInferenceUnits: 1, ClientRequestToken: 'a-token' },
        }),
      );
    const [{ EndpointArn }, ...others] = await Promise.all([send('once'), send('once'), send('once')]);
    expect(others.map((one) => one.EndpointArn)).toEqual([EndpointArn, EndpointArn]);
    expect((await send('once')).EndpointArn).toBe(EndpointArn);
    await expect(send('other')).rejects.toMatchObject({ name: 'InvalidRequestException' });
    const { EndpointPropertiesList } = await client.send(new ListEndpointsCommand({ Filter: { ModelArn } }));
    expect(EndpointPropertiesList!.map((one) => one.EndpointArn)).toEqual([EndpointArn]);
  });

  it('that ask for a list get it page by page', async () => {
    const seen: (string | undefined)[] = [];
    for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
      const page = await client.send(new ListDocumentClassifiersCommand({ MaxResults: 1, NextToken }));
      seen.push(...page.DocumentClassifierPropertiesList!.map((one) => one.DocumentClassifierArn));
      NextToken = page.NextToken;
    }
    const { DocumentClassifierPropertiesList: all } = await client.send(
      new ListDocumentClassifiersCommand({}),
    );
    expect(seen).toEqual(all!.map((one) => one.DocumentClassifierArn));
    expect(new Set(seen).size).toBe(3);
    const filtered = await client.send(
      new ListDocumentClassifiersCommand({
        Filter: { DocumentClassifierName: 'manifest', SubmitTimeAfter: all!.at(-1)!.SubmitTime },
      }),
    );
    expect(filtered.DocumentClassifierPropertiesList).toHaveLength(1);
  });

  it('that cannot be done are refused, or end in an error that says why', async () => {
    const tags = Array.from({ length: 51 }, (_, k) => ({ Key: `k${k}`, Value: 'v' }));
    await expect(create('tagged', input, 'MULTI_CLASS', { Tags: tags })).rejects.toMatchObject({
      name: 'TooManyTagsException',
    });
    await expect(create('bad name', input)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    await expect(create('french', input, 'MULTI_CLASS', { LanguageCode: 'Français' })).rejects.toMatchObject({
      name: 'UnsupportedLanguageException',
    });
    const family = { Tags: [{ Key: 'winnow:family', Value: 'encoder' }] };
    await expect(create('family', input, 'MULTI_CLASS', family)).rejects.toThrow(/winnow:family is one of/);
    put('one-class.csv', 'a,text one\na,text two\n');
    const { DocumentClassifierArn } = await create('one-class', { S3Uri: 's3://bucket/data/one-class.csv' });
    const properties = await trained(client, DocumentClassifierArn!);
    expect(properties).toMatchObject({ Status: 'IN_ERROR', Message: expect.stringMatching(/class/) });
    await client.send(new DeleteDocumentClassifierCommand({ DocumentClassifierArn }));
    expect(readdirSync(bench.projects)).not.toContain('one-class.winnow');
  });

  it('whose output cannot be written end in an error, and leave no model', async () => {
    const output = { OutputDataConfig: { S3Uri: 's3://bucket/blocked' } };
    const { DocumentClassifierArn } = await create('blocked', input, 'MULTI_CLASS', output);
    rmSync(path.join(bench.bucket, 'blocked'), { recursive: true });
    writeFileSync(path.join(bench.bucket, 'blocked'), 'a file where the folder was');
    const properties = await trained(client, DocumentClassifierArn!);
    expect(properties).toMatchObject({ Status: 'IN_ERROR', Message: expect.any(String) });
    expect(properties.Message).not.toContain(bench.folder);
    const { DocumentClassifierPropertiesList } = await client.send(
      new ListDocumentClassifiersCommand({ Filter: { DocumentClassifierName: 'blocked' } }),
    );
    expect(DocumentClassifierPropertiesList!.map(({ Status }) => Status)).toEqual(['IN_ERROR']);
  });
});
