import { writeFileSync } from 'node:fs';
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

it('an import that was cut off by a SIGKILL is done once, and whole', async () => {
  const { bucket } = bench;
  for (const { id, text } of tickets) writeFileSync(path.join(bucket, `${id}.txt`), text);
  const imported = '/language/authoring/analyze-text/projects/imported';
  const file = {
    projectFileVersion: '2022-05-01',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      ...{ projectKind: 'CustomSingleLabelClassification', projectName: 'imported', language: 'en' },
      storageInputContainerName: path.basename(bucket),
    },
    assets: {
      projectKind: 'CustomSingleLabelClassification',
      classes: [...new Set(tickets.map(({ label }) => label))].map((category) => ({ category })),
      documents: tickets.map(({ id, label }) => ({ location: `${id}.txt`, class: { category: label } })),
    },
  };
  const before = azureProgram(await bench.start(), bench.key);
  const address = await before.begin('POST', `${imported}/:import?${version}`, file);
  while ((await stateAt(before, address)).status === 'notStarted');
  // Begun is soon; the project itself shows that the work on it has begun.
  while ((await before.ask('GET', `${imported}?${version}`)).status === 404);
  await bench.stop('SIGKILL');

  const after = azureProgram(await bench.start(), bench.key);
  expect(await after.ended(address)).toMatchObject({ status: 'succeeded' });
  const exported = await after.ended(await after.begin('POST', `${imported}/:export?${version}`));
  const { pathname, search } = new URL(String(exported.resultUrl));
  const { json } = await after.ask('GET', `${pathname}${search}`);
  const { documents } = (json as { readonly assets: { readonly documents: readonly { location: string }[] } })
    .assets;
  expect(documents.map(({ location }) => location).sort()).toEqual(
    tickets.map(({ id }) => `${id}.txt`).sort(),
  );
});

interface Result {
  readonly id: string;
  readonly class: readonly { readonly category: string }[];
}
