import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AzureProgram, azureProgram, type JobState } from './support/azure-program.ts';
import { createWorkbench, type Workbench } from './support/cli.ts';
import { createRestBench, type RestBench } from './support/rest-server.ts';
import { makeTickets } from './support/tickets.ts';

const projects = '/language/authoring/analyze-text/projects';
const version = 'api-version=2023-04-01';
const tickets = makeTickets(90);

let bench: RestBench;
let cli: Workbench;
let program: AzureProgram;

beforeAll(async () => {
  bench = createRestBench();
  cli = createWorkbench();
  mkdirSync(path.join(bench.bucket, 'texts'));
  for (const { id, text } of tickets) writeFileSync(path.join(bench.bucket, 'texts', `${id}.txt`), text);
  program = azureProgram(await bench.start({ more: ['--close-after', '0'] }), bench.key);
});
afterAll(async () => {
  await bench.dispose();
  cli.dispose();
});

async function done(method: string, target: string, body?: unknown): Promise<JobState> {
  return await program.ended(await program.begin(method, `${projects}/${target}?${version}`, body));
}

interface Row {
  readonly location: string;
  readonly category: string;
}

/** `from` to `to` of the tickets; the class names can be changed. */
function rowsOf(from: number, to: number, nameOf = (label: string) => label): readonly Row[] {
  return tickets.slice(from, to).map(({ id, label }) => ({ location: `${id}.txt`, category: nameOf(label) }));
}

function projectFile(rows: readonly Row[], metadata: object = {}): object {
  const kind = 'CustomSingleLabelClassification';
  return {
    projectFileVersion: '2022-05-01',
    stringIndexType: 'Utf16CodeUnit',
    metadata: {
      projectKind: kind,
      storageInputContainerName: 'texts',
      projectName: 'p',
      language: 'en',
      ...metadata,
    },
    assets: {
      projectKind: kind,
      classes: [...new Set(rows.map(({ category }) => category))].map((category) => ({ category })),
      documents: rows.map(({ location, category }, index) => ({
        ...{ location, language: 'en', dataset: index % 5 === 0 ? 'Test' : 'Train', class: { category } },
      })),
    },
  };
}

interface Exported {
  readonly assets: { readonly classes: readonly Row[]; readonly documents: readonly { location: string }[] };
}

async function exported(name: string, query = ''): Promise<Exported> {
  const address = await program.begin('POST', `${projects}/${name}/:export?${version}${query}`);
  const { resultUrl } = await program.ended(address);
  const { pathname, search } = new URL(String(resultUrl));
  return (await program.ask('GET', `${pathname}${search}`)).json as Exported;
}

const locationsOf = ({ assets }: Exported) => assets.documents.map(({ location }) => location).sort();
const classesOf = ({ assets }: Exported) => assets.classes.map(({ category }) => category).sort();
const backupsOf = (name: string): readonly string[] => {
  const folder = path.join(bench.projects, `${name}.winnow-backups`);
  return readdirSync(bench.projects).includes(`${name}.winnow-backups`)
    ? readdirSync(folder).map((file) => path.join(folder, file))
    : [];
};

async function classify(projectName: string, text: string): Promise<string | undefined> {
  const address = await program.begin('POST', `/language/analyze-text/jobs?${version}`, {
    analysisInput: { documents: [{ id: '1', text }] },
    tasks: [{ kind: 'CustomSingleLabelClassification', parameters: { projectName, deploymentName: 'live' } }],
  });
  const { tasks } = (await program.ended(address)) as unknown as {
    readonly tasks: {
      readonly items: readonly [
        { readonly results: { readonly documents: readonly [{ readonly class: readonly Row[] }] } },
      ];
    };
  };
  return tasks.items[0].results.documents[0].class[0]?.category;
}

describe('an import over a project that is there', () => {
  it('replaces its documents and classes after a backup; models and deployments stay', async () => {
    const first = await done('POST', 'p/:import', projectFile(rowsOf(0, 60)));
    expect(first.status).toBe('succeeded');
    expect(backupsOf('p')).toEqual([]);
    const train = {
      modelLabel: 'm',
      trainingConfigVersion: '2022-05-01',
      evaluationOptions: { kind: 'manual' },
    };
    expect((await done('POST', 'p/:train', train)).status).toBe('succeeded');
    expect((await done('PUT', 'p/deployments/live', { trainedModelLabel: 'm' })).status).toBe('succeeded');

    const other = rowsOf(30, 90, (label) => (label === 'login' ? 'access' : label));
    const file = projectFile(other, { description: 'The second', language: 'de' });
    expect(await done('POST', 'p/:import', file)).toMatchObject({ status: 'succeeded' });
    const after = await exported('p');
    expect(locationsOf(after)).toEqual(other.map(({ location }) => location).sort());
    expect(classesOf(after)).toEqual(['access', 'billing', 'shipping']);
    expect(after).toMatchObject({ metadata: { description: 'The second', language: 'de' } });
    // What a program asks of the deployment is answered by the model as before.
    expect(await classify('p', 'my password is locked')).toBe('login');
    const summary = await program.ask('GET', `${projects}/p/models/m/evaluation/summary-result?${version}`);
    expect(summary.status).toBe(200);
    const results = await program.ask('GET', `${projects}/p/models/m/evaluation/result?${version}`);
    expect((results.json as { readonly value: readonly unknown[] }).value).toHaveLength(12);

    const [backup, ...more] = backupsOf('p');
    expect(more).toEqual([]);
    const info = await cli.json<{ readonly documents: number }>(['info', backup!]);
    expect(info.documents).toBe(60);
  });

  it('leaves nothing of what an earlier model knew, and says so', async () => {
    const before = await exported('p');
    expect((await exported('p', '&trainedModelLabel=m')).assets.documents).toEqual([]);
    const address = await program.begin('POST', `${projects}/p/:export?${version}&trainedModelLabel=m`);
    expect(await program.ended(address)).toMatchObject({
      ...{ status: 'succeeded', warnings: [{ message: expect.stringMatching(/^60 documents .* removed/) }] },
    });
    expect(await done('POST', 'p/models/m/:load-snapshot')).toMatchObject({ status: 'succeeded' });
    expect(locationsOf(await exported('p'))).toEqual(locationsOf(before));
  });

  it('changes nothing when it fails, and makes no backup for that', async () => {
    const before = await exported('p');
    const count = backupsOf('p').length;
    const absent = rowsOf(0, 3).map((row) => ({ ...row, location: `absent-${row.location}` }));
    for (const rows of [absent, rowsOf(0, 3).map((row) => ({ ...row, location: '../key' })), []]) {
      const state = await done('POST', 'p/:import', projectFile(rows, { description: 'Never' }));
      expect(state).toMatchObject({ status: 'failed', errors: [{ code: 'InvalidArgument' }] });
    }
    const multi = { projectKind: 'CustomMultiLabelClassification' };
    const refused = await program.ask(
      'POST',
      `${projects}/p/:import?${version}`,
      projectFile(rowsOf(0, 3), multi),
    );
    expect(refused).toMatchObject({ status: 409, json: { error: { code: 'Conflict' } } });
    expect(await exported('p')).toEqual(before);
    expect(backupsOf('p')).toHaveLength(count);
  });

  it('of a file without documents makes a project with its classes', async () => {
    const file = projectFile(rowsOf(0, 3)) as { readonly assets: object };
    const empty = { ...file, assets: { ...file.assets, documents: [] } };
    expect(await done('POST', 'empty/:import', empty)).toMatchObject({ status: 'succeeded' });
    const made = await exported('empty');
    expect([classesOf(made), made.assets.documents]).toEqual([['billing', 'login', 'shipping'], []]);
  });
});

describe('a project that is deleted', () => {
  it('leaves a backup of all that it held', async () => {
    const before = backupsOf('p');
    expect((await done('DELETE', 'p')).status).toBe('succeeded');
    expect(readdirSync(bench.projects)).not.toContain('p.winnow');
    expect((await program.ask('GET', `${projects}/p?${version}`)).status).toBe(404);
    const added = backupsOf('p').filter((file) => !before.includes(file));
    expect(added).toHaveLength(1);
    const info = await cli.json<{ readonly documents: number; readonly name: string }>(['info', added[0]!]);
    expect(info).toMatchObject({ documents: 60, name: 'p' });
    // The name is free again.
    expect((await done('POST', 'p/:import', projectFile(rowsOf(0, 6)))).status).toBe('succeeded');
  });
});
