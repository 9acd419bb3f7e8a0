import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  ClassifyDocumentCommand,
  type ComprehendClient,
  CreateDocumentClassifierCommand,
  CreateEndpointCommand,
  DeleteDocumentClassifierCommand,
  DescribeDocumentClassificationJobCommand,
  type DocumentClassificationJobProperties,
  ListDocumentClassifiersCommand,
  StartDocumentClassificationJobCommand,
} from '@aws-sdk/client-comprehend';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarFiles } from './support/archive.ts';
import { awsClient, comprehendCsv, jobEnd, type Labelled, role, trained } from './support/comprehend.ts';
import { createRestBench } from './support/rest-server.ts';

const bench = createRestBench();
const arn = 'arn:aws:comprehend:eu-central-1:000000000000';
const classifier = (name: string) => `${arn}:document-classifier/${name}`;
let address: string;
let client: ComprehendClient;

/** Words of two subjects, twenty documents each. */
const fruit: readonly Labelled[] = documents('fruit', ['apple', 'pear', 'cherry', 'plum', 'quince']);
const tools: readonly Labelled[] = documents('tools', ['hammer', 'saw', 'chisel', 'plane', 'drill']);

function documents(label: string, words: readonly string[]): readonly Labelled[] {
  return Array.from({ length: 20 }, (_, k) => ({
    text: `${words[k % 5]} ${words[(k + 1 + (k % 3)) % 5]} and ${words[(k * 3 + 2) % 5]}, number ${k}`,
    labels: [label],
  }));
}

beforeAll(async () => {
  put('train.csv', comprehendCsv([...fruit, ...tools]));
  address = await bench.start();
  client = awsClient(address, bench);
});
afterAll(() => bench.dispose());

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(bench.bucket, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

async function train(name: string, key: string, more: object = {}) {
  const { DocumentClassifierArn } = await client.send(
    new CreateDocumentClassifierCommand({
      ...{ DocumentClassifierName: name, DataAccessRoleArn: role, LanguageCode: 'en' },
      InputDataConfig: { S3Uri: `s3://bucket/${key}` },
      ...more,
    }),
  );
  return trained(client, DocumentClassifierArn!);
}

function startJob(name: string, key: string, output: string, InputFormat?: 'ONE_DOC_PER_FILE') {
  return client.send(
    new StartDocumentClassificationJobCommand({
      ...{ DocumentClassifierArn: classifier(name), DataAccessRoleArn: role },
      InputDataConfig: { S3Uri: `s3://bucket/${key}`, InputFormat },
      OutputDataConfig: { S3Uri: `s3://bucket/${output}` },
    }),
  );
}

interface Line {
  readonly File: string;
  readonly Line?: string;
  readonly Classes?: readonly { readonly Name: string; readonly Score: number }[];
  readonly Labels?: readonly { readonly Name: string; readonly Score: number }[];
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

async function classified(
  ...request: Parameters<typeof startJob>
): Promise<{ readonly job: DocumentClassificationJobProperties; readonly lines: readonly Line[] }> {
  const { JobId } = await startJob(...request);
  const job = await jobEnd(client, JobId!);
  expect(job.JobStatus).toBe('COMPLETED');
  const archive = path.join(bench.bucket, job.OutputDataConfig!.S3Uri!.slice('s3://bucket/'.length));
  // What a job needs on its way is gone at its end.
  expect(readdirSync(path.join(archive, '../..'))).toEqual(['output']);
  const rows = tarFiles(gunzipSync(readFileSync(archive)))
    ['predictions.jsonl']!.trimEnd()
    .split('\n');
  return { job, lines: rows.map((row) => JSON.parse(row) as Line) };
}

describe('training data', () => {
  it('with lines that cannot be read trains with a warning', async () => {
    const csv = comprehendCsv([...fruit, ...tools]);
    put('torn/train.csv', `${csv}tools,a saw,and a hammer\nfruit\n`);
    const properties = await train('torn', 'torn/train.csv');
    expect(properties).toMatchObject({
      Status: 'TRAINED_WITH_WARNING',
      Message: expect.stringMatching(/could not be read: 2\. The first: train\.csv, line 41: /),
      InputDataConfig: { DataFormat: 'COMPREHEND_CSV', S3Uri: 's3://bucket/torn/train.csv' },
      OutputDataConfig: {},
    });
    const { DocumentClassifierPropertiesList } = await client.send(
      new ListDocumentClassifiersCommand({ Filter: { Status: 'TRAINED_WITH_WARNING' } }),
    );
    expect(DocumentClassifierPropertiesList).toEqual([properties]);
    const ModelArn = properties.DocumentClassifierArn!;
    await client.send(
      new CreateEndpointCommand({ EndpointName: 'torn', ModelArn, DesiredInferenceUnits: 1 }),
    );
    const EndpointArn = `${arn}:document-classifier-endpoint/torn`;
    const { Classes } = await client.send(
      new ClassifyDocumentCommand({ EndpointArn, Text: 'plum and quince' }),
    );
    expect(Classes![0]!.Name).toBe('fruit');
  });

  it('may name its classes as objects name what they inherit', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'a "b"; <c>', '水果'];
    const all = names.flatMap((name, k) =>
      [...fruit, ...tools]
        .slice(0, 20)
        .map(({ text }, n) => ({ text: `${name} ${k} word${k} ${text} ${n}`, labels: [name] })),
    );
    put('names/train.csv', comprehendCsv(all));
    const output = { OutputDataConfig: { S3Uri: 's3://bucket/names-out' } };
    const { Status, ClassifierMetadata, OutputDataConfig } = await train('names', 'names/train.csv', output);
    expect(Status).toBe('TRAINED');
    expect(ClassifierMetadata).toMatchObject({
      NumberOfLabels: 5,
      EvaluationMetrics: { Accuracy: expect.any(Number) },
    });
    const archive = path.join(bench.bucket, OutputDataConfig!.S3Uri!.slice('s3://bucket/'.length));
    const matrix = tarFiles(gunzipSync(readFileSync(archive)))['output/confusion_matrix.json']!;
    expect((JSON.parse(matrix) as { labels: readonly string[] }).labels.toSorted()).toEqual(names.toSorted());
    put('names/in.txt', names.map((name, k) => `${name} ${k} word${k}\n`).join(''));
    const { lines } = await classified('names', 'names/in.txt', 'names-out');
    expect(lines.map(({ Classes }) => Classes![0]!.Name)).toEqual(names);
  });

  it('is not read through links that lie in its folder', async () => {
    writeFileSync(path.join(bench.folder, 'outside.csv'), 'secret,a document of somebody else\n');
    put('linked/train.csv', comprehendCsv([...fruit, ...tools]));
    symlinkSync(path.join(bench.folder, 'outside.csv'), path.join(bench.bucket, 'linked/more.csv'));
    symlinkSync(bench.folder, path.join(bench.bucket, 'linked/folder'));
    const { ClassifierMetadata } = await train('linked', 'linked');
    const { NumberOfTrainedDocuments, NumberOfTestDocuments } = ClassifierMetadata!;
    expect(NumberOfTrainedDocuments! + NumberOfTestDocuments!).toBe(40);
    put('linked-in/own.txt', 'plum and pear\n');
    symlinkSync(path.join(bench.folder, 'outside.csv'), path.join(bench.bucket, 'linked-in/outside.txt'));
    const { lines } = await classified('linked', 'linked-in', 'linked-out');
    expect(lines.map(({ File }) => File)).toEqual(['own.txt']);
  });

  it('is found by the beginning of its files’ names, too', async () => {
    put('parts/part-1.csv', comprehendCsv(fruit));
    put('parts/part-2.csv', comprehendCsv(tools));
    put('parts/other.csv', 'other,of no concern\n');
    symlinkSync(path.join(bench.folder, 'outside.csv'), path.join(bench.bucket, 'parts/part-3.csv'));
    expect(await train('parts', 'parts/part-')).toMatchObject({ ClassifierMetadata: { NumberOfLabels: 2 } });
    for (const key of ['parts/none', 'parts/part-/', 'none/part-']) {
      await expect(train('unread', key)).rejects.toMatchObject({ name: 'InvalidRequestException' });
    }
    const { lines } = await classified('parts', 'parts/part-', 'parts-out');
    expect(new Set(lines.map(({ File }) => File))).toEqual(new Set(['part-1.csv', 'part-2.csv']));
  });

  it('makes one model of a name, as a version or without one', async () => {
    const properties = await train('same', 'train.csv', { VersionName: 'same' });
    expect(properties.Status).toBe('TRAINED');
    await expect(train('same', 'train.csv')).rejects.toMatchObject({ name: 'ResourceInUseException' });
  });
});

describe('a classification of files', () => {
  it('tells of what it could not read, as AWS does', async () => {
    put('mixed/a.txt', 'plum\n');
    put('mixed/b.txt', Buffer.from('%PDF-1.7\n\0\0\0\xff\xfe not a text', 'latin1'));
    put('mixed/c.txt', 'saw\n');
    const { job, lines } = await classified('torn', 'mixed', 'mixed-out', 'ONE_DOC_PER_FILE');
    expect(
      lines.map(({ File, Line, Classes, ErrorCode }) => [File, Line, Classes?.[0]?.Name, ErrorCode]),
    ).toEqual([
      ['a.txt', undefined, 'fruit', undefined],
      ['c.txt', undefined, 'tools', undefined],
      ['b.txt', undefined, undefined, 'INVALID_DOCUMENT'],
    ]);
    expect(lines[2]!.ErrorMessage).not.toContain(bench.folder);
    expect(job.Message).toContain('could not be read: 1');
    expect(job.InputDataConfig).toEqual({ S3Uri: 's3://bucket/mixed', InputFormat: 'ONE_DOC_PER_FILE' });
  });

  it('may have its output below its input', async () => {
    put('below/a.txt', 'plum\nsaw\n');
    const first = await classified('torn', 'below', 'below/out');
    expect(first.lines.map(({ File, Line }) => [File, Line])).toEqual([
      ['a.txt', '0'],
      ['a.txt', '1'],
    ]);
    expect(first.job.InputDataConfig!.InputFormat).toBe('ONE_DOC_PER_LINE');
    expect(first.job.Message).toBeUndefined();
    const second = await classified('torn', 'below', 'below/out');
    expect(second.lines.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      undefined,
      'INVALID_DOCUMENT',
    ]);
  });

  it('with several classes a document tells the score of each', async () => {
    const both = fruit.map(({ text }, k) => ({
      text: `${text} ${tools[k]!.text}`,
      labels: ['fruit', 'tools'],
    }));
    put('labels/train.csv', comprehendCsv([...fruit, ...tools, ...both]));
    expect(await train('labels', 'labels/train.csv', { Mode: 'MULTI_LABEL' })).toMatchObject({
      Status: 'TRAINED',
    });
    put('labels-in.txt', 'plum and quince\nhammer and plum\n');
    const { lines } = await classified('labels', 'labels-in.txt', 'labels-out');
    for (const { Labels } of lines) {
      expect(Labels!.map(({ Name }) => Name).toSorted()).toEqual(['fruit', 'tools']);
      expect(Labels![0]!.Score).toBeGreaterThanOrEqual(Labels![1]!.Score);
    }
  });

  it('can be stopped, and leaves nothing', async () => {
    put('long.txt', 'plum and quince\n'.repeat(200_000));
    const { JobId } = await startJob('torn', 'long.txt', 'stopped-out');
    // AWS knows no such operation, and its clients no command: another one's target is exchanged before it is signed.
    const stopping = awsClient(address, bench);
    stopping.middlewareStack.add(
      (next) => (args) => {
        const { headers } = args.request as { readonly headers: Record<string, string> };
        headers['x-amz-target'] = 'Comprehend_20171127.StopDocumentClassificationJob';
        return next(args);
      },
      { step: 'build', priority: 'high' },
    );
    await stopping.send(new DescribeDocumentClassificationJobCommand({ JobId }));
    expect(await jobEnd(client, JobId!)).toMatchObject({ JobStatus: 'STOPPED' });
    const left = readdirSync(path.join(bench.bucket, 'stopped-out'));
    expect(left).toEqual([]);
    const none = new DescribeDocumentClassificationJobCommand({ JobId: '0'.repeat(32) });
    await expect(stopping.send(none)).rejects.toMatchObject({ name: 'JobNotFoundException' });
  });

  it('that fails leaves nothing, and is told as its model’s', async () => {
    put('binary/b.txt', Buffer.from('%PDF-1.7\n\0\0\0', 'latin1'));
    const { JobId } = await startJob('torn', 'binary', 'failed-out', 'ONE_DOC_PER_FILE');
    const job = await jobEnd(client, JobId!);
    expect(job).toMatchObject({ JobStatus: 'FAILED', DocumentClassifierArn: classifier('torn') });
    expect(job.Message).toContain('no file');
    expect(job.Message).not.toContain(bench.folder);
    expect(readdirSync(path.join(bench.bucket, 'failed-out'))).toEqual([]);
  });

  it('keeps its model from being deleted, before it begins and while it works', async () => {
    await train('busy', 'train.csv');
    put('busy.txt', 'plum and quince\n'.repeat(20_000));
    const jobs = [
      await startJob('torn', 'busy.txt', 'busy-out'),
      await startJob('busy', 'busy.txt', 'busy-out'),
    ];
    const remove = () =>
      client.send(new DeleteDocumentClassifierCommand({ DocumentClassifierArn: classifier('busy') }));
    await expect(remove()).rejects.toMatchObject({ name: 'ResourceInUseException' });
    for (const { JobId } of jobs) expect((await jobEnd(client, JobId!)).JobStatus).toBe('COMPLETED');
    await remove();
    expect(readdirSync(bench.projects)).not.toContain('busy.winnow');
  });
});
