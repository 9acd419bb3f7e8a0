import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  openStore,
  settledCounts,
  ticketRows,
} from './support/core.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let bench: CoreBench;
let core: Core;
let project: Project;
let a: number;
let b: number;

beforeEach(async () => {
  bench = createCoreBench();
  core = bench.start();
  project = await createProject(bench, core);
  const rows = [1, 2, 3, 4, 5].map((number) => ({
    text: `Document number ${number}`,
    label: number < 4 ? 'a' : 'b',
    dataset: number % 2 === 0 ? 'test' : 'train',
  }));
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done', error: null });
  [a, b] = project.classes.list().map(({ id }) => id) as [number, number];
});
afterEach(async () => {
  await bench.dispose();
});

const get = (id: number) => project.documents.get(id);
const marksOf = (id: number) => [get(id).labels, get(id).verified];
const title = () => project.history.state().undo?.title;

test('a document is set aside and taken back, by hand and by undo; counts and fingerprints follow', async () => {
  const before = await settledCounts(project);
  const fingerprint = await project.fingerprint();
  expect(project.documents.setExcluded(2, true, 'documents').excluded).toBe(true);
  expect(title()).toBe('Set document aside');
  const aside = await settledCounts(project);
  expect(aside).toMatchObject({ documents: 4, labelled: 4, excluded: 1 });
  expect(aside.labelledIn).toEqual({ train: 3, validation: 0, test: 1, none: 0 });
  expect(aside.classes.map(({ test }) => test)).toEqual([0, 1]);
  expect(await project.fingerprint()).not.toBe(fingerprint);
  project.documents.setExcluded(2, true, 'documents');
  await project.history.undo();
  expect(get(2).excluded).toBe(false);
  expect(project.history.state().undo?.title).not.toBe('Set document aside');
  expect(await settledCounts(project)).toEqual(before);
  expect(await project.fingerprint()).toBe(fingerprint);
  await project.history.redo();
  expect(get(2).excluded).toBe(true);
  project.documents.setExcluded(2, false, 'health');
  expect(title()).toBe('Take document back');
  expect(await settledCounts(project)).toEqual(before);
});

test('many documents are set aside as one step, across a restart', async () => {
  const { queryId } = await project.documents.query({ labelled: true }, { by: 'id', descending: false });
  expect(await project.documents.bulkExcluded({ queryId, exceptIds: [3] }, true)).toEqual({ changed: 4 });
  expect(title()).toBe('Set 4 documents aside');
  expect(await settledCounts(project)).toMatchObject({ documents: 1, excluded: 4 });
  expect(await project.documents.bulkExcluded({ ids: [3, 1] }, true)).toEqual({ changed: 1 });
  await core.close();
  core = bench.start();
  project = await openAgain(bench, core);
  expect(await settledCounts(project)).toMatchObject({ documents: 0, excluded: 5 });
  await project.history.undo();
  expect(await project.history.undo()).toMatchObject({ changed: 4, skipped: 0 });
  expect(await settledCounts(project)).toMatchObject({ documents: 5, excluded: 0 });
});

test('a confirmation is forgotten when the labels change, and comes back with them', async () => {
  expect(project.documents.setVerified(1, true, 'health').verified).toBe(true);
  expect(title()).toBe('Confirm label');
  project.documents.setLabels(1, [b], 'label');
  expect(marksOf(1)).toEqual([[b], false]);
  expect(await project.history.undo()).toMatchObject({ changed: 1, skipped: 0, documentId: 1 });
  expect(marksOf(1)).toEqual([[a], true]);
  expect(await project.history.redo()).toMatchObject({ changed: 1, documentId: 1 });
  expect(marksOf(1)).toEqual([[b], false]);
  await project.history.undo();
  await project.history.undo();
  expect(marksOf(1)).toEqual([[a], false]);
  // The dataset is no reason to look again.
  project.documents.setVerified(1, true, 'health');
  project.documents.setDataset(1, 'test', 'documents');
  expect(marksOf(1)).toEqual([[a], true]);
});

test('bulk labels and deleted classes forget confirmations too, and their undo brings them back', async () => {
  for (const id of [1, 2, 4]) project.documents.setVerified(id, true, 'health');
  await project.documents.bulkLabel({ ids: [1, 2, 4, 5] }, { type: 'set', classId: b });
  // The label of document 4 stayed the same.
  expect([1, 2, 4].map(marksOf)).toEqual([
    [[b], false],
    [[b], false],
    [[b], true],
  ]);
  expect(await project.history.undo()).toMatchObject({ changed: 2, skipped: 0 });
  expect([1, 2, 4].map(marksOf)).toEqual([
    [[a], true],
    [[a], true],
    [[b], true],
  ]);
  await project.classes.delete(a);
  expect([1, 2].map(marksOf)).toEqual([
    [null, false],
    [null, false],
  ]);
  expect(await project.history.undo()).toMatchObject({ changed: 3, skipped: 0 });
  expect([1, 2, 3].map(marksOf)).toEqual([
    [[a], true],
    [[a], true],
    [[a], false],
  ]);
});

test('what is undone never confirms labels that nobody confirmed', async () => {
  project.documents.setVerified(1, true, 'health');
  await project.documents.bulkLabel({ ids: [1, 2] }, { type: 'set', classId: b });
  // Changed below the history, as by a step that came later and stays.
  await core.close();
  const store = await openStore(bench.path('test.winnow'));
  store.documents.setLabels(1, null, null);
  store.documents.setVerified(2, true);
  await store.close();
  core = bench.start();
  project = await openAgain(bench, core);
  expect(await project.history.undo()).toMatchObject({ changed: 1, skipped: 1, documentId: 2 });
  expect(marksOf(1)).toEqual([null, false]);
  // Document 2 was confirmed with the label that the undo took away.
  expect(marksOf(2)).toEqual([[a], false]);
  await project.history.redo();
  expect(marksOf(2)).toEqual([[b], true]);
});

test('an unlabelled document has nothing to confirm', () => {
  project.documents.setLabels(1, null, 'label');
  const before = project.history.state();
  expect(() => project.documents.setVerified(1, true, 'health')).toThrow(/nothing to confirm/);
  expect(() => project.documents.setExcluded(99, true, 'health')).toThrow(/no document 99/);
  expect(project.history.state()).toEqual(before);
});

test('a split places none of those set aside', async () => {
  await project.documents.bulkDataset({ ids: [1, 2, 3, 4, 5] }, null);
  project.documents.setExcluded(5, true, 'documents');
  const percentages = { train: 100, validation: 0, test: 0 };
  const drawn = await project.training.split({ percentages, seed: 1, all: true });
  expect(drawn).toEqual({ train: 4, validation: 0, test: 0 });
  expect(get(5).dataset).toBeNull();
});

test('a training and its evaluation leave out what was set aside, and remember their place in history', async () => {
  const tickets = await createProject(bench, core, 'single', 'tickets');
  const dataset = (index: number) => (index < 60 ? 'train' : 'test');
  await importRows(bench, tickets, ticketRows(90, dataset));
  const { queryId } = await tickets.documents.query({}, { by: 'id', descending: false });
  const ids = tickets.documents.page(queryId, 0, 90).rows.map(({ id }) => id);
  await tickets.documents.bulkExcluded({ ids: [...ids.slice(0, 6), ...ids.slice(-3)] }, true);
  const { jobId } = await tickets.training.start({
    modelName: 'm',
    family: 'linear',
    options: {},
    encoder: null,
    seed: 1,
    split: 'assigned',
    percentages: { train: 80, validation: 0, test: 20 },
    overwrite: false,
  });
  expect(await tickets.jobs.finished(jobId)).toMatchObject({ state: 'done', result: { evaluated: true } });
  const model = tickets.models.list()[0]!;
  expect(model.receipt.documents).toEqual({ train: 54, validation: 0, test: 27 });
  expect((await tickets.evaluations.get(model.id, 'test'))?.metrics.documents).toBe(27);
  tickets.documents.setExcluded(ids[0]!, false, 'documents');
  await core.close();
  const store = await openStore(bench.path('tickets.winnow'));
  const [newest, exclusion] = store.operations.list({ kinds: ['exclude', 'bulk-exclude'] }, 0, 2);
  expect(store.models.get(model.id)).toMatchObject({
    historyPoint: exclusion!.id,
    resultsSeenAt: store.evaluations.find(model.id, 'test')!.createdAt,
  });
  // As the model saw it: document 1 was aside.
  expect(store.operations.valuesAt(exclusion!.id, { documentId: 0, field: '' }, 10)).toEqual([
    { documentId: ids[0], field: 'excluded', value: 'true' },
  ]);
  expect(newest!.id).toBe(store.operations.newestId());
  await store.close();
});

test('a result that an ended session left unfinished is removed at the next open', async () => {
  await core.close();
  const file = bench.path('test.winnow');
  const store = await openStore(file);
  const fields = { kind: 'duplicates', key: '', createdAt: '', fingerprint: '' } as const;
  store.analyses.addItems(store.analyses.begin(fields), [{ position: 0, documentIds: [1], data: null }]);
  await store.close();
  core = bench.start();
  project = await openAgain(bench, core);
  // An undo waits for the cleaning up.
  await project.history.undo();
  await core.close();
  const again = await openStore(file);
  expect(again.analyses.unpublished()).toEqual([]);
  await again.close();
});
