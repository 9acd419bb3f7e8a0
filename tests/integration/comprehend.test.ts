import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  ClassifyDocumentCommand,
  type ComprehendClient,
  CreateDocumentClassifierCommand,
  CreateEndpointCommand,
  DeleteDocumentClassifierCommand,
  DeleteEndpointCommand,
  DescribeDocumentClassifierCommand,
  DescribeEndpointCommand,
  type DocumentClassifierProperties,
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
import { tarFiles } from './support/archive.ts';
import type { WireAnswer } from './support/aws-model.ts';
import { createWorkbench } from './support/cli.ts';
import {
  asComprehend,
  awsClient,
  comprehendCsv,
  jobEnd,
  labelFirst,
  role,
  sampleTickets,
  trained,
} from './support/comprehend.ts';
import { createRestBench } from './support/rest-server.ts';

const bench = createRestBench();
const tickets = sampleTickets();
const arn = 'arn:aws:comprehend:eu-central-1:000000000000';
const heard: WireAnswer[] = [];
let client: ComprehendClient;

const connect = async (): Promise<void> => {
  client = awsClient(await bench.start(), bench, {}, (answer) => heard.push(answer));
};

const put = (name: string, content: string): string => {
  const file = path.join(bench.bucket, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
};

beforeAll(async () => {
  put('training/tickets.csv', comprehendCsv(tickets.map(({ text, label }) => ({ text, labels: [label] }))));
  put('training/all-labels.csv', comprehendCsv(tickets));
  await connect();
});

afterAll(() => bench.dispose());

function create(name: string, file: string, more: object = {}) {
  return client.send(
    new CreateDocumentClassifierCommand({
      DocumentClassifierName: name,
      DataAccessRoleArn: role,
      LanguageCode: 'en',
      InputDataConfig: { S3Uri: `s3://bucket/training/${file}` },
      OutputDataConfig: { S3Uri: 's3://bucket/trainings/' },
      ...more,
    }),
  );
}

describe('a classifier of one class a document', () => {
  let properties: DocumentClassifierProperties;
  const modelArn = `${arn}:document-classifier/tickets`;
  const endpoint = `${arn}:document-classifier-endpoint/tickets-live`;

  it('is trained from Comprehend’s CSV', async () => {
    const created = await create('tickets', 'tickets.csv', { Tags: [{ Key: 'team', Value: 'support' }] });
    expect(created.DocumentClassifierArn).toBe(modelArn);
    properties = await trained(client, modelArn);
    expect(properties).toMatchObject({ Status: 'TRAINED', Mode: 'MULTI_CLASS', LanguageCode: 'en' });
    expect(properties.SubmitTime).toBeInstanceOf(Date);
    expect(properties.TrainingEndTime!.getTime()).toBeGreaterThanOrEqual(
      properties.TrainingStartTime!.getTime(),
    );
    expect(properties.EndTime!.getTime()).toBeGreaterThanOrEqual(properties.SubmitTime!.getTime());
    const classes = new Set(tickets.map(({ label }) => label)).size;
    expect(properties.ClassifierMetadata).toMatchObject({ NumberOfLabels: classes });
    const { NumberOfTrainedDocuments, NumberOfTestDocuments } = properties.ClassifierMetadata!;
    expect(NumberOfTrainedDocuments! + NumberOfTestDocuments!).toBe(tickets.length);
    expect(Math.abs(NumberOfTestDocuments! - tickets.length / 10)).toBeLessThan(3);
  });

  it('scores what the command line scores with the same data, draw and seed', async () => {
    const workbench = createWorkbench();
    try {
      const csv = path.join(bench.bucket, 'training/tickets.csv');
      await workbench.json(['new', 'p', '--kind', 'single', '--language', 'en']);
      await workbench.json(['import', 'p', csv, ...labelFirst]);
      await workbench.json(['split', 'p', '--train', '90', '--validation', '0', '--test', '10']);
      const { evaluation } = await workbench.json<{ evaluation: Record<string, number> }>([
        ...['train', 'p', '--model', 'm', '--family', 'linear'],
      ]);
      expect(properties.ClassifierMetadata!.EvaluationMetrics).toEqual(asComprehend(evaluation));
    } finally {
      workbench.dispose();
    }
  });

  it('leaves its confusion matrix in an archive', () => {
    const uri = properties.OutputDataConfig!.S3Uri!;
    expect(uri).toMatch(/^s3:\/\/bucket\/trainings\/000000000000-CLR-[0-9a-f]{32}\/output\/output\.tar\.gz$/);
    const files = tarFiles(
      gunzipSync(readFileSync(path.join(bench.bucket, uri.slice('s3://bucket/'.length)))),
    );
    const matrix = JSON.parse(files['output/confusion_matrix.json']!) as {
      readonly type: string;
      readonly labels: readonly string[];
      readonly confusion_matrix: readonly (readonly number[])[];
    };
    expect(matrix.type).toBe('multi_class');
    const total = matrix.confusion_matrix.flat().reduce((sum, count) => sum + count, 0);
    expect(total).toBe(properties.ClassifierMetadata!.NumberOfTestDocuments);
    const right = matrix.labels.reduce((sum, _label, k) => sum + matrix.confusion_matrix[k]![k]!, 0);
    const { Accuracy } = properties.ClassifierMetadata!.EvaluationMetrics!;
    expect(right / total).toBeCloseTo(Accuracy!, 12);
    expect(JSON.parse(files['output/metrics.json']!)).toEqual(
      properties.ClassifierMetadata!.EvaluationMetrics,
    );
  });

  it('answers at an endpoint', async () => {
    const made = await client.send(
      new CreateEndpointCommand({
        EndpointName: 'tickets-live',
        ModelArn: modelArn,
        DesiredInferenceUnits: 2,
      }),
    );
    expect(made).toMatchObject({ EndpointArn: endpoint, ModelArn: modelArn });
    const described = await client.send(new DescribeEndpointCommand({ EndpointArn: endpoint }));
    expect(described.EndpointProperties).toMatchObject({
      ...{ EndpointArn: endpoint, Status: 'IN_SERVICE', ModelArn: modelArn, DesiredInferenceUnits: 2 },
    });
    const Text = 'The printer at the counter does not print receipts, there is a paper jam.';
    const { Classes } = await client.send(new ClassifyDocumentCommand({ EndpointArn: endpoint, Text }));
    expect(Classes!.map(({ Name }) => Name).sort()).toEqual(
      [...new Set(tickets.map(({ label }) => label))].sort(),
    );
    const scores = Classes!.map(({ Score }) => Score!);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    const file = await client.send(
      new ClassifyDocumentCommand({ EndpointArn: endpoint, Bytes: new TextEncoder().encode(Text) }),
    );
    expect(file.Classes!.map(({ Name, Score }) => [Name, Score])).toEqual(
      Classes!.map(({ Name, Score }) => [Name, Score]),
    );
    expect(file.DocumentMetadata).toEqual({
      Pages: 1,
      ExtractedCharacters: [{ Page: 1, Count: Text.length }],
    });
  });

  it('classifies a file of lines and a folder of files', async () => {
    const texts = tickets.slice(0, 40).map(({ text }) => text.replaceAll(/\s+/g, ' '));
    put('in/lines.txt', texts.map((text) => `${text}\n`).join(''));
    for (const [index, text] of texts.slice(0, 5).entries()) put(`in/files/${index}.txt`, text);
    const start = (InputFormat: 'ONE_DOC_PER_LINE' | 'ONE_DOC_PER_FILE', key: string) =>
      client.send(
        new StartDocumentClassificationJobCommand({
          JobName: key,
          DocumentClassifierArn: modelArn,
          InputDataConfig: { S3Uri: `s3://bucket/${key}`, InputFormat },
          OutputDataConfig: { S3Uri: 's3://bucket/out' },
          DataAccessRoleArn: role,
        }),
      );
    const lines = await resultsOf(await start('ONE_DOC_PER_LINE', 'in/lines.txt'));
    expect(lines.map(({ File, Line }) => [File, Line])).toEqual(
      texts.map((_, k) => ['lines.txt', String(k)]),
    );
    const files = await resultsOf(await start('ONE_DOC_PER_FILE', 'in/files'));
    expect(files.map(({ File }) => File)).toEqual(['0.txt', '1.txt', '2.txt', '3.txt', '4.txt']);
    for (const [index, { Classes }] of files.entries()) {
      expect(Classes).toEqual(lines[index]!.Classes);
      const answer = await client.send(
        new ClassifyDocumentCommand({ EndpointArn: endpoint, Text: texts[index]! }),
      );
      expect(Classes[0]!.Name).toBe(answer.Classes![0]!.Name);
      expect(Classes[0]!.Score).toBeCloseTo(answer.Classes![0]!.Score!, 5);
    }
    const { DocumentClassificationJobPropertiesList: list } = await client.send(
      new ListDocumentClassificationJobsCommand({ Filter: { JobStatus: 'COMPLETED' }, MaxResults: 1 }),
    );
    expect(list!.map(({ JobName }) => JobName)).toEqual(['in/files']);
  });

  it('has tags', async () => {
    await client.send(new TagResourceCommand({ ResourceArn: modelArn, Tags: [{ Key: 'cost', Value: '1' }] }));
    await client.send(new UntagResourceCommand({ ResourceArn: modelArn, TagKeys: ['team'] }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: modelArn }));
    expect(Tags).toEqual([{ Key: 'cost', Value: '1' }]);
  });

  it('has versions, to which an endpoint can be pointed', async () => {
    await expect(create('tickets', 'tickets.csv')).rejects.toMatchObject({ name: 'ResourceInUseException' });
    const version = await create('tickets', 'tickets.csv', { VersionName: 'v2' });
    const second = version.DocumentClassifierArn!;
    expect(second).toBe(`${modelArn}/version/v2`);
    const { ClassifierMetadata, VersionName, Status } = await trained(client, second);
    expect({ VersionName, Status }).toEqual({ VersionName: 'v2', Status: 'TRAINED' });
    expect(ClassifierMetadata).toEqual(properties.ClassifierMetadata);
    put('training/one-class.csv', 'only,one\nonly,two\n');
    const failing = await create('tickets', 'one-class.csv', { VersionName: 'v3' });
    const failed = await trained(client, failing.DocumentClassifierArn!);
    expect(failed).toMatchObject({ Status: 'IN_ERROR', Message: expect.stringContaining('class') });
    await client.send(
      new DeleteDocumentClassifierCommand({ DocumentClassifierArn: failing.DocumentClassifierArn }),
    );
    const { DocumentClassifierSummariesList } = await client.send(
      new ListDocumentClassifierSummariesCommand({}),
    );
    expect(DocumentClassifierSummariesList).toMatchObject([
      {
        DocumentClassifierName: 'tickets',
        NumberOfVersions: 2,
        LatestVersionName: 'v2',
        LatestVersionStatus: 'TRAINED',
      },
    ]);
    await client.send(new UpdateEndpointCommand({ EndpointArn: endpoint, DesiredModelArn: second }));
    const { EndpointPropertiesList } = await client.send(
      new ListEndpointsCommand({ Filter: { ModelArn: second } }),
    );
    expect(EndpointPropertiesList).toMatchObject([{ EndpointArn: endpoint, DesiredInferenceUnits: 2 }]);
  });

  it('is there after a kill of the server, and can be deleted', async () => {
    await bench.stop('SIGKILL');
    await expectDocumentsOfLastVersion();
    await connect();
    const described = await client.send(
      new DescribeDocumentClassifierCommand({ DocumentClassifierArn: modelArn }),
    );
    expect(described.DocumentClassifierProperties).toEqual(properties);
    const second = `${modelArn}/version/v2`;
    const remove = (DocumentClassifierArn: string) =>
      client.send(new DeleteDocumentClassifierCommand({ DocumentClassifierArn }));
    await expect(remove(second)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await client.send(new DeleteEndpointCommand({ EndpointArn: endpoint }));
    await expect(
      client.send(new ClassifyDocumentCommand({ EndpointArn: endpoint, Text: 'x' })),
    ).rejects.toMatchObject({ name: 'ResourceUnavailableException' });
    await remove(second);
    await remove(modelArn);
    const { DocumentClassifierPropertiesList } = await client.send(new ListDocumentClassifiersCommand({}));
    expect(DocumentClassifierPropertiesList).toEqual([]);
    await expect(remove(modelArn)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

/** The version that failed has set its own documents aside again, and brought back those of the one before. */
async function expectDocumentsOfLastVersion(): Promise<void> {
  const workbench = createWorkbench();
  try {
    const info = await workbench.json(['info', path.join(bench.projects, 'tickets.winnow')]);
    expect(info).toMatchObject({
      ...{ documents: tickets.length, labelled: tickets.length, excluded: tickets.length + 2 },
      labelledDatasets: { none: 0 },
    });
  } finally {
    workbench.dispose();
  }
}

interface ResultLine {
  readonly File: string;
  readonly Line?: string;
  readonly Classes: readonly { readonly Name: string; readonly Score: number }[];
}

async function resultsOf({ JobId }: { readonly JobId?: string | undefined }): Promise<readonly ResultLine[]> {
  const job = await jobEnd(client, JobId!);
  expect(job).toMatchObject({ JobStatus: 'COMPLETED' });
  const key = job.OutputDataConfig!.S3Uri!;
  expect(key).toBe(`s3://bucket/out/000000000000-CLN-${JobId}/output/output.tar.gz`);
  const archive = readFileSync(path.join(bench.bucket, key.slice('s3://bucket/'.length)));
  const files = tarFiles(gunzipSync(archive));
  return files['predictions.jsonl']!.split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ResultLine);
}

describe('a classifier of several classes a document', () => {
  it('answers with labels, at once too', async () => {
    const { DocumentClassifierArn } = await create('labels', 'all-labels.csv', { Mode: 'MULTI_LABEL' });
    const properties = await trained(client, DocumentClassifierArn!);
    expect(properties).toMatchObject({ Status: 'TRAINED', Mode: 'MULTI_LABEL' });
    const { EvaluationMetrics } = properties.ClassifierMetadata!;
    expect(EvaluationMetrics!.Accuracy).toBe(EvaluationMetrics!.MicroRecall);
    expect(EvaluationMetrics!.HammingLoss).toBeLessThan(0.5);
    const { EndpointArn } = await client.send(
      new CreateEndpointCommand({
        ...{ EndpointName: 'labels', ModelArn: DocumentClassifierArn, DesiredInferenceUnits: 1 },
      }),
    );
    const answer = await client.send(
      new ClassifyDocumentCommand({ EndpointArn, Text: 'The firewall blocks the port of the printer.' }),
    );
    expect(answer.Classes).toBeUndefined();
    expect(new Set(answer.Labels!.map(({ Name }) => Name))).toEqual(
      new Set(tickets.flatMap(({ labels }) => labels)),
    );
  });
});

it('has answered every operation of AWS’s model that Winnow has, each answer as that model says', () => {
  const operations = new Set(heard.filter(({ status }) => status === 200).map(({ operation }) => operation));
  expect(operations.size).toBe(17);
});
