import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureProgram, azureProgram, type JobState } from './support/azure-program.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

const jobs = '/language/analyze-text/jobs';
const version = 'api-version=2023-04-01';
const project = '/language/authoring/analyze-text/projects/tickets';
const tickets = makeTickets(90);
const isoTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

let bench: RestBench;
let cli: Workbench;
let program: AzureProgram;

beforeAll(async () => {
  bench = createRestBench();
  cli = createWorkbench();
  const file = path.join(bench.projects, 'tickets.winnow');
  cli.write('tickets.jsonl', toJsonl(tickets));
  await cli.json(['new', file, '--kind', 'single']);
  await cli.json(['import', file, 'tickets.jsonl']);
  program = azureProgram(await bench.start(), bench.key);
  const train = { modelLabel: 'm', trainingConfigVersion: '2022-05-01' };
  await program.ended(await program.begin('POST', `${project}/:train?${version}`, train));
  const deploy = { trainedModelLabel: 'm' };
  await program.ended(await program.begin('PUT', `${project}/deployments/live?${version}`, deploy));
});
afterAll(async () => {
  await bench.dispose();
  cli.dispose();
});

const task = (
  deploymentName = 'live',
  kind = 'CustomSingleLabelClassification',
  projectName = 'tickets',
) => ({
  ...{ kind, taskName: `by ${deploymentName}` },
  parameters: { projectName, deploymentName },
});

const documents = (count: number) =>
  tickets.slice(0, count).map(({ id, text }) => ({ id, text, language: 'en' }));

const body = (count: number, tasks: readonly object[] = [task()]) => ({
  displayName: 'A job',
  analysisInput: { documents: documents(count) },
  tasks,
});

async function at(address: string, query = ''): Promise<JobState> {
  const { pathname, search } = new URL(address);
  return (await program.ask('GET', `${pathname}${search}${query}`)).json as JobState;
}

describe('a job of several tasks', () => {
  it('answers in the shape of the specification', async () => {
    const address = await program.begin('POST', `${jobs}?${version}`, body(2, [task(), task()]));
    const state = await program.ended(address);
    const results = {
      documents: documents(2).map(({ id }, index) => ({
        id,
        class: [{ category: tickets[index]!.label, confidenceScore: expect.any(Number) }],
        warnings: [],
      })),
      errors: [],
      ...{ projectName: 'tickets', deploymentName: 'live' },
    };
    const item = {
      kind: 'CustomSingleLabelClassificationLROResults',
      ...{ taskName: 'by live', lastUpdateDateTime: isoTime, status: 'succeeded', results },
    };
    expect(state).toEqual({
      jobId: new URL(address).pathname.split('/').at(-1),
      displayName: 'A job',
      ...{ createdDateTime: isoTime, lastUpdatedDateTime: isoTime, expirationDateTime: isoTime },
      ...{ status: 'succeeded', errors: [] },
      tasks: { completed: 2, failed: 0, inProgress: 0, total: 2, items: [item, item] },
    });
    const hours = Date.parse(String(state.expirationDateTime)) - Date.parse(String(state.createdDateTime));
    expect(hours).toBe(24 * 3600 * 1000);
  });

  it('is read by pages, with counts when asked for', async () => {
    const request = body(25);
    request.analysisInput.documents[3]!.text = ' ';
    const address = await program.begin('POST', `${jobs}?${version}`, request);
    await program.ended(address);
    const first = await at(address, '&$top=10&showStats=true');
    expect(first).toMatchObject({
      tasks: { items: [{ results: { statistics: { documentsCount: 25, erroneousDocumentsCount: 1 } } }] },
    });
    const seen: string[] = [];
    for (let page: JobState | null = first; page !== null; ) {
      const { tasks } = page as unknown as {
        tasks: { items: { results: { documents: { id: string }[]; errors: { id: string }[] } }[] };
      };
      const { results } = tasks.items[0]!;
      seen.push(...results.documents.map(({ id }) => id), ...results.errors.map(({ id }) => `no ${id}`));
      page = typeof page.nextLink === 'string' ? await at(page.nextLink) : null;
    }
    const ids = documents(25).map(({ id }) => id);
    expect(seen).toEqual([...ids.filter((_, index) => index !== 3), `no ${ids[3]}`]);
  });

  it('that has ended is not cancelled, and unknown ones are not found', async () => {
    const address = await program.begin('POST', `${jobs}?${version}`, body(1));
    await program.ended(address);
    const { pathname } = new URL(address);
    expect(await program.ask('POST', `${pathname}:cancel?${version}`)).toMatchObject({
      status: 202,
      json: null,
    });
    expect((await at(address)).status).toBe('succeeded');
    const absent = `${jobs}/00000000-0000-4000-8000-000000000000`;
    for (const [method, target] of [
      ['GET', absent],
      ['POST', `${absent}:cancel`],
      ['POST', absent],
    ] as const) {
      expect(await program.ask(method, `${target}?${version}`)).toMatchObject({
        status: 404,
        json: { error: { code: 'NotFound' } },
      });
    }
    expect(
      (await program.ask('GET', `${project}/train/jobs/${pathname.split('/').at(-1)}?${version}`)).status,
    ).toBe(404);
  });

  it.each([
    ['another kind of task', body(1, [task('live', 'SentimentAnalysis')]), { code: 'InvalidArgument' }],
    [
      'the kind of another project',
      body(1, [task('live', 'CustomMultiLabelClassification')]),
      { code: 'InvalidArgument' },
    ],
    ['an unknown deployment', body(1, [task(), task('none')]), { code: 'NotFound' }],
    ['an unknown project', body(1, [task('live', undefined, 'nobody')]), { code: 'ProjectNotFound' }],
    ['no task', body(1, []), { code: 'InvalidRequest', target: 'tasks' }],
    ['no document', body(0), { innererror: { code: 'MissingInputDocuments' } }],
    ['too many documents', body(26), { innererror: { code: 'InvalidDocumentBatch' } }],
    [
      'a text that is none',
      { ...body(1), analysisInput: { documents: [{ id: '1', text: 7 }] } },
      { code: 'InvalidRequest', target: 'analysisInput.documents.0.text' },
    ],
  ])('is refused for %s', async (_name, request, error) => {
    const { status, json } = await program.ask('POST', `${jobs}?${version}`, request);
    expect([400, 404]).toContain(status);
    expect(json).toMatchObject({ error: { message: expect.any(String), ...error } });
  });

  it.each(['', '?api-version=2021-01-01', '?api-version='])('is refused with the query %j', async (query) => {
    expect(await program.ask('POST', `${jobs}${query}`, body(1))).toMatchObject({
      status: 400,
      json: { error: { code: 'InvalidRequest', target: 'api-version' } },
    });
  });
});

describe('winnow serve --api', () => {
  it.each([
    [['--api'], 2, /--api needs --key-file/],
    [['--key-file', 'key'], 2, /need --api/],
    [['--api', '--key-file', 'absent'], 1, /cannot be read/],
    [['--api', '--key-file', 'short'], 1, /8 to 200/],
    [['--api', '--key-file', 'key', '--allow', 'absent'], 1, /does not exist/],
    [['--api', '--key-file', 'key', '--azure-limits', 'none'], 2, /as-azure/],
  ])('%j is refused', async (args, code, message) => {
    cli.write('key', `${bench.key}\n`);
    cli.write('short', 'short\n');
    const result = await cli.run(['serve', ...args]);
    expect(result.stderr).toMatch(message);
    expect(result.code).toBe(code);
  });
});
