import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  AzureKeyCredential,
  TextAnalysisClient,
  type TextAnalysisClientOptions,
} from '@azure/ai-language-text';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureProgram, azureProgram, type JobState } from './support/azure-program.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

const dataFolder = path.resolve(import.meta.dirname, '../../../shared/data');
const trec = path.join(dataFolder, 'trec6');
const present = existsSync(trec);
if (!present) process.stdout.write('Skipped: trec6 is not there (../shared/data/trec6).\n');

const authoring = '/language/authoring/analyze-text/projects';
const version = 'api-version=2023-04-01';
const perRequest = 25;

let bench: RestBench;
let cli: Workbench;
let api: string;
let program: AzureProgram;

beforeAll(async () => {
  bench = createRestBench();
  cli = createWorkbench();
  const tickets = makeTickets(120);
  const two = (index: number) => [tickets[index]!.label, tickets[(index + 1) % 120]!.label];
  cli.write('single.jsonl', toJsonl(tickets));
  cli.write('multi.jsonl', toJsonl(tickets.map(({ text }, index) => ({ text, labels: two(index) }))));
  for (const kind of ['single', 'multi']) {
    const file = path.join(bench.projects, `${kind}.winnow`);
    await cli.json(['new', file, '--kind', kind]);
    await cli.json(['import', file, `${kind}.jsonl`]);
  }
  api = await bench.start();
  program = azureProgram(api, bench.key);
});
afterAll(async () => {
  await bench.dispose();
  cli.dispose();
});

function client(key = bench.key): TextAnalysisClient {
  return new TextAnalysisClient(api, new AzureKeyCredential(key), {
    allowInsecureConnection: true,
    additionalPolicies: [{ policy: checked, position: 'perCall' }],
  });
}

/** Holds each answer that the client gets against its own models, strictly. */
const checked: PipelinePolicy = {
  name: 'checked',
  async sendRequest(request, next) {
    const response = await next(request);
    const { pathname, search } = new URL(request.url);
    expect(response.headers.get('x-ms-client-request-id')).toBe(request.requestId);
    await program.check({
      ...{ method: request.method, target: `${pathname}${search}`, status: response.status },
      ...{ headers: new Headers(response.headers.toJSON()), text: response.bodyAsText ?? '' },
    });
    return response;
  },
};

type PipelinePolicy = NonNullable<TextAnalysisClientOptions['additionalPolicies']>[number]['policy'];

async function accepted(method: string, target: string, body?: unknown): Promise<JobState> {
  return await program.ended(await program.begin(method, target, body));
}

async function trainAndDeploy(project: string, evaluationOptions: object): Promise<void> {
  const body = { modelLabel: 'm', trainingConfigVersion: '2022-05-01', evaluationOptions };
  const trained = await accepted('POST', `${authoring}/${project}/:train?${version}`, body);
  expect(trained).toMatchObject({
    status: 'succeeded',
    result: {
      modelLabel: 'm',
      trainingConfigVersion: '2022-05-01',
      trainingStatus: { percentComplete: 100, status: 'succeeded' },
      evaluationStatus: { percentComplete: 100, status: 'succeeded' },
    },
  });
  const deployed = await accepted('PUT', `${authoring}/${project}/deployments/live?${version}`, {
    trainedModelLabel: 'm',
  });
  expect(deployed.status).toBe('succeeded');
}

type Kind = 'CustomSingleLabelClassification' | 'CustomMultiLabelClassification';

/** What the client makes of the answer: the classes of each document, and errors, in the order of the texts. */
async function classify(kind: Kind, projectName: string, texts: readonly string[]) {
  const poller = await client().beginAnalyzeBatch(
    [{ kind, projectName, deploymentName: 'live' }],
    [...texts],
    'en',
    { updateIntervalInMs: 20 },
  );
  const answers: {
    readonly classes?: readonly string[];
    readonly scores?: readonly number[];
    readonly error?: string;
  }[] = [];
  for await (const result of await poller.pollUntilDone()) {
    if (result.error !== undefined) throw new Error(result.error.message);
    if (result.kind !== kind) throw new Error(`${result.kind} came for ${kind}.`);
    expect(result).toMatchObject({ projectName, deploymentName: 'live' });
    for (const document of result.results) {
      if (document.error === undefined) {
        const { classifications } = document;
        answers.push({
          classes: classifications.map(({ category }) => category),
          scores: classifications.map(({ confidenceScore }) => confidenceScore),
        });
      } else {
        answers.push({ error: `${document.error.code}: ${document.error.message}` });
      }
    }
  }
  return answers;
}

describe("Azure's own client", () => {
  it('classifies by a deployment of a single-label project, texts and errors in order', async () => {
    await trainAndDeploy('single', {
      kind: 'percentage',
      trainingSplitPercentage: 80,
      testingSplitPercentage: 20,
    });
    const texts = ['my invoice was charged twice', '  ', 'the parcel is late, where is the courier'];
    const answers = await classify('CustomSingleLabelClassification', 'single', texts);
    expect(answers.map(({ classes }) => classes)).toEqual([['billing'], undefined, ['shipping']]);
    expect(answers[1]?.error).toBe('InvalidDocument: Document text is empty.');
    expect(answers[0]!.scores![0]).toBeGreaterThan(1 / 3);
  });

  it('classifies by a deployment of a multi-label project', async () => {
    await trainAndDeploy('multi', {
      kind: 'percentage',
      trainingSplitPercentage: 80,
      testingSplitPercentage: 20,
    });
    const [answer] = await classify('CustomMultiLabelClassification', 'multi', [makeTickets(120)[3]!.text]);
    expect(new Set(answer?.classes)).toEqual(new Set(['billing', 'login']));
  });

  it('reads refusals: a wrong key, an unknown project, an unknown deployment, too many documents', async () => {
    const begin = (key: string, projectName: string, deploymentName: string, texts = ['x']) =>
      client(key).beginAnalyzeBatch(
        [{ kind: 'CustomSingleLabelClassification', projectName, deploymentName }],
        texts,
      );
    await expect(begin('wrong', 'single', 'live')).rejects.toMatchObject({ statusCode: 401 });
    await expect(begin(bench.key, 'nobody', 'live')).rejects.toMatchObject({
      statusCode: 404,
      code: 'ProjectNotFound',
    });
    await expect(begin(bench.key, 'single', 'none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'NotFound',
    });
    const many = Array.from({ length: 26 }, () => 'x');
    await expect(begin(bench.key, 'single', 'live', many)).rejects.toMatchObject({ statusCode: 400 });
    await expect(begin(bench.key, 'single', 'live', ['x'.repeat(125_001)])).rejects.toThrow(
      /125000 characters/,
    );
  });

  it.skipIf(!present)('scores on trec6 what the command line scores', async () => {
    const file = path.join(bench.projects, 'trec6.winnow');
    const lines = (
      dataset: string,
    ): readonly { readonly text: string; readonly labels: readonly string[] }[] =>
      readFileSync(path.join(trec, `${dataset}.jsonl`), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly text: string; readonly labels: readonly string[] });
    await cli.json(['new', file, '--kind', 'single']);
    for (const dataset of ['train', 'test']) {
      await cli.json(['import', file, path.join(trec, `${dataset}.jsonl`), '--dataset', dataset]);
    }
    const copy = cli.path('copy.winnow');
    copyFileSync(file, copy);
    await cli.json(['train', copy, '--model', 'm']);
    const own = await cli.json<{ readonly accuracy: number }>(['evaluate', copy, '--model', 'm']);
    await trainAndDeploy('trec6', { kind: 'manual' });
    const test = lines('test');
    let right = 0;
    for (let from = 0; from < test.length; from += perRequest) {
      const some = test.slice(from, from + perRequest);
      const answers = await classify(
        'CustomSingleLabelClassification',
        'trec6',
        some.map(({ text }) => text),
      );
      right += answers.filter(({ classes }, index) => classes?.[0] === some[index]!.labels[0]).length;
    }
    process.stdout.write(`trec6: ${right} of ${test.length} right, the command line ${own.accuracy}\n`);
    expect(right / test.length).toBeCloseTo(own.accuracy, 10);
  });
});
