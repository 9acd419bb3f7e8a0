import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Project } from '../../src-main/core/core.ts';
import type { BatchRequest } from '../../src-main/core/learning.ts';
import type { FromWorker } from '../../src-main/core/ports/worker.ts';
import { isActive } from '../../src-main/domain/job.ts';
import { classified, contents, requestFor, trainedProject, writeInputs } from './support/batch.ts';
import { type CoreBench, createCoreBench, ticketRows } from './support/core.ts';

let bench: CoreBench;
let project: Project;
let multi: Project;
beforeAll(async () => {
  bench = createCoreBench();
  project = await trainedProject(bench);
  multi = await trainedProject(bench, 'multi');
}, 120_000);
afterAll(() => bench.dispose());

const jsonl = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const rowsOf = (file: string): readonly Record<string, unknown>[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** Starts the batch and cancels it as soon as it has written something. */
async function cancelled(request: BatchRequest): Promise<void> {
  const { jobId } = project.classification.startBatch(request);
  const stop = project.jobs.onChange((jobs) => {
    const job = jobs.find(({ id }) => id === jobId);
    if (job !== undefined && isActive(job.state) && (job.progress?.current ?? 0) > 0)
      project.jobs.cancel(jobId);
  });
  const job = await project.jobs.finished(jobId);
  stop();
  expect(job.state).toBe('cancelled');
  expect(job.error?.message).toContain('start the same again');
}

/** Goes on, and is cancelled before it has classified anything. */
async function cancelledAtOnce(request: BatchRequest): Promise<void> {
  const { jobId } = project.classification.startBatch(request);
  [...bench.workers].at(-1)!.onMessage((message) => {
    if ((message as FromWorker).type === 'progress') project.jobs.cancel(jobId);
  });
  expect((await project.jobs.finished(jobId)).state).toBe('cancelled');
}

describe('results', () => {
  test('as a workbook and in Comprehend’s lines hold what JSON Lines hold', async () => {
    const input = bench.write('three/a.jsonl', jsonl(ticketRows(3)));
    bench.write('three/b.txt', 'My parcel is late');
    const folder = bench.path('three');
    const plain = requestFor(bench, project, folder, { name: 'three.jsonl' });
    expect(await classified(project, plain)).toMatchObject({ documents: 4, resumed: null, drift: null });
    const rows = rowsOf(plain.outputPath);
    const workbook = requestFor(bench, project, folder, { name: 'three.xlsx', outputFormat: 'xlsx' });
    await classified(project, workbook);
    const [sheet] = await readWorkbook(readFileSync(workbook.outputPath));
    expect(sheet!.data[0]).toEqual(['id', 'labels', 'score: billing', 'score: login', 'score: shipping']);
    expect(sheet!.data.slice(1)).toEqual(
      rows.map(({ id, labels, scores }) => [id, (labels as readonly string[])[0], ...Object.values(scores!)]),
    );
    const lines = requestFor(bench, project, folder, { name: 'three.out', outputFormat: 'comprehend' });
    await classified(project, lines);
    const [first, , third, file] = rowsOf(lines.outputPath);
    expect(first).toMatchObject({ File: 'a.jsonl', Line: '0' });
    expect(third).toMatchObject({ File: 'a.jsonl', Line: '2' });
    expect(Object.keys(file!)).toEqual(['File', 'Classes']);
    expect((first!.Classes as readonly unknown[]).length).toBe(3);
    expect(existsSync(input)).toBe(true);
  });

  test('are dealt out to a file for each class, and to those for none and for unsure', async () => {
    const texts = [...ticketRows(40), { text: 'xyzzy plugh', id: 'odd' }];
    const input = bench.write('routed.jsonl', jsonl(texts.map(({ id, text }) => ({ id, text }))));
    const model = multi.models.list()[0]!;
    const thresholds = [0.5, 0.5, 0.5];
    const { id } = multi.deployments.save({
      name: 'd',
      modelId: model.id,
      rule: { thresholds, accept: [], band: 0.01 },
    });
    const request = requestFor(bench, multi, input, {
      ...{ name: 'routed.out', deploymentId: id, routeFolder: bench.path('routes') },
    });
    const result = await classified(multi, request);
    const expected = new Map<string, unknown[]>();
    for (const row of rowsOf(request.outputPath)) {
      const labels = row.labels as readonly string[];
      const names = row.unsure === true ? ['unsure'] : labels.length === 0 ? ['no class'] : labels;
      for (const name of names) expected.set(name, [...(expected.get(name) ?? []), row]);
    }
    expect(new Set(readdirSync(bench.path('routes')))).toEqual(
      new Set([...expected.keys()].map((name) => `${name}.jsonl`)),
    );
    for (const { name, path, documents } of result.routes!) {
      expect(rowsOf(path)).toEqual(expected.get(name));
      expect(documents).toBe(expected.get(name)!.length);
    }
    await expect(classified(multi, { ...request, outputPath: bench.path('other.out') })).rejects.toThrow(
      'is not empty',
    );
    expect(existsSync(bench.path('other.out'))).toBe(false);
  });

  test('come with every row that could not be read, in a file where they are too many to show', async () => {
    const good = jsonl(ticketRows(5));
    const input = bench.write('broken.jsonl', `${good}${'{"text": broken\n'.repeat(1500)}`);
    const request = requestFor(bench, project, input, { name: 'broken.out' });
    const result = await classified(project, request);
    expect(result).toMatchObject({
      documents: 5,
      rejectedCount: 1500,
      errorsPath: bench.path('broken-errors.csv'),
    });
    expect(result.rejected).toHaveLength(1000);
    expect(readFileSync(result.errorsPath!, 'utf8').trim().split('\r\n')).toHaveLength(1501);
    expect(
      (await classified(project, { ...request, paths: [bench.write('g.jsonl', good)] })).errorsPath,
    ).toBeNull();
  });

  test.skipIf(process.platform === 'win32')('go through a pipe, and nothing is left beside it', async () => {
    const pipe = bench.path('pipes/pipe');
    const input = bench.write('pipes/in.jsonl', `${jsonl(ticketRows(300))}{broken\n`);
    execFileSync('mkfifo', [pipe]);
    const request = { ...requestFor(bench, project, input, { name: 'x' }), outputPath: pipe };
    const [read, result] = await Promise.all([readFile(pipe, 'utf8'), classified(project, request)]);
    expect(result).toMatchObject({ documents: 300, rejectedCount: 1, errorsPath: null });
    expect(read.trim().split('\n')).toHaveLength(300);
    expect(statSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(bench.path('pipes')).sort()).toEqual(['in.jsonl', 'pipe']);
    await expect(classified(project, { ...request, outputFormat: 'xlsx' })).rejects.toThrow('into a pipe');
  });

  test('never take the place of what is classified', async () => {
    const input = bench.write('same.jsonl', jsonl(ticketRows(2)));
    await expect(
      classified(project, {
        ...requestFor(bench, project, input, { name: 'same.jsonl' }),
        outputPath: input,
      }),
    ).rejects.toThrow('also a file to classify');
    expect(rowsOf(input)).toHaveLength(2);
    expect(readdirSync(bench.folder).filter((name) => name.includes('same'))).toEqual(['same.jsonl']);
  });
});

describe('an unfinished run', () => {
  test('goes on after a cancel, and is begun anew when that is asked for', async () => {
    const input = writeInputs(bench, 'long', 20_000);
    const whole = requestFor(bench, project, input, { name: 'whole.csv', outputFormat: 'csv' });
    const expected = await classified(project, whole);
    const request = { ...whole, outputPath: bench.path('cancelled.csv') };
    expect(await project.classification.unfinishedBatch(request)).toBeNull();
    await cancelled(request);
    const found = await project.classification.unfinishedBatch(request);
    expect(found).toMatchObject({ obstacle: null });
    expect(found!.documents).toBeGreaterThan(0);
    expect(existsSync(request.outputPath)).toBe(false);
    await cancelledAtOnce(request);
    const result = await classified(project, request);
    expect(result.resumed).toBeGreaterThanOrEqual(found!.documents);
    expect(result).toMatchObject({
      documents: expected.documents,
      drift: expected.drift,
    });
    expect(Object.values(contents(request.outputPath))).toEqual(Object.values(contents(whole.outputPath)));
    expect(await project.classification.unfinishedBatch(request)).toBeNull();

    await cancelled(request);
    const other = { ...request, outputFormat: 'jsonl' } as const;
    await expect(classified(project, other)).rejects.toThrow('unfinished run with another model');
    expect((await project.classification.unfinishedBatch(other))?.obstacle).toContain('Begin anew');
    expect(await classified(project, { ...request, resume: false })).toMatchObject({ resumed: null });
    expect(Object.values(contents(request.outputPath))).toEqual(Object.values(contents(whole.outputPath)));
    expect(readdirSync(bench.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('does not go on over a file that has changed, and says which', async () => {
    const input = writeInputs(bench, 'changing', 20_000);
    const request = requestFor(bench, project, input, { name: 'changing.jsonl' });
    await cancelled(request);
    appendFileSync(bench.path('changing/b.csv'), 'x,one more\n');
    const failing = project.classification.startBatch(request);
    const job = await project.jobs.finished(failing.jobId);
    expect(job.error).toMatchObject({
      code: 'input_changed',
      details: { path: bench.path('changing/b.csv') },
    });
    expect((await project.classification.unfinishedBatch(request))?.obstacle).toContain('b.csv');
    bench.write('changing/a0.txt', 'A file that was not there.');
    await expect(classified(project, request)).rejects.toThrow('a0.txt');
    expect(existsSync(request.outputPath)).toBe(false);
    expect(await classified(project, { ...request, resume: false })).toMatchObject({ resumed: null });
  });

  test('stops at a file that changes while it is read', async () => {
    const input = writeInputs(bench, 'moving', 20_000);
    const request = requestFor(bench, project, input, { name: 'moving.jsonl' });
    const { jobId } = project.classification.startBatch(request);
    const stop = project.jobs.onChange((jobs) => {
      const current = jobs.find(({ id }) => id === jobId);
      if ((current?.progress?.current ?? 0) === 0) return;
      stop();
      utimesSync(bench.path('moving/d.jsonl'), 1, 1);
      writeFileSync(bench.path('moving/c/0.txt'), 'Another text.');
    });
    const job = await project.jobs.finished(jobId);
    stop();
    expect(job.error?.code).toBe('input_changed');
    expect(existsSync(request.outputPath)).toBe(false);
  });
});

test('a results file is written by one run at a time, and a folder for routes is made', async () => {
  const input = bench.write('one.jsonl', jsonl(ticketRows(10)));
  mkdirSync(bench.path('empty-routes'));
  const request = requestFor(bench, project, input, {
    name: 'one.out',
    routeFolder: bench.path('empty-routes'),
  });
  const { jobId } = project.classification.startBatch(request);
  expect(() => project.classification.startBatch(request)).toThrow('being written already');
  expect((await project.jobs.finished(jobId)).state).toBe('done');
});

test('drift is told by words, classes and scores, with the strangest texts and what is nearest to them', async () => {
  const usual = ticketRows(600).slice(0, 400);
  const same = bench.write('same-kind.jsonl', jsonl(usual.map(({ text }) => ({ text }))));
  const calm = await classified(project, requestFor(bench, project, same, { name: 'calm.out' }));
  expect(calm.drift).toMatchObject({ level: 'none', reference: { dataset: 'validation' } });
  const foreign = usual.map((_, index) => ({
    text: `Quarterly zebra figures ${index}: giraffe antelope refund`,
  }));
  const other = bench.write('other-kind.jsonl', jsonl(foreign));
  const { drift } = await classified(project, requestFor(bench, project, other, { name: 'foreign.out' }));
  expect(drift).toMatchObject({ level: 'large', words: { level: 'large' }, classes: { level: 'large' } });
  expect(drift!.strangest[0]).toMatchObject({ because: 'words', source: 'other-kind.jsonl' });
  const [nearest] = drift!.strangest[0]!.nearest;
  expect(nearest!.text).toContain('refund');
  expect(project.documents.get(nearest!.documentId)?.text).toContain('refund');
});
