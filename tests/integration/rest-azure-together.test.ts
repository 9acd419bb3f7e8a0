import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureProgram, azureProgram, type JobState } from './support/azure-program.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets } from './support/tickets.ts';

const version = 'api-version=2023-04-01';
const kind = 'CustomSingleLabelClassification';
const tickets = makeTickets(120);
const at = (target: string) => `/language/authoring/analyze-text/projects/p${target}?${version}`;

let bench: RestBench;
let program: AzureProgram;

beforeAll(async () => {
  bench = createRestBench();
  mkdirSync(path.join(bench.bucket, 'texts'));
  for (const { id, text } of tickets) writeFileSync(path.join(bench.bucket, 'texts', `${id}.txt`), text);
  // Closed as soon as nobody works with them, which must never be while somebody does.
  const more = ['--close-after', '0', '--azure-limits', 'relaxed'];
  program = azureProgram(await bench.start({ more }), bench.key);
});
afterAll(() => bench.dispose());

const metadata = { projectKind: kind, storageInputContainerName: 'texts', projectName: 'p', language: 'en' };

function projectFile(from: number, to: number): object {
  return {
    ...{ projectFileVersion: '2022-05-01', stringIndexType: 'Utf16CodeUnit', metadata },
    assets: {
      projectKind: kind,
      classes: ['billing', 'login', 'shipping'].map((category) => ({ category })),
      documents: tickets.slice(from, to).map(({ id, label }, index) => ({
        ...{ location: `${id}.txt`, dataset: index % 5 === 0 ? 'Test' : 'Train', class: { category: label } },
      })),
    },
  };
}

async function done(method: string, target: string, body?: unknown): Promise<JobState> {
  const state = await program.ended(await program.begin(method, at(target), body));
  expect(state.status, JSON.stringify(state)).toBe('succeeded');
  return state;
}

interface Analysis {
  readonly status: string;
  readonly errors: readonly { readonly code: string; readonly target?: string }[];
  readonly tasks: Readonly<Record<'completed' | 'failed' | 'inProgress' | 'total', number>>;
}

/** Long enough to be at work still when the next request is done. */
function classify(...deployments: readonly string[]): Promise<string> {
  const documents = Array.from({ length: 3000 }, (_, index) => ({
    ...{ id: String(index), text: tickets[index % tickets.length]!.text },
  }));
  return program.begin('POST', `/language/analyze-text/jobs?${version}`, {
    analysisInput: { documents },
    tasks: deployments.map((deploymentName) => ({ kind, parameters: { projectName: 'p', deploymentName } })),
  });
}

async function analysed(address: string): Promise<Analysis> {
  return (await program.ended(address)) as unknown as Analysis;
}

describe('two programs at the same time', () => {
  it('make one project', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => program.ask('PATCH', at(''), metadata)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array.from({ length: 9 }, () => 200),
      201,
    ]);
    expect(readdirSync(bench.projects).filter((name) => name.endsWith('.winnow'))).toEqual(['p.winnow']);
  });

  it('import one after the other, as a whole each, and train one after the other', async () => {
    const train = { trainingConfigVersion: '2022-05-01', evaluationOptions: { kind: 'manual' } };
    const imports = await Promise.all([
      program.begin('POST', at('/:import'), projectFile(0, 60)),
      program.begin('POST', at('/:import'), projectFile(60, 120)),
    ]);
    const trainings = await Promise.all(
      ['m', 'n'].map((modelLabel) => program.begin('POST', at('/:train'), { ...train, modelLabel })),
    );
    for (const address of [...imports, ...trainings]) {
      expect((await program.ended(address)).status).toBe('succeeded');
    }
    const { resultUrl } = await done('POST', '/:export');
    const { pathname, search } = new URL(String(resultUrl));
    const { assets } = (await program.ask('GET', `${pathname}${search}`)).json as {
      readonly assets: { readonly documents: readonly { readonly location: string }[] };
    };
    const halves = [0, 60].map((from) => tickets.slice(from, from + 60).map(({ id }) => `${id}.txt`));
    expect(halves.map((half) => half.sort())).toContainEqual(
      assets.documents.map(({ location }) => location).sort(),
    );
  });

  it('swap and delete deployments while a job classifies by them', async () => {
    await done('PUT', '/deployments/one', { trainedModelLabel: 'm' });
    await done('PUT', '/deployments/two', { trainedModelLabel: 'n' });
    const swapped = await classify('one', 'two');
    await done('POST', '/deployments/:swap', { firstDeploymentName: 'one', secondDeploymentName: 'two' });
    expect(await analysed(swapped)).toMatchObject({
      ...{ status: 'succeeded', errors: [] },
      tasks: { completed: 2, failed: 0, inProgress: 0, total: 2 },
    });
    const halved = await classify('one', 'two');
    await done('DELETE', '/deployments/two');
    expect(await analysed(halved)).toMatchObject({
      status: 'partiallySucceeded',
      errors: [{ code: 'NotFound', target: '#/tasks/items/1' }],
      tasks: { completed: 1, failed: 1, inProgress: 0, total: 2 },
    });
  });

  it('delete a project that a job classifies by', async () => {
    const cut = await classify('one');
    const deletions = await Promise.allSettled([
      program.begin('DELETE', at('')),
      program.begin('DELETE', at('')),
    ]);
    const begun = deletions.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    // The later one may be too late to find it.
    expect(begun.length).toBeGreaterThan(0);
    for (const address of begun) expect((await program.ended(address)).status).toBe('succeeded');
    const { status, errors, tasks } = await analysed(cut);
    expect(status).toBe('failed');
    expect(errors).toHaveLength(1);
    expect(tasks).toMatchObject({ completed: 0, failed: 1, inProgress: 0, total: 1 });
    expect(readdirSync(bench.projects)).toEqual(['p.winnow-backups']);
    expect((await program.ask('GET', at(''))).status).toBe(404);
  });
});
