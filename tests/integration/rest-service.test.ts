import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RestService } from '../../src-main/api/rest/service.ts';
import type { Core } from '../../src-main/core/core.ts';
import { createHostRest } from '../../src-main/hosts/rest.ts';
import { azureProgram } from './support/azure-program.ts';
import { type CoreBench, createCoreBench, createProject, importRows, ticketRows } from './support/core.ts';

let bench: CoreBench;
let core: Core;
let rest: RestService;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
  rest = serviceOf(core);
});
afterEach(async () => {
  await rest.close();
  await bench.dispose();
});

/** As a host makes it. */
function serviceOf(of: Core): RestService {
  const log = { info: () => {}, warn: () => {}, error: () => {}, unexpected: () => 'reference' };
  return createHostRest({
    core: of,
    log,
    projectFolder: bench.folder,
    userDataFolder: bench.path('user-data'),
  });
}

const options = { port: 0, folders: [], azureLimits: 'as-azure' } as const;

async function status(
  url: string | null,
  key: string | null,
  target = '/language/authoring/analyze-text/projects',
) {
  const response = await fetch(`${url}${target}?api-version=2022-05-01`, {
    headers: { 'ocp-apim-subscription-key': key ?? '' },
  });
  return { status: response.status, text: await response.text() };
}

describe('the interface for programs, switched in Settings', () => {
  it('is off and has no key before it is switched on', () => {
    expect(rest.state()).toEqual({
      ...{ running: false, port: 7080, url: null, key: null, accessKeyId: 'winnow', folders: [] },
      ...{ projectsFolder: bench.folder, azureLimits: 'as-azure', error: null, byCommandLine: false },
    });
  });

  it('is started with a new key that only this person can read, and shares open projects', async () => {
    const project = await createProject(bench, core, 'single', 'shared');
    const { url, key, running } = await rest.start(options);
    expect(running).toBe(true);
    expect(key).toMatch(/^[0-9a-f]{64}$/);
    const file = bench.path('user-data/api-key');
    expect(readFileSync(file, 'utf8')).toBe(`${key}\n`);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    const answer = await status(url, key);
    expect(JSON.parse(answer.text)).toMatchObject({ value: [{ projectName: 'shared' }] });
    expect(core.projects.list().map(({ id }) => id)).toEqual([project.id]);
    expect((await status(url, 'another')).status).toBe(401);
    const page = await fetch(`${url}/api`);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(await page.text()).not.toContain(key);
    expect(await (await fetch(`${url}/api/openapi.json`)).json()).toMatchObject({ servers: [{ url }] });
    expect((await fetch(`${url}/`)).status).toBe(404);
  });

  it('gives back what only programs have opened, and nothing of a person', async () => {
    const files = ['mine', 'theirs', 'both'].map((name) => bench.path(`${name}.winnow`));
    for (const name of ['mine', 'theirs', 'both'])
      await (await createProject(bench, core, 'single', name)).close();
    const recent = core.application.recentProjects();
    const { url, key } = await rest.start(options);
    const ask = (name: string) => status(url, key, `/language/authoring/analyze-text/projects/${name}`);
    const openNames = () =>
      core.projects
        .list()
        .map(({ name }) => name)
        .sort();

    await core.projects.open(files[0]!);
    for (const name of ['mine', 'theirs', 'both']) expect((await ask(name)).status).toBe(200);
    expect(openNames()).toEqual(['both', 'mine', 'theirs']);
    const { id } = await core.projects.open(files[2]!);
    await rest.stop();
    expect(openNames()).toEqual(['both', 'mine']);
    expect(core.project(id).info().name).toBe('both');
    // What programs open is no recent project of the person.
    const first = core.application.recentProjects().map(({ path: file }) => path.basename(file, '.winnow'));
    expect([...first].sort()).toEqual(recent.map(({ path: file }) => path.basename(file, '.winnow')).sort());
    expect(first.slice(0, 2)).toEqual(['both', 'mine']);
  });

  it('takes a new key at once, and forgets the old one', async () => {
    const { url, key } = await rest.start(options);
    const next = rest.rotateKey().key;
    expect(next).not.toBe(key);
    expect((await status(url, key)).status).toBe(401);
    expect((await status(url, next)).status).toBe(200);
  });

  it('starts again with the application with the same key and options, until it is stopped', async () => {
    const { key, port } = await rest.start({ ...options, folders: [bench.folder], azureLimits: 'relaxed' });
    await rest.start({ ...options, port, folders: [bench.folder], azureLimits: 'relaxed' });
    await rest.close();
    expect(rest.state()).toMatchObject({ running: false, key });

    const second = serviceOf(core);
    await second.begin();
    expect(second.state()).toMatchObject({
      ...{ running: true, port, key, url: `http://127.0.0.1:${port}`, folders: [bench.folder] },
      ...{ azureLimits: 'relaxed', error: null },
    });
    expect(await second.stop()).toMatchObject({ running: false, port, url: null });

    const third = serviceOf(core);
    await third.begin();
    expect(third.state().running).toBe(false);
    await third.close();
  });

  it('gives the figures of a sealed test set and refuses its documents', async () => {
    const project = await createProject(bench, core, 'multi', 'sealed');
    const rows = ticketRows(60, (index) => (index % 5 === 0 ? 'test' : 'train'));
    await importRows(
      bench,
      project,
      rows.map(({ label, ...row }) => ({ ...row, labels: [label!] })),
    );
    const { url, key } = await rest.start(options);
    const program = azureProgram(url!, key!);
    const base = '/language/authoring/analyze-text/projects/sealed';
    const version = 'api-version=2023-04-01';
    const train = { modelLabel: 'm', evaluationOptions: { kind: 'manual' } };
    const trained = await program.ended(await program.begin('POST', `${base}/:train?${version}`, train));
    expect(trained.status).toBe('succeeded');
    const evaluation = (what: string) => program.ask('GET', `${base}/models/m/evaluation/${what}?${version}`);
    expect(await evaluation('result')).toMatchObject({
      status: 200,
      json: { value: expect.arrayContaining([expect.objectContaining({ location: 't0', language: 'en' })]) },
    });
    await project.testSet.setPolicy('sealed');
    expect(await evaluation('result')).toMatchObject({ status: 403, json: { error: { code: 'Forbidden' } } });
    expect(await evaluation('summary-result')).toMatchObject({
      status: 200,
      json: {
        projectKind: 'CustomMultiLabelClassification',
        customMultiLabelClassificationEvaluation: { classes: { billing: { truePositiveCount: 4 } } },
      },
    });
  });

  it('says why it does not run: a port that is taken, another Winnow that serves', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(rest.start({ ...options, port })).rejects.toMatchObject({ code: 'bad_request' });
    expect(rest.state()).toMatchObject({ running: false, error: `Port ${port} is taken. Choose another.` });
    await new Promise((resolve) => other.close(resolve));

    await rest.start(options);
    const second = serviceOf(core);
    await expect(second.start(options)).rejects.toMatchObject({ code: 'project_in_use' });
    expect(second.state().error).toMatch(/Another Winnow/);
    await second.close();
  });

  it('is not troubled by a damaged key file', async () => {
    bench.write(path.join('user-data', 'api-key'), 'short');
    const again = serviceOf(core);
    expect(again.state().key).toBeNull();
    expect((await again.start(options)).key).toMatch(/^[0-9a-f]{64}$/);
    await again.close();
  });
});
