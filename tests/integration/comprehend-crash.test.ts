import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  type ComprehendClient,
  CreateDocumentClassifierCommand,
  DescribeDocumentClassificationJobCommand,
  DescribeDocumentClassifierCommand,
  StartDocumentClassificationJobCommand,
  StopTrainingDocumentClassifierCommand,
} from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tarFiles } from './support/archive.ts';
import { awsClient, comprehendCsv, jobEnd, role, sampleTickets, trained } from './support/comprehend.ts';
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

it('a classification goes on after a kill of the server: no document twice, none missing', async () => {
  const texts = Array.from({ length: 20 }, () => tickets)
    .flat()
    .map(({ text }) => `${text.replaceAll(/\s+/g, ' ')}\n`);
  writeFileSync(path.join(bench.bucket, 'data/lines.txt'), texts.join(''));
  const { JobId } = await client.send(
    new StartDocumentClassificationJobCommand({
      DocumentClassifierArn: `${arn}:document-classifier/undisturbed`,
      InputDataConfig: { S3Uri: 's3://bucket/data/lines.txt', InputFormat: 'ONE_DOC_PER_LINE' },
      OutputDataConfig: { S3Uri: 's3://bucket/out' },
      DataAccessRoleArn: role,
    }),
  );
  for (;;) {
    const answer = await client.send(new DescribeDocumentClassificationJobCommand({ JobId }));
    if (answer.DocumentClassificationJobProperties!.JobStatus !== 'SUBMITTED') break;
  }
  await killAndRestart();
  const job = await jobEnd(client, JobId!);
  expect(job.JobStatus).toBe('COMPLETED');
  const key = job.OutputDataConfig!.S3Uri!.slice('s3://bucket/'.length);
  const files = tarFiles(gunzipSync(readFileSync(path.join(bench.bucket, key))));
  const rows = files['predictions.jsonl']!.trimEnd().split('\n');
  expect(rows.map((row) => (JSON.parse(row) as { Line: string }).Line)).toEqual(texts.map((_, k) => `${k}`));
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
