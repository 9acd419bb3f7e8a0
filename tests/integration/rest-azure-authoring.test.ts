import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureProgram, azureProgram, type JobState } from './support/azure-program.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets } from './support/tickets.ts';

const projects = '/language/authoring/analyze-text/projects';
const version = 'api-version=2022-05-01';
const tickets = makeTickets(90);
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let bench: RestBench;
let program: AzureProgram;

beforeAll(async () => {
  bench = createRestBench();
  mkdirSync(path.join(bench.bucket, 'texts'));
  for (const { id, text } of tickets) writeFileSync(path.join(bench.bucket, 'texts', `${id}.txt`), text);
  writeFileSync(path.join(bench.folder, 'outside.txt'), 'My invoice is none of theirs.');
  symlinkSync(path.join(bench.folder, 'outside.txt'), path.join(bench.bucket, 'texts', 'link.txt'));
  program = azureProgram(await bench.start(), bench.key);
});
afterAll(() => bench.dispose());

async function done(method: string, target: string, body?: unknown): Promise<JobState> {
  return await program.ended(await program.begin(method, target, body));
}

async function get(target: string): Promise<unknown> {
  const { status, json } = await program.ask('GET', target);
  expect(status, JSON.stringify(json)).toBe(200);
  return json;
}

/** As Microsoft's pages print it; every third document is of the test set. */
function projectFile(locations: readonly string[] = tickets.map(({ id }) => `${id}.txt`)): object {
  return {
    projectFileVersion: '2022-05-01',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      projectKind: 'customSingleLabelClassification',
      storageInputContainerName: 'texts',
      settings: {},
      projectName: 'imported',
      multilingual: false,
      description: 'Project-description',
      language: 'en-us',
    },
    assets: {
      projectKind: 'CustomSingleLabelClassification',
      classes: [{ category: 'billing' }, { category: 'login' }, { category: 'shipping' }],
      documents: locations.map((location, index) => ({
        location,
        language: 'en-us',
        dataset: index % 10 < 3 ? 'Test' : 'Train',
        class: { category: tickets[index % tickets.length]!.label },
      })),
    },
  };
}

describe('projects', () => {
  const details = {
    projectKind: 'CustomMultiLabelClassification',
    storageInputContainerName: 'texts',
    projectName: 'made',
    language: 'de',
    multilingual: true,
    description: 'Made by a program',
  };

  it('are made, changed, listed and deleted', async () => {
    const made = await program.ask('PATCH', `${projects}/made?${version}`, details);
    expect(made).toMatchObject({ status: 201, json: { ...details, createdDateTime: isoTime } });
    const again = await program.ask('PATCH', `${projects}/made?${version}`, { ...details, description: '' });
    expect(again).toMatchObject({ status: 200, json: { description: '' } });
    expect(await get(`${projects}/made?${version}`)).toEqual(again.json);
    expect(await get(`${projects}?${version}`)).toEqual({ value: [again.json] });
    const address = await program.begin('DELETE', `${projects}/made?${version}`);
    expect(new URL(address).pathname).toMatch(`${projects}/global/deletion-jobs/`);
    expect(await program.ended(address)).toMatchObject({ status: 'succeeded', createdDateTime: isoTime });
    expect(await program.ask('GET', `${projects}/made?${version}`)).toMatchObject({
      status: 404,
      json: { error: { code: 'ProjectNotFound' } },
    });
  });

  it.each([
    ['../escape', 400],
    ['..%2Fescape', 400],
    ['a%2Fb', 400],
    ['con', 400],
    ['C:', 400],
    ['.hidden', 400],
  ])('are not named %s', async (name, status) => {
    const encoded = name.includes('%') ? name : encodeURIComponent(name);
    const answer = await program.ask('PATCH', `${projects}/${encoded}?${version}`, details);
    expect(answer).toMatchObject({ status, json: { error: { code: 'InvalidArgument' } } });
  });

  it('say what is wrong with a request', async () => {
    const refused = async (method: string, target: string, body?: unknown) =>
      (await program.ask(method, `${projects}${target}`, body)).json;
    expect(await refused('GET', '?api-version=2021-01-01')).toMatchObject({
      error: { code: 'InvalidRequest', innererror: { code: 'InvalidParameterValue' } },
    });
    expect(await refused('PATCH', `/x?${version}`, { ...details, multilingual: 'true' })).toMatchObject({
      error: { code: 'InvalidRequest', target: 'multilingual' },
    });
    expect(
      await refused('PATCH', `/x?${version}`, { ...details, projectKind: 'CustomEntityRecognition' }),
    ).toMatchObject({ error: { code: 'InvalidArgument', target: 'projectKind' } });
    expect(await refused('GET', `?${version}&top=-1`)).toMatchObject({ error: { target: 'top' } });
    expect(await refused('POST', `/nobody/:train?${version}`, { modelLabel: 'm' })).toMatchObject({
      error: { code: 'ProjectNotFound' },
    });
  });
});

describe('a project from its file', () => {
  it('is imported with the texts of an allowed folder and nothing outside of it', async () => {
    const locations = [...tickets.map(({ id }) => `${id}.txt`), 'link.txt', 'absent.txt'];
    const state = await done('POST', `${projects}/imported/:import?${version}`, projectFile(locations));
    expect(state).toMatchObject({ status: 'succeeded', expirationDateTime: isoTime });
    expect(JSON.stringify(state.warnings)).toMatch(
      /2 documents are not in the container.*link\.txt, absent\.txt/,
    );
    expect(await get(`${projects}/imported?${version}`)).toMatchObject({
      projectKind: 'CustomSingleLabelClassification',
      storageInputContainerName: 'texts',
      description: 'Project-description',
    });
  });

  it('is not imported from elsewhere', async () => {
    const post = (name: string, file: object) =>
      program.ask('POST', `${projects}/${name}/:import?${version}`, file);
    const elsewhere = projectFile() as { metadata: object };
    const from = (storageInputContainerName: string) =>
      post('other', { ...elsewhere, metadata: { ...elsewhere.metadata, storageInputContainerName } });
    expect((await from('projects')).status).toBe(404);
    for (const name of ['..', '../projects', '/etc', 'texts/../..', 'C:\\', 'texts\0']) {
      expect(await from(name), name).toMatchObject({
        status: 400,
        json: { error: { code: 'InvalidArgument' } },
      });
    }
    for (const location of [
      '../outside.txt',
      '/etc/passwd',
      '..\\outside.txt',
      'C:/x.txt',
      '%2e%2e/outside.txt',
      'a\0b',
    ]) {
      const state = await done('POST', `${projects}/other/:import?${version}`, projectFile([location]));
      expect(state, location).toMatchObject({ status: 'failed', errors: [{ code: 'InvalidArgument' }] });
    }
    expect((await program.ask('GET', `${projects}/other?${version}`)).status).toBe(404);
  });

  it('is trained as it is split, evaluated, and reports every test document by pages', async () => {
    const address = await program.begin('POST', `${projects}/imported/:train?${version}`, {
      modelLabel: 'first',
      trainingConfigVersion: '2022-05-01',
      evaluationOptions: { kind: 'manual' },
    });
    const state = await program.ended(address);
    expect(state).toEqual({
      jobId: address.match(/jobs\/([0-9a-f-]{36})\?/)?.[1],
      ...{ createdDateTime: isoTime, lastUpdatedDateTime: isoTime, expirationDateTime: isoTime },
      status: 'succeeded',
      result: {
        ...{ modelLabel: 'first', trainingConfigVersion: '2022-05-01' },
        trainingStatus: {
          ...{ percentComplete: 100, startDateTime: isoTime, endDateTime: isoTime, status: 'succeeded' },
        },
        evaluationStatus: {
          ...{ percentComplete: 100, startDateTime: isoTime, endDateTime: isoTime, status: 'succeeded' },
        },
      },
    });
    expect(await get(`${projects}/imported/train/jobs?${version}`)).toEqual({ value: [state] });
    const summary = await get(`${projects}/imported/models/first/evaluation/summary-result?${version}`);
    expect(summary).toMatchObject({
      projectKind: 'CustomSingleLabelClassification',
      evaluationOptions: { kind: 'manual' },
      customSingleLabelClassificationEvaluation: {
        confusionMatrix: { billing: { billing: { normalizedValue: 100, rawValue: 9 } } },
        classes: { billing: { f1: 1, truePositiveCount: 9, trueNegativeCount: 18, falseNegativeCount: 0 } },
        microF1: 1,
        macroRecall: 1,
      },
    });
    const seen: string[] = [];
    let next: string | undefined =
      `${projects}/imported/models/first/evaluation/result?${version}&stringIndexType=Utf16CodeUnit&maxpagesize=10`;
    const sizes: number[] = [];
    while (next !== undefined) {
      const page = (await get(next)) as { value: { location: string }[]; nextLink?: string };
      sizes.push(page.value.length);
      seen.push(...page.value.map(({ location }) => location));
      const link: URL | undefined = page.nextLink === undefined ? undefined : new URL(page.nextLink);
      next = link === undefined ? undefined : `${link.pathname}${link.search}`;
    }
    expect(sizes).toEqual([10, 10, 7]);
    expect(new Set(seen)).toEqual(
      new Set(tickets.filter((_, index) => index % 10 < 3).map(({ id }) => `${id}.txt`)),
    );
    const one = await get(`${projects}/imported/models/first/evaluation/result?${version}&top=1`);
    expect(one).toEqual({
      value: [
        {
          projectKind: 'CustomSingleLabelClassification',
          location: expect.stringMatching(/\.txt$/),
          language: 'en-us',
          customSingleLabelClassificationResult: {
            expectedClass: expect.any(String),
            predictedClass: expect.any(String),
          },
        },
      ],
    });
  });

  it('is exported as it was imported, now and as a model knew it', async () => {
    const exported = async (query: string) => {
      const state = await done(
        'POST',
        `${projects}/imported/:export?${version}&stringIndexType=Utf16CodeUnit${query}`,
        {
          assetsToExport: ['*'],
        },
      );
      expect(state).toMatchObject({ status: 'succeeded' });
      const { pathname, search } = new URL(String(state.resultUrl));
      return (await get(`${pathname}${search}`)) as { assets: { documents: { location: string }[] } };
    };
    const file = projectFile() as { metadata: object; assets: { documents: { location: string }[] } };
    for (const query of ['', '&trainedModelLabel=first']) {
      const result = await exported(query);
      expect(result).toMatchObject({ metadata: { storageInputContainerName: 'texts', language: 'en-us' } });
      const byLocation = (one: { location: string }, other: { location: string }) =>
        one.location < other.location ? -1 : 1;
      expect([...result.assets.documents].sort(byLocation)).toEqual(
        [...file.assets.documents].sort(byLocation),
      );
    }
  });
});

describe('models and deployments', () => {
  it('are deployed, swapped, listed and deleted', async () => {
    const base = `${projects}/imported`;
    const body = {
      modelLabel: 'second',
      trainingConfigVersion: 'winnow-linear',
      evaluationOptions: { kind: 'manual' },
    };
    expect(await done('POST', `${base}/:train?${version}`, body)).toMatchObject({ status: 'succeeded' });
    for (const [name, trainedModelLabel] of [
      ['blue', 'first'],
      ['green', 'second'],
    ] as const) {
      const state = await done('PUT', `${base}/deployments/${name}?${version}`, { trainedModelLabel });
      expect(state).toMatchObject({ status: 'succeeded' });
    }
    const models = async () => {
      const { value } = (await get(`${base}/deployments?${version}`)) as {
        value: { deploymentName: string; modelId: string }[];
      };
      return Object.fromEntries(value.map(({ deploymentName, modelId }) => [deploymentName, modelId]));
    };
    expect(await models()).toEqual({ blue: 'first', green: 'second' });
    const swap = { firstDeploymentName: 'blue', secondDeploymentName: 'green' };
    expect(await done('POST', `${base}/deployments/:swap?${version}`, swap)).toMatchObject({
      status: 'succeeded',
    });
    expect(await models()).toEqual({ blue: 'second', green: 'first' });
    expect(await get(`${base}/deployments/blue?${version}`)).toEqual({
      ...{ deploymentName: 'blue', modelId: 'second' },
      ...{ lastTrainedDateTime: isoTime, lastDeployedDateTime: isoTime },
      ...{ deploymentExpirationDate: '9999-12-31', modelTrainingConfigVersion: 'winnow-linear' },
    });
    expect(await program.ask('DELETE', `${base}/models/first?${version}`)).toMatchObject({
      status: 409,
      json: { error: { code: 'Conflict' } },
    });
    expect(await done('DELETE', `${base}/deployments/green?${version}`)).toMatchObject({
      status: 'succeeded',
    });
    expect((await program.ask('DELETE', `${base}/models/first?${version}`)).status).toBe(204);
    expect(await get(`${base}/models?${version}`)).toMatchObject({
      value: [{ label: 'second', hasSnapshot: true, lastTrainedDateTime: isoTime }],
    });
    expect(await done('POST', `${base}/models/second:load-snapshot?${version}`)).toMatchObject({
      status: 'succeeded',
    });
  });

  it('cancels a training that waits', async () => {
    const begin = (modelLabel: string) =>
      program.begin('POST', `${projects}/imported/:train?${version}`, { modelLabel });
    const [first, second] = [await begin('third'), await begin('never')];
    const { pathname } = new URL(second);
    await program.begin('POST', `${pathname}/:cancel?${version}`);
    expect(await program.ended(second)).toMatchObject({
      status: 'cancelled',
      result: { trainingStatus: { status: 'cancelled' } },
    });
    expect((await program.ended(first)).status).toBe('succeeded');
    expect((await program.ask('GET', `${projects}/imported/models/never?${version}`)).status).toBe(404);
  });
});
