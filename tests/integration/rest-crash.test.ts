import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type AzureProgram, azureProgram, type JobState } from './support/azure-program.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets, toJsonl } from './support/tickets.ts';

const project = '/language/authoring/analyze-text/projects/tickets';
const version = 'api-version=2022-05-01';
const tickets = makeTickets(3000);

let bench: RestBench;
let cli: Workbench;

beforeAll(async () => {
  bench = createRestBench();
  cli = createWorkbench();
  const file = path.join(bench.projects, 'tickets.winnow');
  cli.write('tickets.jsonl', toJsonl(tickets));
  await cli.json(['new', file, '--kind', 'single']);
  await cli.json(['import', file, 'tickets.jsonl']);
});
afterEach(() => bench.stop());
afterAll(async () => {
  await bench.dispose();
  cli.dispose();
});

async function stateAt(program: AzureProgram, address: string): Promise<JobState> {
  const { pathname, search } = new URL(address);
  return (await program.ask('GET', `${pathname}${search}`)).json as JobState;
}

it('jobs begun before a SIGKILL are there after it and end as they should', async () => {
  const before = azureProgram(await bench.start(), bench.key);
  const train = (modelLabel: string) =>
    before.begin('POST', `${project}/:train?${version}`, { modelLabel, trainingConfigVersion: '2022-05-01' });
  const first = await train('first');
  const finished = await before.ended(first);
  expect(finished.status).toBe('succeeded');
  const deploy = { trainedModelLabel: 'first' };
  await before.ended(await before.begin('PUT', `${project}/deployments/live?${version}`, deploy));

  const trainings = [await train('second'), await train('third'), await train('never')];
  const running = trainings[0]!;
  while ((await stateAt(before, running)).status !== 'running');
  await before.begin('POST', `${new URL(trainings[2]!).pathname}/:cancel?${version}`);
  const documents = tickets.slice(0, 25).map(({ id, text }) => ({ id, text, language: 'en' }));
  const analysis = await before.begin('POST', `/language/analyze-text/jobs?${version}`, {
    analysisInput: { documents },
    tasks: [
      {
        kind: 'CustomSingleLabelClassification',
        parameters: { projectName: 'tickets', deploymentName: 'live' },
      },
    ],
  });
  await bench.stop('SIGKILL');

  const after = azureProgram(await bench.start(), bench.key);
  expect(await stateAt(after, first)).toEqual(finished);
  const ends: string[] = [];
  for (const address of trainings) ends.push((await after.ended(address)).status);
  expect(ends).toEqual(['succeeded', 'succeeded', 'cancelled']);
  const analysed = await after.ended(analysis);
  expect(analysed).toMatchObject({
    status: 'succeeded',
    errors: [],
    tasks: { completed: 1, failed: 0, inProgress: 0, total: 1 },
  });
  const { nextLink, tasks } = analysed as unknown as {
    readonly nextLink: string;
    readonly tasks: {
      readonly items: readonly [{ readonly results: { readonly documents: readonly Result[] } }];
    };
  };
  const second = (await stateAt(after, nextLink)) as unknown as { readonly tasks: typeof tasks };
  const results = [tasks, second.tasks].flatMap(({ items }) => items[0].results.documents);
  expect(results.map(({ id }) => id)).toEqual(documents.map(({ id }) => id));
  expect(results.map((one) => one.class[0]?.category)).toEqual(
    tickets.slice(0, 25).map(({ label }) => label),
  );
  const { json } = await after.ask('GET', `${project}/models?${version}`);
  const labels = (json as { readonly value: readonly { readonly label: string }[] }).value.map(
    ({ label }) => label,
  );
  expect([...labels].sort()).toEqual(['first', 'second', 'third']);
});

const imported = '/language/authoring/analyze-text/projects/imported';

/** A project file of these tickets, their texts put into the folder that programs may use. */
function projectFile(some: typeof tickets): object {
  for (const { id, text } of some) writeFileSync(path.join(bench.bucket, `${id}.txt`), text);
  return {
    projectFileVersion: '2022-05-01',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      ...{ projectKind: 'CustomSingleLabelClassification', projectName: 'imported', language: 'en' },
      storageInputContainerName: path.basename(bench.bucket),
    },
    assets: {
      projectKind: 'CustomSingleLabelClassification',
      classes: [...new Set(some.map(({ label }) => label))].map((category) => ({ category })),
      documents: some.map(({ id, label }, index) => ({
        location: `${id}.txt`,
        ...(index % 5 === 0 ? { dataset: 'Test' } : {}),
        class: { category: label },
      })),
    },
  };
}

async function exportedLocations(program: AzureProgram): Promise<readonly string[]> {
  const state = await program.ended(await program.begin('POST', `${imported}/:export?${version}`));
  const { pathname, search } = new URL(String(state.resultUrl));
  const { json } = await program.ask('GET', `${pathname}${search}`);
  const { documents } = (json as { readonly assets: { readonly documents: readonly { location: string }[] } })
    .assets;
  return documents.map(({ location }) => location).sort();
}

const locationsOf = (some: typeof tickets) => some.map(({ id }) => `${id}.txt`).sort();

it('an import that was cut off by a SIGKILL is done once, and whole', async () => {
  const before = azureProgram(await bench.start(), bench.key);
  const address = await before.begin('POST', `${imported}/:import?${version}`, projectFile(tickets));
  while ((await stateAt(before, address)).status === 'notStarted');
  // Begun is soon; the project itself shows that the work on it has begun.
  while ((await before.ask('GET', `${imported}?${version}`)).status === 404);
  await bench.stop('SIGKILL');

  const after = azureProgram(await bench.start(), bench.key);
  expect(await after.ended(address)).toMatchObject({ status: 'succeeded' });
  expect(await exportedLocations(after)).toEqual(locationsOf(tickets));
});

it('an import in place of another is done as a whole, wherever a SIGKILL cuts it off', async () => {
  const backups = path.join(bench.projects, 'imported.winnow-backups');
  const isBackedUp = () => existsSync(backups) && readdirSync(backups).length > 0;
  const moments: readonly ((program: AzureProgram, address: string) => Promise<void>)[] = [
    async () => undefined,
    async (program, address) => {
      while ((await stateAt(program, address)).status === 'notStarted');
    },
    async (program, address) => {
      while (!isBackedUp()) await stateAt(program, address);
    },
  ];
  for (const [index, moment] of moments.entries()) {
    rmSync(backups, { recursive: true, force: true });
    const some = tickets.slice(index * 500, index * 500 + 1000);
    const before = azureProgram(await bench.start(), bench.key);
    const address = await before.begin('POST', `${imported}/:import?${version}`, projectFile(some));
    await moment(before, address);
    await bench.stop('SIGKILL');
    const after = azureProgram(await bench.start(), bench.key);
    expect(await after.ended(address)).toMatchObject({ status: 'succeeded' });
    expect(await exportedLocations(after)).toEqual(locationsOf(some));
    expect(isBackedUp()).toBe(true);
    await bench.stop();
  }
});

it('whatever was accepted before a SIGKILL is done after it', async () => {
  const first = azureProgram(await bench.start(), bench.key);
  const done = async (method: string, target: string, body?: unknown) =>
    await first.ended(await first.begin(method, `${imported}${target}?${version}`, body));
  for (const modelLabel of ['a', 'b']) {
    const train = { modelLabel, trainingConfigVersion: '2022-05-01' };
    expect((await done('POST', '/:train', train)).status).toBe('succeeded');
    await done('PUT', `/deployments/${modelLabel}`, { trainedModelLabel: modelLabel });
  }
  await bench.stop();
  const cutOff = async (method: string, target: string, body?: unknown): Promise<AzureProgram> => {
    const before = azureProgram(await bench.start(), bench.key);
    const address = await before.begin(method, `${imported}${target}?${version}`, body);
    await bench.stop('SIGKILL');
    const after = azureProgram(await bench.start(), bench.key);
    expect((await after.ended(address)).status, target).toBe('succeeded');
    return after;
  };
  const modelOf = async (program: AzureProgram, name: string) =>
    ((await program.ask('GET', `${imported}/deployments/${name}?${version}`)).json as { modelId?: string })
      .modelId;

  const swap = { firstDeploymentName: 'a', secondDeploymentName: 'b' };
  let program = await cutOff('POST', '/deployments/:swap', swap);
  expect([await modelOf(program, 'a'), await modelOf(program, 'b')]).toEqual(['b', 'a']);
  await bench.stop();
  program = await cutOff('PUT', '/deployments/a', { trainedModelLabel: 'a' });
  expect(await modelOf(program, 'a')).toBe('a');
  await bench.stop();
  program = await cutOff('DELETE', '/deployments/b');
  expect(await modelOf(program, 'b')).toBeUndefined();
  await bench.stop();
  await cutOff('POST', '/models/a:load-snapshot');
  await bench.stop();
  await cutOff('POST', '/:export');
  await bench.stop();
  program = await cutOff('DELETE', '');
  expect((await program.ask('GET', `${imported}?${version}`)).status).toBe(404);
  expect(
    readdirSync(bench.projects).filter((name) => /^imported\.winnow(-lock|-wal|-shm)?$/.test(name)),
  ).toEqual([]);
});

interface Result {
  readonly id: string;
  readonly class: readonly { readonly category: string }[];
}
