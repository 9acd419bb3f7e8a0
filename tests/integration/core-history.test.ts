import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import {
  type CoreBench,
  createCoreBench,
  createProject,
  importRows,
  openAgain,
  openStore,
  settledCounts,
} from './support/core.ts';

let bench: CoreBench;
let core: Core;
let project: Project;

beforeEach(async () => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

/** Five unlabelled documents, and the classes a and b. */
async function fill(kind: 'single' | 'multi' = 'single'): Promise<{ a: number; b: number; ids: number[] }> {
  project = await createProject(bench, core, kind);
  const job = await importRows(
    bench,
    project,
    [1, 2, 3, 4, 5].map((number) => ({ text: `Document number ${number}` })),
  );
  expect(job).toMatchObject({ state: 'done', error: null });
  const a = project.classes.add({ name: 'a' }).id;
  const b = project.classes.add({ name: 'b' }).id;
  return { a, b, ids: await allIds() };
}

async function allIds(): Promise<number[]> {
  const { queryId, total } = await project.documents.query({}, { by: 'id', descending: false });
  return project.documents.page(queryId, 0, total).rows.map((row) => row.id);
}

const labelsOf = (id: number) => project.documents.get(id).labels;

test('labels are undone and redone across a restart, the newest first', async () => {
  const { a, b, ids } = await fill();
  const [first, second] = ids as [number, number];
  project.documents.setLabels(first, [a], 'label');
  project.documents.setLabels(second, [b], 'label');
  project.documents.setLabels(first, [b], 'label');
  expect(project.history.state()).toMatchObject({ undo: { title: 'Label “b”' }, redo: null });

  expect(await project.history.undo()).toMatchObject({ changed: 1, skipped: 0, documentId: first });
  expect(labelsOf(first)).toEqual([a]);
  await core.close();

  core = bench.start();
  project = await openAgain(bench, core);
  expect(project.history.state().redo?.title).toBe('Label “b”');
  await project.history.undo();
  expect(labelsOf(second)).toBeNull();
  await project.history.redo();
  expect(labelsOf(second)).toEqual([b]);
  await project.history.redo();
  expect(labelsOf(first)).toEqual([b]);
  expect(project.history.state().redo).toBeNull();
});

test('a label that stays the same is no step', async () => {
  const { a, ids } = await fill();
  project.documents.setLabels(ids[0]!, [a], 'label');
  const before = project.history.state();
  project.documents.setLabels(ids[0]!, [a], 'label');
  expect(project.history.state()).toEqual(before);
});

test('a new change ends what can be redone', async () => {
  const { a, b, ids } = await fill();
  project.documents.setLabels(ids[0]!, [a], 'label');
  await project.history.undo();
  project.documents.setLabels(ids[1]!, [b], 'label');
  expect(project.history.state().redo).toBeNull();
  await expect(project.history.redo()).rejects.toMatchObject({ code: 'not_found' });
});

test('two classes in a single-label project, and unknown ones, are refused and change nothing', async () => {
  const { a, b, ids } = await fill();
  const before = project.history.state();
  expect(() => project.documents.setLabels(ids[0]!, [a, b], 'label')).toThrow(/one class/);
  expect(() => project.documents.setLabels(ids[0]!, [99], 'label')).toThrow(/no class 99/);
  expect(() => project.documents.setLabels(12345, [a], 'label')).toThrow(/no document/);
  expect(project.history.state()).toEqual(before);
  expect(labelsOf(ids[0]!)).toBeNull();
});

test('counts follow every label exactly', async () => {
  const { a, b, ids } = await fill();
  await expect.poll(async () => (await project.counts()).settled).toBe(true);
  project.documents.setLabels(ids[0]!, [a], 'label');
  project.documents.setDataset(ids[0]!, 'test', 'label');
  project.documents.setLabels(ids[1]!, [b], 'label');
  project.documents.setUnsure(ids[1]!, true, 'label');
  await project.history.undo();
  const counts = await settledCounts(project);
  expect(counts).toMatchObject({ documents: 5, labelled: 2, unsure: 0, settled: true });
  expect(counts.labelledIn).toEqual({ train: 0, validation: 0, test: 1, none: 1 });
  await core.close();
  core = bench.start();
  project = await openAgain(bench, core);
  const { settled: _settled, ...counted } = counts;
  expect(await settledCounts(project)).toMatchObject(counted);
});

test('deleting a class unlabels its documents, undo brings class and labels back', async () => {
  const { a, b, ids } = await fill('multi');
  const [first, second, third] = ids as [number, number, number];
  project.documents.setLabels(first, [a], 'label');
  project.documents.setLabels(second, [a, b], 'label');
  project.documents.setLabels(third, [b], 'label');
  expect(await project.classes.deletePreview(a)).toEqual({ documents: 2 });

  await project.classes.delete(a);
  expect(project.classes.list().map((entry) => entry.name)).toEqual(['b']);
  expect([first, second, third].map(labelsOf)).toEqual([null, [b], [b]]);
  expect(project.history.state().undo?.title).toBe('Delete class “a”');
  await core.close();

  core = bench.start();
  project = await openAgain(bench, core);
  expect(await project.history.undo()).toMatchObject({ changed: 2, skipped: 0 });
  expect(project.classes.list().map((entry) => entry.name)).toEqual(['a', 'b']);
  expect([first, second, third].map(labelsOf)).toEqual([[a], [a, b], [b]]);

  await project.history.redo();
  expect(project.classes.list().map((entry) => entry.name)).toEqual(['b']);
  expect([first, second, third].map(labelsOf)).toEqual([null, [b], [b]]);
  await project.history.undo();
  expect([first, second, third].map(labelsOf)).toEqual([[a], [a, b], [b]]);
});

test('changes of classes are undone and redone', async () => {
  const { a, b } = await fill();
  project.classes.update(a, { name: 'alpha', description: 'The first one.', key: 'x' });
  project.classes.reorder([b, a]);
  const names = () => project.classes.list().map((entry) => entry.name);
  expect(names()).toEqual(['b', 'alpha']);
  await project.history.undo();
  expect(names()).toEqual(['alpha', 'b']);
  await project.history.undo();
  expect(project.classes.list()[0]).toMatchObject({ name: 'a', description: '', key: '1' });
  await project.history.undo();
  expect(names()).toEqual(['a']);
  await project.history.redo();
  await project.history.redo();
  await project.history.redo();
  expect(names()).toEqual(['b', 'alpha']);
  expect(project.classes.list()[1]).toMatchObject({ description: 'The first one.', key: 'x' });
});

test('class names are unique, and keys too', async () => {
  const { a, b } = await fill();
  expect(() => project.classes.add({ name: ' a ' })).toThrow(/already/);
  expect(() => project.classes.update(b, { name: 'a' })).toThrow(/already/);
  expect(() => project.classes.update(b, { key: '1' })).toThrow(/belongs to “a”/);
  expect(project.classes.update(a, { name: 'a' }).name).toBe('a');
});

test('a bulk label is one step; undo leaves documents alone that were changed since', async () => {
  const { a, b, ids } = await fill();
  const { queryId } = await project.documents.query({}, { by: 'id', descending: true });
  const selection = { queryId, exceptIds: [ids[4]!] };
  expect(await project.documents.bulkLabel(selection, { type: 'set', classId: a })).toEqual({ changed: 4 });
  expect(await project.documents.bulkLabel(selection, { type: 'set', classId: a })).toEqual({ changed: 0 });
  project.documents.setLabels(ids[0]!, [b], 'label');
  await project.history.undo();
  expect(labelsOf(ids[0]!)).toEqual([a]);
  expect(await project.history.undo()).toMatchObject({ changed: 4, skipped: 0, documentId: null });
  await project.history.redo();
  project.documents.setLabels(ids[1]!, null, 'label');
  expect(project.history.state().undo?.title).toBe('Remove label');
  expect(ids.map(labelsOf)).toEqual([[a], null, [a], [a], null]);
});

test('undo leaves documents alone that something else changed since', async () => {
  const { a, b, ids } = await fill();
  await project.documents.bulkLabel({ ids: ids.slice(0, 3) }, { type: 'set', classId: a });
  await core.close();
  const store = await openStore(bench.path('test.winnow'));
  store.documents.setLabels(ids[1]!, [b], null);
  await store.close();

  core = bench.start();
  project = await openAgain(bench, core);
  expect(await project.history.undo()).toMatchObject({ changed: 2, skipped: 1 });
  expect(ids.map(labelsOf)).toEqual([null, [b], null, null, null]);
  expect(await project.history.redo()).toMatchObject({ changed: 2, skipped: 0 });
  expect(ids.map(labelsOf)).toEqual([[a], [b], [a], null, null]);
});

test('an import is undone as one step and cannot be redone', async () => {
  const { a, ids } = await fill();
  await importRows(bench, project, [{ text: 'one more', label: 'new class' }]);
  expect(project.history.state().undo?.title).toBe('Import 1 document');
  await project.history.undo();
  expect(await allIds()).toEqual(ids);
  expect(project.classes.list().map((entry) => entry.name)).toEqual(['a', 'b']);
  expect(project.history.state().redo).toBeNull();
  project.documents.setLabels(ids[0]!, [a], 'label');
  expect((await settledCounts(project)).documents).toBe(5);
});
