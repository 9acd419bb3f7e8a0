import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import { type CoreBench, createCoreBench, openAgain, settledCounts } from './support/core.ts';
import { killWhenBusy } from './support/kill-when-busy.ts';
import { classNames, type GivenLabels, labelledProject, labelNames } from './support/labelled.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

let bench: CoreBench;
let core: Core;
let project: Project;
let ids: Readonly<Record<string, number>>;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

async function open(kind: 'single' | 'multi', labels: readonly GivenLabels[]): Promise<void> {
  ({ project, ids } = await labelledProject(bench, core, kind, labels));
}

async function restart(): Promise<void> {
  await core.close();
  core = bench.start();
  project = await openAgain(bench, core);
}

const id = (name: string): number => ids[name]!;

test('classes are merged as one step, and undone across a restart', async () => {
  const before = [['a'], ['b'], ['c'], ['a'], null];
  await open('single', before);
  const counts = await settledCounts(project);
  const into = id('c');
  expect(await project.schema.mergePreview([id('a'), id('b'), into], into)).toEqual({
    documents: 3,
    overlapping: 0,
    models: [],
  });
  expect(await project.schema.merge([id('a'), id('b')], into)).toEqual({ changed: 3 });
  expect(labelNames(project, 5)).toEqual([['c'], ['c'], ['c'], ['c'], null]);
  expect(classNames(project)).toEqual(['c']);
  expect((await settledCounts(project)).classes.map(({ none }) => none)).toEqual([4]);
  expect(project.history.state().undo?.title).toBe('Merge “a”, “b” into “c”');

  await restart();
  expect(await project.history.undo()).toMatchObject({ changed: 3, skipped: 0, note: null });
  expect(labelNames(project, 5)).toEqual(before);
  expect(classNames(project)).toEqual(['a', 'b', 'c']);
  expect(await settledCounts(project)).toEqual(counts);
  await project.history.redo();
  expect(labelNames(project, 5)).toEqual([['c'], ['c'], ['c'], ['c'], null]);
  expect(classNames(project)).toEqual(['c']);
});

test('documents with several of the classes keep the others, and get all of them back', async () => {
  const before = [['a', 'b', 'd'], ['a', 'c'], ['b'], ['d'], []];
  await open('multi', before);
  const into = id('c');
  expect(await project.schema.mergePreview([id('a'), id('b')], into)).toMatchObject({
    documents: 3,
    overlapping: 2,
  });
  expect(await project.schema.merge([id('a'), id('b')], into)).toEqual({ changed: 3 });
  expect(labelNames(project, 5)).toEqual([['d', 'c'], ['c'], ['c'], ['d'], []]);
  await project.history.undo();
  expect(labelNames(project, 5)).toEqual(before);
});

test('labels given since survive the undo: others, new ones, and the same one given anew', async () => {
  await open('single', [['a'], ['a'], ['a'], ['c'], null, ['a']]);
  const [a, c] = [id('a'), id('c')];
  await project.schema.merge([a], c);
  const d = project.classes.add({ name: 'd' }).id;
  project.documents.setLabels(1, [d], 'label');
  project.documents.setLabels(2, [d], 'label');
  project.documents.setLabels(2, [c], 'label');
  project.documents.setLabels(4, [d], 'label');
  project.documents.setLabels(5, [c], 'label');
  project.documents.setVerified(6, true, 'review');
  const { rows } = project.historyLog.entries({ kinds: ['class-merge'] }, 0, 10);
  expect(rows).toMatchObject([{ title: 'Merge “a” into “c”', documents: 4, undone: false, reverts: null }]);

  expect(await project.historyLog.revert(rows[0]!.operationId)).toMatchObject({ changed: 1, skipped: 3 });
  expect(labelNames(project, 6)).toEqual([['d'], ['c'], ['a'], ['d'], ['c'], ['c']]);
  expect(project.documents.get(6).verified).toBe(true);
  expect(classNames(project)).toEqual(['a', 'c', 'd']);

  // The step taken back out of turn is itself what undo takes back next.
  expect(project.history.state().undo?.title).toBe('Take back “Merge “a” into “c””');
  await project.history.undo();
  expect(labelNames(project, 6)).toEqual([['d'], ['c'], ['c'], ['d'], ['c'], ['c']]);
  expect(classNames(project)).toEqual(['c', 'd']);
  await project.history.redo();
  expect(labelNames(project, 6)).toEqual([['d'], ['c'], ['a'], ['d'], ['c'], ['c']]);
});

test('a class that came back is renamed when its name was given away, and stays when it is used', async () => {
  await open('single', [['a'], ['b']]);
  await project.schema.merge([id('a')], id('b'));
  const other = project.classes.add({ name: 'a' });
  await project.historyLog.revert(
    project.historyLog.entries({ kinds: ['class-merge'] }, 0, 1).rows[0]!.operationId,
  );
  expect(classNames(project)).toEqual(['a (2)', 'b', 'a']);
  expect(labelNames(project, 2)).toEqual([['a (2)'], ['b']]);
  project.documents.setLabels(2, [id('a')], 'label');
  const [taken] = project.historyLog.entries({ kinds: ['class-merge'] }, 0, 1).rows;
  const step = await project.historyLog.revert(taken!.operationId);
  expect(step).toMatchObject({ changed: 1, note: '“a” stays: documents were labelled with it since.' });
  expect(labelNames(project, 2)).toEqual([['b'], ['a (2)']]);
  expect(project.classes.list().map((entry) => entry.id)).toContain(other.id);
});

test('requests that make no sense are refused and change nothing', async () => {
  await open('single', [['a'], ['b']]);
  const state = project.history.state();
  await expect(project.schema.merge([id('a')], id('a'))).rejects.toMatchObject({ code: 'bad_request' });
  await expect(project.schema.merge([id('a'), 99], id('b'))).rejects.toMatchObject({ code: 'not_found' });
  await expect(project.schema.mergePreview([id('a')], 99)).rejects.toMatchObject({ code: 'not_found' });
  await expect(project.historyLog.revert(99)).rejects.toMatchObject({ code: 'not_found' });
  expect(project.history.state()).toEqual(state);
  expect(labelNames(project, 2)).toEqual([['a'], ['b']]);
});

/** Documents of the classes a and b in turn, so many that a merge takes a while. */
const many = Array.from({ length: 20_000 }, (_, index) => [index % 2 === 0 ? 'a' : 'b']);

test('an undo of a merge that is killed half-way leaves it merged, to be undone again', async () => {
  await open('single', many);
  const before = await settledCounts(project);
  await project.schema.merge([id('a')], id('b'));
  const merged = await settledCounts(project);
  await project.close();
  await killWhenBusy(bench.path('test.winnow'), 'undo');

  project = await openAgain(bench, core);
  // A merge waits its turn behind the cleaning up.
  await expect(project.schema.merge([], id('b'))).rejects.toMatchObject({ code: 'bad_request' });
  expect(classNames(project)).toEqual(['b']);
  expect(await settledCounts(project)).toEqual(merged);
  expect(await project.history.undo()).toMatchObject({ changed: 10_000, skipped: 0, note: null });
  expect(await settledCounts(project)).toEqual(before);
});

test('a merge that is killed half-way is taken back at the next open', async () => {
  await open('single', many);
  const counts = await settledCounts(project);
  await project.close();
  await killWhenBusy(bench.path('test.winnow'), 'merge');

  project = await openAgain(bench, core);
  await expect.poll(() => classNames(project), { timeout: 60_000 }).toEqual(['a', 'b']);
  // A merge waits its turn behind the cleaning up.
  await expect(project.schema.merge([], id('a'))).rejects.toMatchObject({ code: 'bad_request' });
  expect(await settledCounts(project)).toEqual(counts);
  expect(project.history.state()).toEqual({ undo: null, redo: null });
  expect(bench.problems.filter((line) => line.startsWith('Cleaning up'))).toEqual([]);
});
