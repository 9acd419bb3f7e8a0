import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { azureModel, type WireAnswer } from './support/azure-model.ts';
import { type AzureProgram, azureProgram, type JobState } from './support/azure-program.ts';
import { routes } from './support/azure-shapes.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets } from './support/tickets.ts';

const authoring = '/language/authoring/analyze-text/projects';
const jobs = '/language/analyze-text/jobs';
const versions = ['api-version=2022-05-01', 'api-version=2023-04-01'] as const;
const tickets = makeTickets(60);

let bench: RestBench;
let program: AzureProgram;
let api: string;

beforeAll(async () => {
  bench = createRestBench();
  mkdirSync(path.join(bench.bucket, 'texts'));
  for (const { id, text } of tickets) writeFileSync(path.join(bench.bucket, 'texts', `${id}.txt`), text);
  api = await bench.start();
  program = azureProgram(api, bench.key);
});
afterAll(() => bench.dispose());

async function done(method: string, target: string, body?: unknown): Promise<JobState> {
  const state = await program.ended(await program.begin(method, target, body));
  expect(state.status, JSON.stringify(state)).toBe('succeeded');
  return state;
}

async function get(target: string): Promise<unknown> {
  const { status, json } = await program.ask('GET', target);
  expect(status, `${target} ${JSON.stringify(json)}`).toBe(200);
  return json;
}

function projectFile(kind: string): object {
  const isMulti = kind.includes('Multi');
  return {
    projectFileVersion: '2022-05-01',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      ...{ projectKind: kind, storageInputContainerName: 'texts', settings: { confidenceThreshold: 0.5 } },
      ...{ projectName: 'p', multilingual: false, description: '', language: 'en' },
    },
    assets: {
      projectKind: kind,
      classes: ['billing', 'login', 'shipping'].map((category) => ({ category })),
      documents: tickets.map(({ id, label }, index) => ({
        ...{ location: `${id}.txt`, language: 'en', dataset: index % 3 === 0 ? 'Test' : 'Train' },
        ...(isMulti ? { classes: [{ category: label }] } : { class: { category: label } }),
      })),
    },
  };
}

/** Every route once, as a program that moves a project here would go through them. */
async function journey(kind: string, name: string, version: string): Promise<void> {
  const at = (target: string) => `${authoring}${target}${target.includes('?') ? '&' : '?'}${version}`;
  const own = (target: string) => at(`/${name}${target}`);
  const fields = { projectKind: kind, storageInputContainerName: 'texts', projectName: name, language: 'en' };
  expect((await program.ask('PATCH', own(''), fields)).status).toBe(201);
  expect((await program.ask('PATCH', own(''), { ...fields, settings: {} })).status).toBe(200);
  await done('POST', own('/:import'), projectFile(kind));
  await get(own(''));
  for (const modelLabel of ['first', 'second']) {
    const evaluationOptions =
      modelLabel === 'first'
        ? { kind: 'manual' }
        : { kind: 'percentage', trainingSplitPercentage: 80, testingSplitPercentage: 20 };
    const train = { modelLabel, trainingConfigVersion: '2022-05-01', evaluationOptions };
    const address = await program.begin('POST', own('/:train'), train);
    // Also while it waits and runs; `ended` asks again and again.
    expect((await program.ended(address)).status).toBe('succeeded');
    await get(own(`/models/${modelLabel}`));
    await get(own(`/models/${modelLabel}/evaluation/summary-result`));
    await get(own(`/models/${modelLabel}/evaluation/result?stringIndexType=Utf16CodeUnit&maxpagesize=7`));
    const deployment = `/deployments/live-${modelLabel}`;
    await done('PUT', own(deployment), { trainedModelLabel: modelLabel });
    await get(own(deployment));
  }
  const cancelled = await program.begin('POST', own('/:train'), {
    ...{ modelLabel: 'third', trainingConfigVersion: '2022-05-01' },
  });
  await program.begin('POST', `${new URL(cancelled).pathname}/:cancel?${version}`);
  expect(['cancelled', 'succeeded']).toContain((await program.ended(cancelled)).status);
  for (const list of ['', '/global/training-config-versions']) await get(at(`${list}?top=1&skip=0`));
  for (const list of ['/train/jobs', '/models', '/deployments']) await get(own(`${list}?maxpagesize=1`));
  const swap = { firstDeploymentName: 'live-first', secondDeploymentName: 'live-second' };
  await done('POST', own('/deployments/:swap'), swap);
  for (const model of ['first/', 'first']) await done('POST', own(`/models/${model}:load-snapshot`));
  for (const query of ['', '&trainedModelLabel=first']) {
    const { resultUrl } = await done('POST', own(`/:export?stringIndexType=Utf16CodeUnit${query}`), {});
    const { pathname, search } = new URL(String(resultUrl));
    await get(`${pathname}${search}`);
  }
  await classify(kind, name, version);
  await done('DELETE', own('/deployments/live-second'));
  expect((await program.ask('DELETE', own('/models/first'))).status).toBe(204);
  const train = `/language/text/authoring/v1.0-preview.2/projects/${name}/train`;
  await done('POST', train, { tasks: [{ trainingModelName: 'p1' }, { trainingModelName: 'p2' }] });
  await done('DELETE', own(''));
}

async function classify(kind: string, projectName: string, version: string): Promise<void> {
  const tasks = ['live-first', 'live-second'].map((deploymentName) => ({
    ...{ kind, parameters: { projectName, deploymentName } },
  }));
  const documents = [...tickets.slice(0, 24), { id: 'empty', text: ' ' }].map(({ id, text }) => ({
    id,
    text,
  }));
  const body = { displayName: 'All', analysisInput: { documents }, tasks };
  const address = await program.begin('POST', `${jobs}?${version}`, body);
  expect((await program.ended(address)).status).toBe('succeeded');
  const { pathname } = new URL(address);
  await get(`${pathname}?${version}&showStats=true&top=5`);
  const again = await program.begin('POST', `${jobs}?${version}`, body);
  await program.begin('POST', `${new URL(again).pathname}:cancel?${version}`);
  await program.ended(again);
}

describe("every answer on the wire, by Azure's own models and by our description", () => {
  it.each([
    ['CustomSingleLabelClassification', 'single', versions[0]],
    ['CustomMultiLabelClassification', 'multi', versions[1]],
  ])('%s', async (kind, name, version) => {
    await journey(kind, name, version);
  });

  it('no route was left out', async () => {
    const seen = await program.seen();
    const statusOf: Readonly<Record<string, number>> = { job: 202, nothing: 204 };
    const all = routes.map(([method, route, answer]) => `${method} ${route} ${statusOf[answer] ?? 200}`);
    expect(new Set(seen)).toEqual(
      new Set([...all, all.find((one) => one.startsWith('PATCH'))!.replace('200', '201')]),
    );
  });

  it('refusals', async () => {
    const version = versions[1];
    const refused = [
      ['GET', `${authoring}`],
      ['GET', `${authoring}/nobody?${version}`],
      ['GET', `${authoring}/global/deletion-jobs/7?${version}`],
      ['POST', `${authoring}/nobody/:train?${version}`, { modelLabel: 7 }],
      ['POST', `${authoring}/nobody/:import?${version}`, projectFile('CustomEntityRecognition')],
      ['PUT', `${authoring}/nobody/deployments/x?${version}`, '{'],
      ['POST', `${jobs}?${version}`, { analysisInput: { documents: [] }, tasks: [] }],
      ['POST', `${jobs}?${version}`, { analysisInput: { documents: [] }, tasks: [{ kind: 'x' }] }],
      ['GET', `${jobs}/7?${version}`],
      ['GET', `/language/nothing?${version}`],
      ['POST', '/language/text/authoring/v1.0-preview.2/projects/nobody/train', { tasks: [] }],
    ] as const;
    for (const [method, target, body] of refused) {
      expect((await program.ask(method, target, body)).status, `${method} ${target}`).toBeGreaterThan(399);
    }
    const stranger = azureProgram(api, 'another-key');
    expect((await stranger.ask('GET', `${authoring}?${version}`)).status).toBe(401);
  });
});

describe('the models', () => {
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'apim-request-id': '00000000-0000-4000-8000-000000000000',
    'x-ms-error-code': 'NotFound',
  });

  it.each([
    ['a member that nobody knows', { extra: 1 }, /extra is unknown/],
    ['a word that nobody knows', { status: 'done' }, /status is done/],
    ['a time that is none', { createdDateTime: 'today' }, /createdDateTime is no DateTime/],
    ['a missing member', { tasks: { completed: 0, failed: 0, inProgress: 0 } }, /total is missing/],
    [
      'another kind of result',
      { tasks: { completed: 1, failed: 0, inProgress: 0, total: 1, items: [{ kind: 'Other' }] } },
      /no such kind/,
    ],
  ])('see %s', async (_name, change, message) => {
    const state = {
      jobId: '00000000-0000-4000-8000-000000000000',
      createdDateTime: '2026-01-01T00:00:00.000Z',
      expirationDateTime: '2026-01-02T00:00:00.000Z',
      lastUpdatedDateTime: '2026-01-01T00:00:00.000Z',
      ...{ status: 'running', errors: [] },
      tasks: { completed: 0, failed: 0, inProgress: 1, total: 1, items: [] },
    };
    const answer = (json: object): WireAnswer => ({
      ...{ method: 'GET', target: `${jobs}/7?${versions[1]}`, status: 200, headers },
      text: JSON.stringify(json),
    });
    const model = azureModel(await (await fetch(`${api}/api/openapi.json`)).json());
    expect(await model.deviations(answer(state))).toEqual([]);
    const found = await model.deviations(answer({ ...state, ...change }));
    expect(found.join('\n')).toMatch(message);
    // Our own description says the same.
    expect(found.join('\n')).toMatch(/described otherwise/);
  });

  it('see an error, a list and a map that are not as they should be', async () => {
    const model = azureModel(await (await fetch(`${api}/api/openapi.json`)).json());
    const look = async (target: string, status: number, json: object) =>
      (await model.deviations({ method: 'GET', target, status, headers, text: JSON.stringify(json) })).join(
        '\n',
      );
    expect(await look(authoring, 404, { error: { code: 'Gone', message: '' } })).toMatch(
      /no ErrorCode.*\n.*x-ms-error-code/s,
    );
    expect(await look(authoring, 200, { value: [{}] })).toMatch(/value\[0\].createdDateTime is missing/);
    const evaluation = { classes: { a: { f1: 2 } } };
    expect(
      await look(`${authoring}/p/models/m/evaluation/summary-result`, 200, {
        ...{ projectKind: 'CustomMultiLabelClassification', evaluationOptions: {} },
        customMultiLabelClassificationEvaluation: evaluation,
      }),
    ).toMatch(/classes\.a\.f1 is no share/);
  });
});
