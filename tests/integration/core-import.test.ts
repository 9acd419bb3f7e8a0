import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { ImportReport } from '../../src-main/domain/import.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  settledCounts,
  ticketRows,
} from './support/core.ts';
import { killWhenBusy } from './support/kill-when-busy.ts';

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

function largeFile(rows: number): string {
  const lines = Array.from({ length: rows }, (_, index) =>
    JSON.stringify({
      text: `Row ${index} ${'words and more words '.repeat(20)}`,
      label: `class ${index % 7}`,
    }),
  );
  return bench.write('large.jsonl', lines.join('\n'));
}

async function documentsOf(project: Project): Promise<number> {
  return (await project.documents.query({}, { by: 'id', descending: false })).total;
}

test('the report tells imported, duplicate, conflicting, leaking, blank and rejected rows', async () => {
  const project = await createProject(bench, core);
  await importRows(
    bench,
    project,
    ['same', 'relabelled', 'moved'].map((text) => ({ text, label: 'a', dataset: 'train' })),
  );
  const job = await importRows(
    bench,
    project,
    [
      { text: 'same', label: 'a', dataset: 'train' },
      { text: 'relabelled', label: 'b', dataset: 'train' },
      { text: 'moved', label: 'a', dataset: 'test' },
      { text: '  ' },
      { text: 'two labels', labels: ['a', 'b'] },
      { text: 'new', label: 'c' },
    ],
    'skip',
  );
  const report = job.result as ImportReport;
  expect(report).toMatchObject({
    imported: 4,
    duplicates: 1,
    skipped: 1,
    conflicts: 1,
    leaks: 1,
    empty: 1,
    rejectedCount: 1,
    newClasses: ['b', 'c'],
  });
  expect(report.rejected).toMatchObject([{ line: 5 }]);
  expect(await documentsOf(project)).toBe(7);
  expect(project.classes.list().map((entry) => entry.name)).toEqual(['a', 'b', 'c']);
});

test('undoing an import in place of all others says where those are', async () => {
  const project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(30));
  const file = bench.write('other.jsonl', '{"text":"another","label":"b"}\n');
  const { jobId } = project.imports.start({
    ...{ paths: [file], options: automaticReadOptions, duplicates: 'keep', replace: true },
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done' });
  expect(project.classes.list().map(({ name }) => name)).toEqual(['b']);
  const { changed, note } = await project.history.undo();
  expect([changed, await documentsOf(project)]).toEqual([1, 0]);
  const copy = /^What was there before the import is in (.+\.winnow)\.$/.exec(note!)![1]!;
  const { id } = await core.projects.open(copy);
  expect(await documentsOf(core.project(id))).toBe(30);
});

test('a file with nothing in it is an error, one with bad rows only is a report', async () => {
  const project = await createProject(bench, core);
  const empty = bench.write('empty.csv', '');
  const { jobId } = project.imports.start({
    paths: [empty],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({
    state: 'failed',
    error: { code: 'nothing_to_import', message: expect.stringContaining('empty.csv') },
  });
  const bad = await importRows(bench, project, [{ text: 'x', labels: ['a', 'b'] }]);
  expect(bad).toMatchObject({ state: 'done', result: { imported: 0, rejectedCount: 1 } });
  expect(project.history.state().undo).toBeNull();
  expect(project.classes.list()).toEqual([]);
});

test('a cancelled import leaves nothing behind, and the next one can start', async () => {
  const project = await createProject(bench, core);
  const file = largeFile(30_000);
  const { jobId } = project.imports.start({
    paths: [file],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  expect(() =>
    project.imports.start({ paths: [file], options: automaticReadOptions, duplicates: 'keep' }),
  ).toThrow(/running/);
  await expect.poll(() => project.classes.list().length, { timeout: 30_000 }).toBeGreaterThan(0);
  expect(await documentsOf(project)).toBe(0);
  project.jobs.cancel(jobId);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled', result: null });
  expect(await documentsOf(project)).toBe(0);
  expect(project.classes.list()).toEqual([]);
  expect(project.history.state().undo).toBeNull();
  expect(await importRows(bench, project, ticketRows(3))).toMatchObject({ state: 'done' });
  expect(await documentsOf(project)).toBe(3);
});

test('labelling goes on while an import runs', async () => {
  const project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(3));
  const [first] = project.classes.list();
  const { queryId } = await project.documents.query({}, { by: 'id', descending: false });
  const { jobId } = project.imports.start({
    paths: [largeFile(20_000)],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  await expect.poll(() => project.classes.list().length, { timeout: 30_000 }).toBeGreaterThan(3);
  const changed = project.documents.setLabels(project.documents.idAt(queryId, 1)!, [first!.id], 'label');
  expect(changed.labels).toEqual([first!.id]);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', result: { imported: 20_000 } });
  expect(project.documents.get(changed.id).labels).toEqual([first!.id]);
  await expect.poll(async () => (await settledCounts(project)).documents, { timeout: 20_000 }).toBe(20_003);
});

test('the full-text index is filled after the import', async () => {
  const project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(300));
  await expect
    .poll(() => project.documents.searchProgress(), { timeout: 20_000 })
    .toEqual({ indexed: 300, total: 300 });
  const found = await project.documents.query({ search: 'ticket 17' }, { by: 'relevance', descending: true });
  expect(found.total).toBeGreaterThan(0);
});

test('documents are exported as they were imported', async () => {
  const project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(6));
  const { queryId } = await project.documents.query({}, { by: 'id', descending: true });
  const skipped = project.documents.idAt(queryId, 0)!;
  const { jobId } = project.exports.start({
    format: 'jsonl',
    path: bench.path('out.jsonl'),
    selection: { queryId, exceptIds: [skipped] },
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', result: { documents: 5 } });
  const lines = readFileSync(bench.path('out.jsonl'), 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).text)).toEqual(ticketRows(5).map((row) => row.text));
});

test('files are inspected before anything is written', async () => {
  const file = bench.write('tickets.csv', 'text,label\nhello there,a\nand bye,b\n');
  const inspection = await core.application.inspect({
    paths: [file],
    projectKind: 'single',
    options: automaticReadOptions,
  });
  expect(inspection).toMatchObject({ format: 'csv', delimiter: ',', hasHeader: true });
  expect(inspection.records.map((record) => record.labels)).toEqual([['a'], ['b']]);
});

test('a killed import is marked as interrupted and cleaned up at the next open', async () => {
  let project = await createProject(bench, core);
  await importRows(bench, project, ticketRows(3));
  await project.close();
  await killWhenBusy(bench.path('test.winnow'), 'import', largeFile(60_000));

  project = await openAgain(bench, core);
  expect(project.info().interrupted).toEqual(['Import large.jsonl']);
  expect(project.jobs.list()[0]).toMatchObject({ kind: 'import', state: 'interrupted' });
  expect((await settledCounts(project)).documents).toBe(3);
  await expect.poll(() => project.classes.list().length).toBe(3);
  await project.close();
  project = await openAgain(bench, core);
  expect(project.info().interrupted).toEqual([]);
});

test('a bulk change that was cut off is taken back at the next open', async () => {
  let project = await createProject(bench, core);
  const job = project.imports.start({
    paths: [largeFile(20_000)],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  await project.jobs.finished(job.jobId);
  await project.close();
  await killWhenBusy(bench.path('test.winnow'), 'bulk');

  project = await openAgain(bench, core);
  await expect
    .poll(async () => (await settledCounts(project)).documentsIn, { timeout: 30_000 })
    .toEqual({ train: 0, validation: 0, test: 0, none: 20_000 });
  expect(project.history.state()).toMatchObject({ undo: { title: 'Import 20,000 documents' }, redo: null });
  expect(bench.problems.filter((line) => line.startsWith('Cleaning up'))).toEqual([]);
});

test('a class cannot be deleted while an import may still be giving it to documents', async () => {
  const project = await createProject(bench, core);
  const { id } = project.classes.add({ name: 'class 1' });
  const { jobId } = project.imports.start({
    paths: [largeFile(20_000)],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  await expect(project.classes.delete(id)).rejects.toMatchObject({ code: 'job_in_progress' });
  await expect(project.history.undo()).rejects.toMatchObject({ code: 'job_in_progress' });
  project.jobs.cancel(jobId);
  await project.jobs.finished(jobId);
  await project.classes.delete(id);
  expect(project.classes.list()).toEqual([]);
});
