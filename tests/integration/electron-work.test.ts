import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TRPCClient } from '@trpc/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppRouter } from '../../src-main/api/router.ts';
import type { JobSnapshot } from '../../src-main/domain/job.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { projectFields } from '../support/project-fields.ts';
import { type RunningHost, removeFolder, startElectronHost, temporaryFolder } from './electron-host.ts';

type Client = TRPCClient<AppRouter>;

let folder: string;
/** A loaded machine may take its time; what is waited for comes all the same. */
const patience = { timeout: 60_000 };

let host: RunningHost;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => removeFolder(folder));

const readOptions = { ...automaticReadOptions, mapping: {} };

/** Sixty short texts in three classes, and five without a label. */
function writeDocuments(): string {
  const words = {
    billing: 'invoice payment refund',
    login: 'password account locked',
    shipping: 'parcel late courier',
  };
  const rows = Object.entries(words).flatMap(([name, text]) =>
    Array.from({ length: 20 }, (_, index) => `"${text} number ${index} please help",${name}`),
  );
  const unlabelled = Array.from({ length: 5 }, (_, index) => `"a new parcel and an invoice ${index}",`);
  const file = path.join(folder, 'tickets.csv');
  writeFileSync(file, ['text,label', ...rows, ...unlabelled, ''].join('\n'));
  return file;
}

/** Watches the project's jobs as the page does, until the job has ended. */
function finished(client: Client, projectId: string, jobId: number): Promise<JobSnapshot> {
  return new Promise((resolve, reject) => {
    const subscription = client.jobs.watch.subscribe(
      { projectId },
      {
        onData(jobs) {
          const job = jobs.find(({ id, finishedAt }) => id === jobId && finishedAt !== null);
          if (job === undefined) return;
          subscription.unsubscribe();
          resolve(job as JobSnapshot);
        },
        onError: reject,
      },
    );
  });
}

async function importDocuments(client: Client, projectId: string): Promise<JobSnapshot> {
  const { jobId } = await client.imports.start.mutate({
    projectId,
    paths: [writeDocuments()],
    options: readOptions,
    duplicates: 'keep',
  });
  return finished(client, projectId, jobId);
}

const training = {
  modelName: 'first',
  family: 'linear',
  options: {},
  encoder: null,
  seed: 7,
  split: 'automatic',
  percentages: { train: 80, validation: 10, test: 10 },
  overwrite: false,
} as const;

test('a project is made, filled, labelled, learned from and used through the window, and left as one file', async () => {
  host = await startElectronHost({ folder });
  const { client } = await host.loaded(1);
  const file = path.join(folder, 'projects', 'tickets.winnow');
  const project = await client.projects.create.mutate({ ...projectFields, path: file });
  const projectId = project.id;

  const imported = await importDocuments(client, projectId);
  expect(imported).toMatchObject({ state: 'done', error: null, result: { imported: 65, rejectedCount: 0 } });
  expect(host.fake.record.processes.length).toBeGreaterThan(0);

  const classes = await client.classes.list.query({ projectId });
  const billing = classes.find(({ name }) => name === 'billing')!;
  const { queryId, total } = await client.documents.query.query({
    projectId,
    filter: { labelled: false },
    sort: { by: 'id', descending: false },
  });
  expect(total).toBe(5);
  const document = await client.documents.at.query({ projectId, queryId, index: 0 });
  const labelled = await client.documents.setLabels.mutate({
    projectId,
    documentId: document!.id,
    labels: [billing.id],
    source: 'label',
  });
  expect(labelled.labels).toEqual([billing.id]);

  const { jobId } = await client.training.start.mutate({ projectId, ...training });
  expect(await finished(client, projectId, jobId)).toMatchObject({ state: 'done', error: null });
  const [model] = await client.models.list.query({ projectId });
  expect(model).toMatchObject({ name: 'first' });
  const judged = await client.classification.classify.mutate({
    projectId,
    modelId: model!.id,
    text: 'my password does not work, the account is locked',
    explain: null,
  });
  expect(JSON.stringify(judged)).toContain('login');

  await host.quit();
  expect(readdirSync(path.join(folder, 'projects')).filter((name) => !name.endsWith('-backups'))).toEqual([
    'tickets.winnow',
  ]);
  expect(host.fake.record.processes.every(({ pid }) => pid === undefined)).toBe(true);
});

test('quitting asks while work runs, and cancels it when told so', async () => {
  host = await startElectronHost({ folder });
  const { client } = await host.loaded(1);
  const file = path.join(folder, 'projects', 'tickets.winnow');
  const { id: projectId } = await client.projects.create.mutate({ ...projectFields, path: file });
  await importDocuments(client, projectId);
  await client.training.start.mutate({ projectId, ...training });

  host.fake.record.answers.push({ response: 1 });
  expect(host.window().close()).toBe(false);
  await expect.poll(() => host.fake.record.dialogs.length, patience).toBe(1);
  expect(host.fake.record.dialogs[0]?.options).toMatchObject({
    type: 'question',
    buttons: ['Quit', 'Keep Working'],
  });
  expect(host.fake.windows.size).toBe(1);
  expect(await client.projects.list.query()).toHaveLength(1);

  host.fake.record.answers.push({ response: 0 });
  await host.quit();
  expect(host.fake.windows.size).toBe(0);
  host = await startElectronHost({ folder, argv: [file] });
  const next = await host.loaded(2);
  const [reopened] = await next.client.projects.list.query();
  const jobs = await next.client.jobs.list.query({ projectId: reopened!.id });
  expect(jobs.find(({ kind }) => kind === 'train')?.state).toMatch(/cancelled|done/);
  await host.quit();
});

test('a project named at the start is opened, by argument or by the system', async () => {
  host = await startElectronHost({ folder });
  const file = path.join(folder, 'projects', 'tickets.winnow');
  await (await host.loaded(1)).client.projects.create.mutate({ ...projectFields, path: file });
  await host.quit();

  for (const start of [
    { argv: [file] },
    {
      beforeReady: ({ app }: RunningHost['fake']) =>
        void app.emit('open-file', { preventDefault: () => {} }, file),
    },
  ]) {
    host = await startElectronHost({ folder, ...start });
    const { client, page } = await host.loaded(2);
    const [opened] = await client.projects.list.query();
    expect(opened?.path).toBe(file);
    expect(page.window.location.href).toBe(`winnow://app/p/${opened?.id}/label`);
    await host.quit();
  }
});

test('a second start of the program leaves the work to the first', async () => {
  host = await startElectronHost({ folder, hasLock: false });
  expect(host.fake.app.quits).toBe(1);
  expect(host.fake.windows.size).toBe(0);
  expect(host.fake.record.pageHandler).toBeNull();
  await host.quit();
});

test('an application that cannot start says why and ends', async () => {
  host = await startElectronHost({
    folder,
    beforeReady({ session }) {
      session.setSpellCheckerEnabled = () => {
        throw new Error('The session is gone.');
      };
    },
  });
  await expect.poll(() => host.fake.app.exitCodes, patience).toEqual([1]);
  expect(host.fake.record.dialogs).toEqual([
    { kind: 'box', options: { title: 'Winnow could not start', message: 'The session is gone.' } },
  ]);
  await host.quit();
});
