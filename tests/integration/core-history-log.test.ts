import { existsSync, readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import {
  type CoreBench,
  createCoreBench,
  importRows,
  openAgain,
  openStore,
  settledCounts,
} from './support/core.ts';
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

const id = (name: string): number => ids[name]!;
const label = (documentId: number, name: string | null) =>
  project.documents.setLabels(documentId, name === null ? null : [id(name)], 'label');
const entries = (filter: Parameters<Project['historyLog']['entries']>[0] = {}) =>
  project.historyLog.entries(filter, 0, 100).rows;
const newest = () => entries()[0]!.operationId;

describe('the log', () => {
  test('lists steps newest first, filtered and by pages, with what was taken back', async () => {
    core.application.updateSettings({ annotator: 'Eva' });
    await open('single', [['a'], ['b'], null]);
    label(1, 'b');
    core.application.updateSettings({ annotator: 'Max' });
    project.documents.setLabels(2, [id('a')], 'review');
    await project.documents.bulkDataset({ ids: [1, 2, 3] }, 'test');
    await project.history.undo();
    const rows = entries();
    expect(
      rows.map(({ kind, title, annotator, source, documents, undone }) => [
        kind,
        title,
        annotator,
        source,
        documents,
        undone,
      ]),
    ).toEqual([
      ['bulk-dataset', 'Move 3 documents to Test', 'Max', 'documents', 3, false],
      ['bulk-dataset', 'Move 3 documents to Test', 'Max', 'documents', 3, true],
      ['label', 'Label “a”', 'Max', 'review', 1, false],
      ['label', 'Label “b”', 'Eva', 'label', 1, false],
    ]);
    expect(rows.map(({ reverts }) => reverts)).toEqual([rows[1]!.operationId, null, null, null]);
    expect(entries({ annotator: 'Eva' }).map(({ title }) => title)).toEqual(['Label “b”']);
    expect(entries({ sources: ['review'] })).toHaveLength(1);
    const today = new Date().toISOString().slice(0, 10);
    expect(entries({ kinds: ['label'], from: today, to: today })).toHaveLength(2);
    expect(entries({ to: '2020-01-01' })).toEqual([]);
    expect(project.historyLog.entries({}, 1, 2)).toEqual({ total: 4, rows: rows.slice(1, 3) });
    expect(() => entries({ from: 'yesterday' })).toThrow(/no day/);
    expect(project.historyLog.annotators()).toEqual(['Eva', 'Max']);
  });

  test('tells who changed a document, when, from what to what, and why', async () => {
    await open('single', [['a'], ['b']]);
    label(1, 'b');
    await project.schema.merge([id('b')], id('a'));
    project.documents.setDataset(1, 'train', 'documents');
    expect(project.historyLog.ofDocument(1)).toMatchObject([
      { kind: 'dataset', field: 'dataset', before: null, after: 'train', source: 'documents' },
      {
        kind: 'class-merge',
        field: 'labels',
        before: [id('b')],
        after: [id('a')],
        title: 'Merge “b” into “a”',
      },
      { kind: 'label', field: 'labels', before: [id('a')], after: [id('b')], source: 'label' },
    ]);
    expect(() => project.historyLog.ofDocument(99)).toThrow(/no document 99/);
  });
});

describe('taking back one step', () => {
  test('reverses it alone, whatever came after it', async () => {
    await open('single', [null, null, null, null, ['a'], ['b']]);
    await project.documents.bulkLabel({ ids: [1, 2, 3, 4] }, { type: 'set', classId: id('a') });
    const bulk = newest();
    label(2, 'b');
    label(3, 'b');
    label(3, 'a');
    project.documents.setDataset(4, 'test', 'label');
    expect(await project.historyLog.revert(bulk)).toMatchObject({ changed: 2, skipped: 2 });
    expect(labelNames(project, 4)).toEqual([null, ['b'], ['a'], null]);
    expect(project.documents.get(4).dataset).toBe('test');
    expect(entries().find(({ operationId }) => operationId === bulk)).toMatchObject({ undone: true });
    expect(entries()[0]).toMatchObject({ title: 'Take back “Label 4 documents “a””', reverts: bulk });
    await expect(project.historyLog.revert(bulk)).rejects.toMatchObject({ code: 'bad_request' });
  });

  test('is a step of its own: undone, redone, and itself taken back, across a restart', async () => {
    await open('single', [null, null, ['a'], ['b']]);
    label(1, 'a');
    const first = newest();
    label(2, 'b');
    await project.historyLog.revert(first);
    const revert = newest();
    expect(labelNames(project, 2)).toEqual([null, ['b']]);
    await core.close();
    core = bench.start();
    project = await openAgain(bench, core);
    expect(project.history.state()).toMatchObject({ undo: { title: 'Take back “Label “a””' }, redo: null });
    await project.history.undo();
    expect(labelNames(project, 2)).toEqual([['a'], ['b']]);
    expect(project.history.state()).toMatchObject({
      undo: { title: 'Label “b”' },
      redo: { title: 'Take back “Label “a””' },
    });
    await project.history.redo();
    expect(labelNames(project, 2)).toEqual([null, ['b']]);
    await project.historyLog.revert(revert);
    expect(labelNames(project, 2)).toEqual([['a'], ['b']]);
    await project.historyLog.revert(first);
    expect(labelNames(project, 2)).toEqual([null, ['b']]);
  });

  test('brings back what was undone, though other steps came since', async () => {
    await open('single', [null, null, ['a'], ['b']]);
    label(1, 'a');
    await project.history.undo();
    const undo = newest();
    label(2, 'b');
    expect(project.history.state().redo).toBeNull();
    expect(await project.historyLog.revert(undo)).toMatchObject({ title: 'Label “a”', changed: 1 });
    expect(labelNames(project, 2)).toEqual([['a'], ['b']]);
    await expect(project.historyLog.revert(undo)).rejects.toThrow(/stands already/);
    await project.historyLog.revert(newest());
    expect(labelNames(project, 2)).toEqual([null, ['b']]);
  });

  test('an older label does not come back over a newer one that was itself taken back', async () => {
    await open('single', [null, ['a'], ['b'], ['c']]);
    label(1, 'a');
    const first = newest();
    label(1, 'b');
    const second = newest();
    label(1, 'c');
    expect(await project.historyLog.revert(second)).toMatchObject({ changed: 0, skipped: 1 });
    expect(await project.historyLog.revert(first)).toMatchObject({ changed: 0, skipped: 1 });
    expect(labelNames(project, 1)).toEqual([['c']]);
    await project.history.undo();
    await project.history.undo();
    await project.history.undo();
    await project.historyLog.revert(second);
    expect(labelNames(project, 1)).toEqual([['a']]);
    await project.historyLog.revert(first);
    expect(labelNames(project, 1)).toEqual([null]);
  });

  test('of an import keeps the documents that people labelled since', async () => {
    await open('single', [['a']]);
    const rows = ['x', 'y', 'z', null].map((name, index) => ({
      text: `New ${index}`,
      ...(name === null ? {} : { label: name }),
    }));
    await importRows(bench, project, rows);
    const imported = newest();
    label(3, 'a');
    project.documents.setVerified(4, true, 'review');
    project.documents.setDataset(2, 'train', 'label');
    label(5, 'a');
    await project.history.undo();
    expect(await project.historyLog.revert(imported)).toMatchObject({ changed: 2, skipped: 2 });
    const { queryId, total } = await project.documents.query({}, { by: 'id', descending: false });
    expect(project.documents.page(queryId, 0, total).rows.map((row) => row.id)).toEqual([1, 3, 4]);
    expect(classNames(project)).toEqual(['a', 'z']);
    await expect(project.historyLog.revert(imported)).rejects.toMatchObject({ code: 'bad_request' });
    await expect(project.historyLog.revert(newest())).rejects.toThrow(/cannot be brought back/);
    expect((await settledCounts(project)).documents).toBe(3);
  });
});

describe('a snapshot', () => {
  /** A model as a training leaves it, without its minutes: what counts here is its place in history. */
  async function addModel(kind: 'single' | 'multi', withPoint = true): Promise<number> {
    const classes = project.classes.list().map((entry) => ({ classId: entry.id, name: entry.name }));
    await core.close();
    const store = await openStore(bench.path('test.winnow'));
    const modelId = store.models.begin({
      name: 'm',
      kind,
      family: 'linear',
      createdAt: '2026-01-02T03:04:05.000Z',
      seconds: 1,
      classes,
      receipt: {} as never,
      historyPoint: withPoint ? store.operations.newestId() : null,
    });
    store.models.publish(modelId, null);
    await store.close();
    core = bench.start();
    project = await openAgain(bench, core);
    return modelId;
  }
  const stateOf = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const { dataset, excluded } = project.documents.get(index + 1);
      return [labelNames(project, index + 1)[index], dataset, excluded];
    });

  async function changeAfterModel(): Promise<void> {
    label(1, 'b');
    label(1, null);
    project.documents.setDataset(2, 'test', 'label');
    project.documents.setExcluded(3, true, 'documents');
    await project.schema.merge([id('c')], id('b'));
    await importRows(bench, project, [{ text: 'later', label: 'b' }]);
    project.documents.setLabels(6, [id('a')], 'label');
  }

  test('comes back here, after a backup, as one step', async () => {
    await open('single', [['a'], ['b'], ['c'], ['c'], null]);
    const modelId = await addModel('single');
    const before = stateOf(5);
    await changeAfterModel();
    const after = stateOf(6);
    expect(await project.historyLog.snapshotPreview(modelId)).toEqual({
      changed: 4,
      importedSince: 1,
      removedSince: 0,
      classes: ['c'],
      kind: null,
    });
    const { changed, path } = await project.historyLog.restoreSnapshot(modelId, { kind: 'here' });
    expect(changed).toBe(4);
    expect(path).toContain('test.winnow-backups');
    expect(existsSync(path)).toBe(true);
    expect(stateOf(5)).toEqual(before);
    expect(labelNames(project, 6)[5]).toEqual(['a']);
    expect(classNames(project)).toEqual(['a', 'b', 'c']);
    expect(await project.historyLog.snapshotPreview(modelId)).toMatchObject({ changed: 0, classes: [] });

    await core.close();
    core = bench.start();
    project = await openAgain(bench, core);
    expect(project.history.state().undo?.title).toBe('Restore the labels of “m”');
    await project.history.undo();
    expect(stateOf(6)).toEqual(after);
    expect(classNames(project)).toEqual(['a', 'b']);
  });

  test('comes back in a copy, which leaves the project as it is', async () => {
    await open('single', [['a'], ['b'], ['c'], ['c'], null]);
    const modelId = await addModel('single');
    const before = stateOf(5);
    await changeAfterModel();
    const after = stateOf(6);
    const target = { kind: 'copy', path: bench.path('snapshot') } as const;
    const { changed, path } = await project.historyLog.restoreSnapshot(modelId, target);
    expect([changed, path]).toEqual([4, bench.path('snapshot.winnow')]);
    expect(stateOf(6)).toEqual(after);
    expect(readdirSync(bench.folder).filter((name) => name.startsWith('snapshot'))).toEqual([
      'snapshot.winnow',
    ]);
    await expect(project.historyLog.restoreSnapshot(modelId, target)).rejects.toMatchObject({
      code: 'already_exists',
    });
    project = core.project((await core.projects.open(path)).id);
    expect(stateOf(5)).toEqual(before);
    expect(project.history.state().undo?.title).toBe('Restore the labels of “m”');
    expect(bench.problems).toEqual([]);
  });

  test('of a multi-label model makes the project multi-label again', async () => {
    await open('multi', [['a', 'b'], [], ['a']]);
    const modelId = await addModel('multi');
    await project.schema.convert('single');
    expect(project.models.get(modelId).kind).toBe('multi');
    expect(await project.historyLog.snapshotPreview(modelId)).toMatchObject({ changed: 2, kind: 'multi' });
    await project.historyLog.restoreSnapshot(modelId, { kind: 'here' });
    expect(project.info().kind).toBe('multi');
    expect(labelNames(project, 3)).toEqual([['a', 'b'], [], ['a']]);
    await project.history.undo();
    expect(project.info().kind).toBe('single');
    expect(labelNames(project, 3)).toEqual([null, null, ['a']]);
  });

  test('counts documents that are gone, and is refused for models of earlier versions', async () => {
    await open('single', [['a']]);
    await importRows(bench, project, [{ text: 'one', label: 'b' }, { text: 'two' }]);
    const imported = newest();
    const modelId = await addModel('single');
    await project.historyLog.revert(imported);
    expect(await project.historyLog.snapshotPreview(modelId)).toMatchObject({
      removedSince: 2,
      importedSince: 0,
      classes: ['b'],
    });
    project.models.delete(modelId);
    const old = await addModel('single', false);
    const refused = { code: 'no_history_point' };
    await expect(project.historyLog.snapshotPreview(old)).rejects.toMatchObject(refused);
    const here = project.historyLog.restoreSnapshot(old, { kind: 'here' });
    await expect(here).rejects.toMatchObject(refused);
    expect(existsSync(bench.path('test.winnow-backups'))).toBe(false);
  });
});
