import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { TrainRequest } from '../../src-main/core/learning.ts';
import type { JobSnapshot } from '../../src-main/domain/job.ts';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { openReadOnly } from '../../src-main/store/read-only.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  type Row,
  settledCounts,
  ticketRows,
} from './support/core.ts';

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

const request: TrainRequest = {
  modelName: 'first',
  family: 'linear',
  options: {},
  encoder: null,
  seed: 1,
  split: 'automatic',
  percentages: { train: 80, validation: 10, test: 10 },
  overwrite: false,
};

async function projectWith(
  rows: readonly Row[],
  kind: ProjectKind = 'single',
  name = 'test',
): Promise<Project> {
  const project = await createProject(bench, core, kind, name);
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done' });
  return project;
}

async function train(project: Project, changes: Partial<TrainRequest> = {}): Promise<JobSnapshot> {
  const { jobId } = await project.training.start({ ...request, ...changes });
  return await project.jobs.finished(jobId);
}

function artefact(name: string, modelId: number): Uint8Array {
  const file = openReadOnly(bench.path(`${name}.winnow`));
  try {
    return file.modelArtefact(modelId);
  } finally {
    file.close();
  }
}

test('training draws datasets, makes a model with its receipt, and evaluates it', async () => {
  const project = await projectWith(ticketRows(120));
  const plan = await project.training.plan();
  expect(plan).toMatchObject({ blocker: null, evaluates: true, documents: { toDraw: 120 } });

  const job = await train(project);
  expect(job).toMatchObject({ state: 'done', error: null, result: { modelName: 'first', evaluated: true } });
  const [model] = project.models.list();
  expect(model).toMatchObject({ name: 'first', kind: 'single', family: 'linear' });
  expect(model?.receipt.documents).toEqual({ train: 96, validation: 12, test: 12 });
  expect(model?.receipt.classCounts).toEqual(Array(3).fill({ train: 32, validation: 4, test: 4 }));
  expect(model?.receipt.seed).toBe(1);
  expect(model?.bytes).toBeGreaterThan(0);
  expect(model?.evaluation.state).toBe('done');
  expect(project.history.state().undo?.title).toBe('Assign 120 documents to datasets');

  const evaluation = await project.evaluations.get(model!.id, 'test');
  expect(evaluation).toMatchObject({ current: true, dataset: 'test' });
  expect(evaluation?.metrics.documents).toBe(12);
  expect(evaluation?.metrics.accuracy).toBeGreaterThan(0.9);
  expect(await project.evaluations.get(model!.id, 'validation')).toBeNull();
});

test('review shows test documents, and which were relabelled since', async () => {
  const project = await projectWith(ticketRows(120));
  await train(project);
  const evaluation = (await project.evaluations.get(project.models.list()[0]!.id, 'test'))!;
  const { total, rows } = project.evaluations.review(evaluation.id, { incorrectOnly: false }, 0, 500);
  expect(total).toBe(12);
  expect(rows).toHaveLength(12);
  const row = rows[0]!;
  expect(row.relabelled).toBe(false);
  expect(row.snippet).toContain('Ticket');
  const incorrect = project.evaluations.review(evaluation.id, { incorrectOnly: true }, 0, 500);
  expect(incorrect.total).toBe(rows.filter((entry) => !entry.correct).length);

  const other = evaluation.classes.find((_entry, index) => !row.actual.includes(index))!;
  project.documents.setLabels(row.documentId, [other.classId], 'review');
  const item = project.evaluations.reviewItem(evaluation.id, row.documentId);
  expect(item).toMatchObject({ relabelled: true, actual: row.actual });
  expect(item.scores).toHaveLength(3);
  expect(item.document.labels).toEqual([other.classId]);
  expect((await project.evaluations.get(evaluation.modelId, 'test'))?.current).toBe(false);

  const { jobId } = project.evaluations.start(evaluation.modelId, 'test');
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done' });
  const again = (await project.evaluations.get(evaluation.modelId, 'test'))!;
  expect(again).toMatchObject({ current: true });
  expect(again.id).not.toBe(evaluation.id);
  expect(() => project.evaluations.review(evaluation.id, { incorrectOnly: false }, 0, 10)).toThrow(/newer/);
});

test('a receipt covers the texts without labels where the family reads them', async () => {
  const project = await projectWith([...ticketRows(60), { text: 'No label, but words: invoice parcel' }]);
  expect(await project.training.plan()).toMatchObject({ documents: { unlabelled: 1 } });
  const receiptOf = async (modelName: string, family: string) => {
    expect(await train(project, { modelName, family })).toMatchObject({ state: 'done' });
    return project.models.list().find(({ name }) => name === modelName)!.receipt;
  };
  const linear = await receiptOf('linear', 'linear');
  const dense = await receiptOf('dense', 'tensorflow');
  expect(linear.volume).toMatchObject({ unlabelledDocuments: 0, unlabelledCharacters: 0 });
  expect(dense.volume).toMatchObject({ unlabelledDocuments: 1, unlabelledCharacters: 35 });
  expect(dense.backend).toMatch(/^tensorflow /);

  await importRows(bench, project, [{ text: 'Another one without a label' }]);
  expect((await receiptOf('linear again', 'linear')).dataFingerprint).toBe(linear.dataFingerprint);
  expect((await receiptOf('dense again', 'tensorflow')).dataFingerprint).not.toBe(dense.dataFingerprint);
});

test('neither the texts of test documents nor the name of the model reach the model', async () => {
  const place = (index: number) => (index % 5 === 0 ? 'test' : index % 5 === 1 ? 'validation' : 'train');
  const rows = ticketRows(100, place);
  const changed = rows.map((row) =>
    row.dataset === 'test' ? { ...row, text: `Other words ${row.id}` } : row,
  );
  const first = await projectWith(rows, 'single', 'first');
  const second = await projectWith(changed, 'single', 'second');
  await train(first, { modelName: 'one' });
  await train(second, { modelName: 'two' });
  const bytes = artefact('first', first.models.list()[0]!.id);
  expect(bytes.length).toBeGreaterThan(1000);
  expect(Buffer.from(artefact('second', second.models.list()[0]!.id)).equals(bytes)).toBe(true);
  await train(first, { modelName: 'three', seed: 2 });
  expect(first.models.list()).toHaveLength(2);
});

test('placed documents stay; as assigned, the others join training', async () => {
  const rows = ticketRows(60, (index) => (index < 30 ? 'test' : ''));
  const project = await projectWith(rows.map(({ dataset, ...row }) => (dataset ? { ...row, dataset } : row)));
  await train(project, { split: 'assigned' });
  expect((await settledCounts(project)).labelledIn).toEqual({ train: 30, validation: 0, test: 30, none: 0 });
  await project.history.undo();
  expect(project.history.state().redo?.title).toBe('Assign 30 documents to datasets');
  await expect.poll(async () => (await settledCounts(project)).labelledIn.none).toBe(30);
});

test('what cannot be trained is refused with the reason', async () => {
  const project = await projectWith([{ text: 'one', label: 'a' }, { text: 'two' }]);
  expect((await project.training.plan()).blocker).toContain('2 labelled');
  await expect(train(project)).rejects.toMatchObject({ code: 'too_few_documents' });
  await importRows(bench, project, [{ text: 'three', label: 'a' }]);
  await expect(train(project)).rejects.toMatchObject({ code: 'too_few_classes' });
  await expect(train(project, { family: 'magic' })).rejects.toMatchObject({ code: 'unsupported_option' });
  await expect(train(project, { modelName: ' ' })).rejects.toMatchObject({ code: 'bad_request' });
  const percentages = { train: 0, validation: 50, test: 50 };
  await expect(train(project, { percentages })).rejects.toMatchObject({ code: 'bad_request' });
  expect(project.jobs.list().filter((job) => job.kind === 'train')).toEqual([]);
});

test('few documents train without an evaluation, and say so', async () => {
  const project = await projectWith(ticketRows(9));
  expect(await train(project)).toMatchObject({ state: 'done', result: { evaluated: false } });
  const { evaluation } = project.models.list()[0]!;
  expect(evaluation).toMatchObject({ state: 'none' });
  expect(JSON.stringify(evaluation)).toContain('10 labelled documents');
});

test('a second training, and a name that is taken, are refused', async () => {
  const project = await projectWith(ticketRows(90));
  const both = await Promise.allSettled([
    project.training.start(request),
    project.training.start({ ...request, modelName: 'second' }),
  ]);
  expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = both.find((result) => result.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'training_in_progress' });
  const started = both.find((result) => result.status === 'fulfilled')!;
  await expect(project.training.start({ ...request, modelName: 'x' })).rejects.toMatchObject({
    code: 'training_in_progress',
  });
  await project.jobs.finished(started.value.jobId);
  const { name } = project.models.list()[0]!;
  await expect(train(project, { modelName: name })).rejects.toMatchObject({ code: 'model_exists' });
});

test('a cancelled retraining keeps the old model as it was', async () => {
  const project = await projectWith(ticketRows(90));
  await train(project);
  const before = project.models.list();
  const bytes = Buffer.from(artefact('test', before[0]!.id));

  const { jobId } = await project.training.start({ ...request, overwrite: true, seed: 7 });
  project.jobs.cancel(jobId);
  expect(project.jobs.get(jobId).state).toBe('cancelling');
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
  expect(bench.workers.size).toBe(0);
  expect(project.models.list()).toEqual(before);
  expect(bytes.equals(artefact('test', before[0]!.id))).toBe(true);
});

test('a worker that dies fails the retraining, keeps the old model and says what happened', async () => {
  const project = await projectWith(ticketRows(90));
  await train(project);
  const before = project.models.list();
  const { jobId } = await project.training.start({ ...request, overwrite: true });
  await expect.poll(() => bench.workers.size).toBe(1);
  for (const worker of bench.workers) {
    worker.kill();
  }
  const job = await project.jobs.finished(jobId);
  expect(job).toMatchObject({ state: 'failed', error: { code: 'worker_failed' } });
  expect(project.models.list()).toEqual(before);
});

test('retraining replaces the model and its evaluation in one step', async () => {
  const project = await projectWith(ticketRows(90));
  await train(project);
  const [old] = project.models.list();
  await train(project, { overwrite: true, seed: 3 });
  const [renewed, ...others] = project.models.list();
  expect(others).toEqual([]);
  expect(renewed?.id).not.toBe(old?.id);
  expect(renewed).toMatchObject({ name: 'first', receipt: { seed: 3 }, evaluation: { state: 'done' } });
  await expect(project.classification.classify(old!.id, 'x', null)).rejects.toMatchObject({
    code: 'model_not_found',
  });
});

test('texts are classified with the words that speak for a class, also after the worker has died', async () => {
  const project = await projectWith(ticketRows(120));
  await train(project);
  const { id } = project.models.list()[0]!;
  const answer = await project.classification.classify(id, 'my parcel is late, where is the courier', null);
  expect(answer.classes.find((entry) => entry.predicted)?.name).toBe('shipping');
  expect(answer.explained?.name).toBe('shipping');
  expect(answer.explained?.words.length).toBeGreaterThan(0);

  expect(bench.workers.size).toBe(1);
  for (const worker of bench.workers) {
    worker.kill();
  }
  await expect.poll(() => bench.workers.size).toBe(0);
  const [first, second] = await Promise.all([
    project.classification.classify(id, 'the invoice was charged twice', 'login'),
    project.classification.classify(id, 'password locked', null),
  ]);
  expect(first.explained?.name).toBe('login');
  expect(second.classes.find((entry) => entry.predicted)?.name).toBe('login');
  expect(bench.workers.size).toBe(1);
  await expect(project.classification.classify(id, 'x', 'no such class')).rejects.toThrow();
  await project.close();
  expect(bench.workers.size).toBe(0);
});

test('the strongest features of one class or of all are told', async () => {
  const project = await projectWith(ticketRows(120));
  await train(project);
  const [model] = project.models.list();
  const all = await project.models.topFeatures(model!.id, null, 5);
  expect(all.map(({ name }) => name)).toEqual(['billing', 'login', 'shipping']);
  for (const { features } of all) expect(features).toHaveLength(5);
  expect(all[0]!.features.map(({ feature }) => feature)).toContain('refund');
  const login = model!.classes[1]!;
  const one = await project.models.topFeatures(model!.id, login.classId, 5);
  expect(one).toEqual([all[1]]);
  await expect(project.models.topFeatures(model!.id, 99, 5)).rejects.toMatchObject({ code: 'not_found' });
});

test('files are classified into a results file', async () => {
  const project = await projectWith(ticketRows(90));
  await train(project);
  const input = bench.write('in.jsonl', '{"id":"x1","text":"refund my payment"}\n{"text":"parcel late"}\n');
  const { jobId } = project.classification.startBatch({
    modelId: project.models.list()[0]!.id,
    paths: [input],
    options: automaticReadOptions,
    outputPath: bench.path('out.jsonl'),
    outputFormat: 'jsonl',
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', result: { documents: 2 } });
  const lines = readFileSync(path.join(bench.folder, 'out.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { id: 'x1', labels: ['billing'] },
    { id: '2', labels: ['shipping'] },
  ]);
});

test('in a multi-label project "none of the classes" trains and is scored', async () => {
  const rows = ticketRows(120).map(({ label, ...row }, index) =>
    index % 6 === 0
      ? { ...row, text: `Nothing in particular ${index}`, labels: [] }
      : { ...row, labels: [label!] },
  );
  const project = await projectWith(rows, 'multi');
  expect((await settledCounts(project)).labelled).toBe(120);
  expect(await train(project)).toMatchObject({ state: 'done', result: { evaluated: true } });
  const evaluation = await project.evaluations.get(project.models.list()[0]!.id, 'test');
  expect(evaluation?.metrics).toMatchObject({ kind: 'multi', confusionMatrix: null });
});

test('an evaluation without documents is refused', async () => {
  const project = await projectWith(ticketRows(60));
  await train(project);
  const { id } = project.models.list()[0]!;
  const ids = { ids: await idsIn(project, 'validation') };
  await project.documents.bulkDataset(ids, 'train');
  await expect.poll(async () => (await settledCounts(project)).labelledIn.validation).toBe(0);
  expect(() => project.evaluations.start(id, 'validation')).toThrow(/No labelled document/);
});

test('a model survives a restart, with its evaluation', async () => {
  let project = await projectWith(ticketRows(90));
  await train(project);
  const before = project.models.list();
  await core.close();
  core = bench.start();
  project = await openAgain(bench, core);
  expect(project.models.list()).toEqual(before);
  expect(project.info().interrupted).toEqual([]);
  project.models.rename(before[0]!.id, 'renamed');
  expect(project.models.get(before[0]!.id).name).toBe('renamed');
  project.models.delete(before[0]!.id);
  expect(project.models.list()).toEqual([]);
});

async function idsIn(project: Project, dataset: 'train' | 'validation' | 'test'): Promise<number[]> {
  const { queryId, total } = await project.documents.query(
    { datasets: [dataset] },
    { by: 'id', descending: false },
  );
  return project.documents.page(queryId, 0, total).rows.map((row) => row.id);
}
