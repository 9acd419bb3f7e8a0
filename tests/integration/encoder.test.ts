import { cpSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { TrainRequest } from '../../src-main/core/learning.ts';
import type { JobSnapshot } from '../../src-main/domain/job.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { openReadOnly } from '../../src-main/store/read-only.ts';
import { createWorkbench } from './support/cli.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  ticketRows,
} from './support/core.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/encoders');

let bench: CoreBench;
let core: Core;
let folder: string;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
  folder = bench.path('wordpiece');
  cpSync(path.join(fixtures, 'wordpiece'), folder, { recursive: true });
});
afterEach(async () => {
  await bench.dispose();
});

async function train(project: Project, changes: Partial<TrainRequest> = {}): Promise<JobSnapshot> {
  const { jobId } = await project.training.start({
    modelName: 'first',
    family: 'encoder',
    options: {},
    encoder: folder,
    seed: 1,
    split: 'assigned',
    percentages: { train: 80, validation: 10, test: 10 },
    overwrite: true,
    ...changes,
  });
  return await project.jobs.finished(jobId);
}

const places = ['train', 'train', 'validation', 'validation', 'test'];

async function projectWithTickets(): Promise<Project> {
  const project = await createProject(bench, core);
  const rows = ticketRows(100, (index) => places[index % places.length]!);
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done' });
  return project;
}

function artefactOf(project: Project): Uint8Array {
  const file = openReadOnly(bench.path('test.winnow'));
  try {
    return file.modelArtefact(project.models.list()[0]!.id);
  } finally {
    file.close();
  }
}

/** Opens the closed or open project's file beside the program. */
function inFile<T>(work: (db: Database.Database) => T): T {
  const db = new Database(bench.path('test.winnow'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const vectorCount = () =>
  inFile((db) => db.prepare<[], number>('SELECT count(*) FROM document_vector').pluck().get());

test('trains with a folder, keeps the vectors, evaluates, classifies, explains', async () => {
  const project = await projectWithTickets();
  const job = await train(project);
  expect(job).toMatchObject({ state: 'done', result: { evaluated: true } });
  expect(vectorCount()).toBe(80);
  const [model] = project.models.list();
  expect(model).toMatchObject({
    family: 'encoder',
    evaluation: { state: 'done' },
    receipt: { features: 16, tunedOn: 'validation', options: { encoder: 'wordpiece', pooling: 'mean' } },
  });
  expect(model!.receipt.backend).toMatch(/^onnxruntime \+ tensorflow/);
  expect((await project.evaluations.get(model!.id, 'test'))!.metrics.accuracy).toBeGreaterThan(0.5);
  const answer = await project.classification.classify(model!.id, 'invoice refund payment', null);
  expect(answer.classes.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 4);
  expect(answer.explained?.words.length).toBeGreaterThan(0);
  const input = bench.write('new.jsonl', '{"text": "parcel late"}\n{"text": ""}\n');
  const { jobId } = project.classification.startBatch({
    modelId: model!.id,
    paths: [input],
    options: automaticReadOptions,
    outputPath: bench.path('results.jsonl'),
    outputFormat: 'jsonl',
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', result: { documents: 2 } });
  expect(readFileSync(bench.path('results.jsonl'), 'utf8').trim().split('\n')).toHaveLength(2);
});

test('a later training reads the vectors that are kept, also after a restart', async () => {
  const project = await projectWithTickets();
  await train(project);
  const first = artefactOf(project);
  await project.close();
  core = bench.start();
  const again = await openAgain(bench, core);
  await train(again);
  expect(artefactOf(again)).toEqual(first);
  await again.close();
  // Vectors that nobody computes: a model that learned from them is another one.
  inFile((db) =>
    db
      .prepare('UPDATE document_vector SET vector = zeroblob(length(vector)) WHERE document_id % 2 = 0')
      .run(),
  );
  core = bench.start();
  const changed = await openAgain(bench, core);
  await train(changed);
  expect(artefactOf(changed)).not.toEqual(first);
});

test('looks at a folder before a training, and names what is wrong with it', async () => {
  const project = await createProject(bench, core);
  expect(await project.training.inspectEncoder(folder)).toMatchObject({
    name: 'wordpiece',
    dimensions: 16,
    limit: 24,
    pooling: 'mean',
    normalised: true,
  });
  await expect(project.training.inspectEncoder(bench.path('none'))).rejects.toMatchObject({
    code: 'encoder_missing',
  });
  const empty = bench.path('empty');
  mkdirSync(empty);
  await expect(project.training.inspectEncoder(empty)).rejects.toMatchObject({
    code: 'encoder_invalid',
    message: expect.stringContaining('model.onnx'),
  });
  expect(bench.workers.size).toBe(0);
});

test('without its folder a model is kept, and whoever asks it hears where the folder is missed', async () => {
  const project = await projectWithTickets();
  await train(project);
  const [model] = project.models.list();
  renameSync(folder, bench.path('moved'));
  await expect(project.classification.classify(model!.id, 'parcel', null)).rejects.toMatchObject({
    code: 'encoder_missing',
    message: expect.stringContaining(folder),
  });
  const { jobId } = project.evaluations.start(model!.id, 'validation');
  expect(await project.jobs.finished(jobId)).toMatchObject({
    state: 'failed',
    error: { code: 'encoder_missing' },
  });
  expect(await train(project, { modelName: 'second' })).toMatchObject({
    state: 'failed',
    error: { code: 'encoder_missing' },
  });
  renameSync(bench.path('moved'), folder);
  expect(await project.classification.classify(model!.id, 'parcel', null)).toMatchObject({
    explained: { words: expect.anything() },
  });
});

test('a cancelled training keeps the vectors that were computed, and no model', async () => {
  const project = await createProject(bench, core);
  await importRows(
    bench,
    project,
    ticketRows(3000, () => 'train'),
  );
  const { jobId } = await project.training.start({
    modelName: 'never',
    family: 'encoder',
    options: {},
    encoder: folder,
    seed: 1,
    split: 'assigned',
    percentages: { train: 100, validation: 0, test: 0 },
    overwrite: false,
  });
  const kept = new Promise<void>((resolve) => {
    const stop = project.jobs.onChange((jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if ((job?.progress?.fraction ?? 0) < 0.1) return;
      stop();
      resolve();
    });
  });
  await kept;
  project.jobs.cancel(jobId);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
  expect(project.models.list()).toEqual([]);
  expect(vectorCount()).toBeGreaterThan(100);
  expect(vectorCount()).toBeLessThan(3000);
});

test('a project of several languages without an encoder says what that means', async () => {
  const { id } = await core.projects.create({
    path: bench.path('many.winnow'),
    name: 'many',
    kind: 'single',
    language: 'en',
    multilingual: true,
    description: '',
  });
  const project = core.project(id);
  await importRows(
    bench,
    project,
    ticketRows(30, () => 'train'),
  );
  await train(project, { family: 'linear', encoder: null });
  expect(project.models.list()[0]!.receipt.notes.join(' ')).toContain('Without a sentence encoder');
});

test('on the command line the folder is found from where the caller stands', async () => {
  const cli = createWorkbench();
  try {
    cpSync(path.join(fixtures, 'unigram'), cli.path('my encoder'), { recursive: true });
    const rows = ticketRows(60, (index) => places[index % places.length]!);
    cli.write('rows.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await cli.json(['new', 'tickets.winnow', '--kind', 'single']);
    await cli.json(['import', 'tickets.winnow', 'rows.jsonl']);
    const args = ['train', 'tickets.winnow', '--model', 'e', '--family', 'encoder'];
    const report = await cli.json<{ family: string; features: number }>([...args, '--encoder', 'my encoder']);
    expect(report).toMatchObject({ family: 'encoder', features: 16 });
    const result = await cli.run([...args, '--overwrite', '--encoder', 'no encoder']);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain(cli.path('no encoder'));
    const without = await cli.run([...args, '--overwrite']);
    expect(without.stderr).toContain('needs the folder of a sentence encoder');
    const unused = await cli.run([...args, '--family', 'linear', '--encoder', 'my encoder']);
    expect(unused.stderr).toContain('"linear" uses no sentence encoder');
  } finally {
    cli.dispose();
  }
});
