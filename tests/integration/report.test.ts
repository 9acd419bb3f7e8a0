import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { JobSnapshot } from '../../src-main/domain/job.ts';
import { type ModelReport, type ReportFormat, reportFormats } from '../../src-main/domain/report/types.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  type Row,
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

const names = ['<script>alert(1)</script>', '=1+1', 'shipping "now"'];
const vocabulary = ['invoice refund payment', 'password account sign', 'parcel courier box'];

function rows(count: number, dataset: string): Row[] {
  return Array.from({ length: count }, (_, index) => ({
    text: `secret ${vocabulary[index % 3]} number ${dataset}-${index}`,
    labels: [names[index % 3]!],
    id: `${dataset}-${index}.txt`,
    dataset,
  }));
}

/** A project with the model `first`, judged on 30 test documents. */
async function trained(kind: 'single' | 'multi' = 'single'): Promise<Project> {
  const project = await createProject(bench, core, kind);
  await importRows(bench, project, [...rows(60, 'train'), ...rows(30, 'test')]);
  const { jobId } = await project.training.start({
    ...{ modelName: 'first', family: 'linear', options: {}, encoder: null, seed: 1, overwrite: false },
    ...{ split: 'assigned', percentages: { train: 80, validation: 10, test: 10 } },
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', error: null });
  return project;
}

function write(
  project: Project,
  format: ReportFormat,
  name: string,
  dataset: 'validation' | 'test' = 'test',
): Promise<JobSnapshot> {
  const modelId = project.models.list()[0]!.id;
  const { jobId } = project.reports.start({ modelId, dataset, format, path: bench.path(name) });
  return project.jobs.finished(jobId);
}

const read = (name: string): string => readFileSync(bench.path(name), 'utf8');

test.each(['single', 'multi'] as const)(
  'writes every format of one evaluation, and no text of a document (%s)',
  async (kind) => {
    const project = await trained(kind);
    for (const format of reportFormats) {
      const job = await write(project, format, `report.${format}`);
      expect(job).toMatchObject({ kind: 'report', state: 'done', error: null });
      expect(job.result).toEqual({ outputPath: bench.path(`report.${format}`) });
      expect(read(`report.${format}`)).not.toContain('secret');
    }
    const evaluation = (await project.evaluations.get(project.models.list()[0]!.id, 'test'))!;
    const report = JSON.parse(read('report.json')) as ModelReport;
    const { classes: _classes, confusionMatrix, ...figures } = evaluation.metrics;
    expect(report.figures).toEqual(figures);
    expect(report.confusionMatrix).toEqual(confusionMatrix);
    expect(report.classes).toMatchObject(evaluation.metrics.classes);
    expect(report.intervals!.overall).toEqual(evaluation.analysis!.intervals.overall);
    expect(report.scores).toEqual(evaluation.analysis!.scores);
    expect(report.model.receipt).toEqual(project.models.list()[0]!.receipt);
    expect(report.evaluation).toMatchObject({
      fingerprint: evaluation.fingerprint,
      current: true,
      testSet: { policy: 'open', version: 1, relabelled: { documents: 0 } },
    });
    expect(report.project).toMatchObject({ name: 'test', documents: 90, labelled: 90 });
    const advice = await project.guidance.forModel(evaluation.modelId, 'test');
    expect(report.guidance.map(({ message }) => message)).toEqual(advice.map(({ message }) => message));
    expect(read('report.html')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(read('report.csv')).toContain("\r\n'=1+1,");
    const { value } = JSON.parse(read('report.azure')).evaluationResults;
    expect(value).toHaveLength(30);
    expect(value[0]).toMatchObject({ location: 'test-0.txt', language: 'en' });
    const leftovers = readdirSync(bench.folder).filter((name) => name.endsWith('.part'));
    expect(leftovers).toEqual([]);
  },
);

test('tells of relabelled documents, a changed test set, and duplicates that were looked for', async () => {
  const project = await trained();
  const [other] = project.classes.list();
  const { queryId } = await project.documents.query({ datasets: ['test'] }, { by: 'id', descending: false });
  const document = project.documents.get(project.documents.idAt(queryId, 1)!);
  project.documents.setLabels(document.id, [other!.id], 'review');
  await project.jobs.finished(project.health.findDuplicates(0.8).jobId);
  await write(project, 'json', 'report.json');
  const report = JSON.parse(read('report.json')) as ModelReport;
  expect(report.evaluation).toMatchObject({
    current: false,
    testSet: { version: 1, relabelled: { documents: 1 } },
  });
  const duplicates = (await project.health.duplicates())!;
  expect(report.health.duplicates).toEqual({
    ...{ createdAt: duplicates.createdAt, current: duplicates.current, result: duplicates.result },
  });
  expect(report.health.labelErrors).toBeNull();
});

test('a sealed test set gives its figures and no document', async () => {
  const project = await trained();
  await write(project, 'azure', 'open.json');
  await project.testSet.setPolicy('sealed');
  for (const format of reportFormats) {
    expect(await write(project, format, `sealed.${format}`)).toMatchObject({ state: 'done' });
    expect(read(`sealed.${format}`)).not.toMatch(/test-\d+\.txt/);
  }
  const [open, sealed] = ['open.json', 'sealed.azure'].map((name) => JSON.parse(read(name)));
  expect(open.evaluationResults.value).toHaveLength(30);
  expect(sealed.evaluationResults).toBeNull();
  expect(sealed.evaluationSummary).toEqual(open.evaluationSummary);
  expect(read('sealed.html')).toContain('The test set is sealed');
});

test('refuses what it cannot do with the reason, and leaves files as they were', async () => {
  const project = await trained();
  const modelId = project.models.list()[0]!.id;
  const start = (path: string, dataset: 'validation' | 'test' = 'test', id = modelId) =>
    project.reports.start({ modelId: id, dataset, format: 'html', path });
  expect(() => start(' ')).toThrow(expect.objectContaining({ code: 'bad_request' }));
  expect(() => start(bench.path('a.html'), 'validation')).toThrow(
    expect.objectContaining({ code: 'no_evaluation', message: expect.stringContaining('“first”') }),
  );
  expect(() => start(bench.path('a.html'), 'test', 999)).toThrow(
    expect.objectContaining({ code: 'model_not_found' }),
  );

  mkdirSync(bench.path('folder'));
  const size = readFileSync(bench.path('test.winnow')).length;
  for (const [name, code] of [
    ['folder', 'file_unreadable'],
    ['absent/report.html', 'file_not_found'],
    ['test.winnow', 'already_exists'],
  ] as const) {
    expect(await write(project, 'html', name)).toMatchObject({ state: 'failed', error: { code } });
  }
  expect(readFileSync(bench.path('test.winnow')).length).toBe(size);

  writeFileSync(bench.path('older.html'), 'older');
  const { jobId } = start(bench.path('older.html'));
  project.jobs.cancel(jobId);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
  expect(read('older.html')).toBe('older');
  expect(existsSync(bench.path('older.html.part'))).toBe(false);
  expect(await write(project, 'html', 'older.html')).toMatchObject({ state: 'done' });
  expect(read('older.html')).toMatch(/^<!doctype html>/);
});

test('an evaluation that is replaced meanwhile is not reported', async () => {
  const project = await trained();
  const modelId = project.models.list()[0]!.id;
  const report = project.reports.start({
    modelId,
    dataset: 'test',
    format: 'html',
    path: bench.path('a.html'),
  });
  project.models.delete(modelId);
  const job = await project.jobs.finished(report.jobId);
  expect(job.state).toBe('failed');
  expect(['no_evaluation', 'model_not_found']).toContain(job.error?.code);
  expect(existsSync(bench.path('a.html'))).toBe(false);
});

test('a closed project gives the same numbers when it is opened again', async () => {
  const project = await trained('multi');
  await write(project, 'csv', 'before.csv');
  await project.close();
  const again = await openAgain(bench, core);
  await write(again, 'csv', 'after.csv');
  expect(read('after.csv')).toBe(read('before.csv'));
});
