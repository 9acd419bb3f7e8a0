import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  ClassifyDocumentCommand,
  type ComprehendClient,
  CreateDocumentClassifierCommand,
  CreateEndpointCommand,
  DeleteDocumentClassifierCommand,
  DescribeDocumentClassificationJobCommand,
  DescribeDocumentClassifierCommand,
  ListDocumentClassifiersCommand,
  ListEndpointsCommand,
  ListTagsForResourceCommand,
  StartDocumentClassificationJobCommand,
  StopTrainingDocumentClassifierCommand,
} from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tarFiles } from './support/archive.ts';
import { awsClient, comprehendCsv, jobEnd, role, sampleTickets, trained } from './support/comprehend.ts';
import { createCoreBench } from './support/core.ts';
import { createRestBench } from './support/rest-server.ts';

const bench = createRestBench();
const tickets = sampleTickets();
const arn = 'arn:aws:comprehend:eu-central-1:000000000000';
let client: ComprehendClient;

beforeAll(async () => {
  mkdirSync(path.join(bench.bucket, 'data'));
  const documents = tickets.map(({ text, label }) => ({ text, labels: [label] }));
  writeFileSync(path.join(bench.bucket, 'data/tickets.csv'), comprehendCsv(documents));
  client = awsClient(await bench.start(), bench);
});
afterAll(() => bench.dispose());

async function killAndRestart(): Promise<void> {
  await bench.stop('SIGKILL');
  client = awsClient(await bench.start(), bench);
}

function create(name: string) {
  return client.send(
    new CreateDocumentClassifierCommand({
      ...{ DocumentClassifierName: name, LanguageCode: 'en', DataAccessRoleArn: role },
      InputDataConfig: { S3Uri: 's3://bucket/data/tickets.csv' },
    }),
  );
}

async function statusOf(name: string): Promise<string> {
  const DocumentClassifierArn = `${arn}:document-classifier/${name}`;
  const answer = await client.send(new DescribeDocumentClassifierCommand({ DocumentClassifierArn }));
  return answer.DocumentClassifierProperties!.Status!;
}

it('a training goes on after kills of the server, and ends with the same figures', async () => {
  await create('undisturbed');
  const undisturbed = await trained(client, `${arn}:document-classifier/undisturbed`);
  expect(undisturbed.Status).toBe('TRAINED');
  await create('disturbed');
  // Kills come after so many answers: early ones meet the reading of documents, late ones the training.
  for (const answers of [1, 10, 40, 120]) {
    for (let heard = 0; heard < answers; heard++) {
      if ((await statusOf('disturbed')) === 'TRAINED') break;
    }
    await killAndRestart();
  }
  const disturbed = await trained(client, `${arn}:document-classifier/disturbed`);
  expect(disturbed.Status).toBe('TRAINED');
  expect(disturbed.ClassifierMetadata).toEqual(undisturbed.ClassifierMetadata);
});

it('a classification goes on after kills of the server: no document twice, none missing, the same bytes', async () => {
  const texts = Array.from({ length: 40 }, () => tickets)
    .flat()
    .map(({ text }) => `${text.replaceAll(/\s+/g, ' ')}\n`);
  writeFileSync(path.join(bench.bucket, 'data/lines.txt'), texts.join(''));
  const undisturbed = await predictions(await startJob());
  const job = await startJob();
  // The first kill comes before the job begins, the others wherever it is by then.
  for (const answers of [0, 20, 60]) {
    for (let heard = 0; heard < answers; heard++) {
      if ((await jobStatusOf(job)) === 'COMPLETED') break;
    }
    await killAndRestart();
  }
  const disturbed = await predictions(job);
  expect(disturbed).toBe(undisturbed);
  const rows = disturbed.trimEnd().split('\n');
  expect(rows.map((row) => (JSON.parse(row) as { Line: string }).Line)).toEqual(texts.map((_, k) => `${k}`));
});

async function startJob(): Promise<string> {
  const { JobId } = await client.send(
    new StartDocumentClassificationJobCommand({
      DocumentClassifierArn: `${arn}:document-classifier/undisturbed`,
      InputDataConfig: { S3Uri: 's3://bucket/data/lines.txt', InputFormat: 'ONE_DOC_PER_LINE' },
      OutputDataConfig: { S3Uri: 's3://bucket/out' },
      DataAccessRoleArn: role,
    }),
  );
  return JobId!;
}

async function jobStatusOf(JobId: string): Promise<string> {
  const answer = await client.send(new DescribeDocumentClassificationJobCommand({ JobId }));
  return answer.DocumentClassificationJobProperties!.JobStatus!;
}

async function predictions(JobId: string): Promise<string> {
  const job = await jobEnd(client, JobId);
  expect(job.JobStatus).toBe('COMPLETED');
  const key = job.OutputDataConfig!.S3Uri!.slice('s3://bucket/'.length);
  return tarFiles(gunzipSync(readFileSync(path.join(bench.bucket, key))))['predictions.jsonl']!;
}

it('what was asked for with a token is told again after a kill, tags and units with it', async () => {
  const made = () =>
    client.send(
      new CreateEndpointCommand({
        ...{
          EndpointName: 'once',
          ModelArn: `${arn}:document-classifier/undisturbed`,
          DesiredInferenceUnits: 4,
        },
        ...{ ClientRequestToken: 'one-token', Tags: [{ Key: 'team', Value: 'support' }] },
      }),
    );
  const { EndpointArn } = await made();
  await killAndRestart();
  expect((await made()).EndpointArn).toBe(EndpointArn);
  const { EndpointPropertiesList } = await client.send(new ListEndpointsCommand({}));
  expect(EndpointPropertiesList).toMatchObject([{ EndpointArn, CurrentInferenceUnits: 4 }]);
  const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: EndpointArn }));
  expect(Tags).toEqual([{ Key: 'team', Value: 'support' }]);
});

it('a project that another program has open is told of, and holds nobody up', async () => {
  await bench.stop();
  const person = createCoreBench();
  const core = person.start();
  const { id } = await core.projects.open(path.join(bench.projects, 'undisturbed.winnow'));
  client = awsClient(await bench.start(), bench);
  const { DocumentClassifierPropertiesList } = await client.send(new ListDocumentClassifiersCommand({}));
  expect(
    DocumentClassifierPropertiesList!.map(({ DocumentClassifierArn, Status, ClassifierMetadata }) => [
      ...[DocumentClassifierArn!.split('/')[1], Status, ClassifierMetadata !== undefined],
    ]),
  ).toEqual([
    ['disturbed', 'TRAINED', true],
    ['undisturbed', 'TRAINED', false],
  ]);
  await expect(statusOf('undisturbed')).rejects.toThrow('open in another window or program');
  await expect(create('undisturbed')).rejects.toThrow('open in another window or program');
  const EndpointArn = `${arn}:document-classifier-endpoint/once`;
  await expect(client.send(new ClassifyDocumentCommand({ EndpointArn, Text: 'a' }))).rejects.toMatchObject({
    name: 'ResourceUnavailableException',
  });
  await core.project(id).close();
  await person.dispose();
  expect(await statusOf('undisturbed')).toBe('TRAINED');
});

it('a name is free again when its model was deleted without a word to this service', async () => {
  await bench.stop('SIGKILL');
  // As a crash in the middle of a deletion leaves it, and a person who deletes the model in the window.
  const person = createCoreBench();
  const core = person.start();
  const { id } = await core.projects.open(path.join(bench.projects, 'disturbed.winnow'));
  const project = core.project(id);
  for (const model of project.models.list()) project.models.delete(model.id);
  await project.close();
  await person.dispose();
  client = awsClient(await bench.start(), bench);
  const DocumentClassifierArn = `${arn}:document-classifier/disturbed`;
  await expect(statusOf('disturbed')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await create('disturbed');
  const properties = await trained(client, DocumentClassifierArn);
  expect(properties.Status).toBe('TRAINED');
  expect(properties.ClassifierMetadata!.NumberOfTrainedDocuments).toBeGreaterThan(0.85 * tickets.length);
  await client.send(new DeleteDocumentClassifierCommand({ DocumentClassifierArn }));
  expect(readdirSync(bench.projects)).not.toContain('disturbed.winnow');
});

it('a training that is stopped stays stopped after a kill', async () => {
  await create('stopped');
  const DocumentClassifierArn = `${arn}:document-classifier/stopped`;
  await client.send(new StopTrainingDocumentClassifierCommand({ DocumentClassifierArn }));
  expect(['STOP_REQUESTED', 'STOPPED']).toContain(await statusOf('stopped'));
  await killAndRestart();
  const properties = await trained(client, DocumentClassifierArn);
  expect(properties).toMatchObject({ Status: 'STOPPED' });
  expect(properties.ClassifierMetadata).toBeUndefined();
});
