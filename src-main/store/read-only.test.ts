import { expect, onTestFinished, test, vi } from 'vitest';
import { importRecords, newStore, record } from '../../tests/support/store.ts';
import type { ModelReceipt } from '../domain/model.ts';
import { textHash } from '../domain/text-hash.ts';
import { openReadOnly, type ReadOnlyProject, type StreamOptions } from './read-only.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

function open(path: string): ReadOnlyProject {
  const project = openReadOnly(path);
  onTestFinished(() => project.close());
  return project;
}

const streamed = (project: ReadOnlyProject, options: StreamOptions) =>
  [...project.streamDocuments(options)].map((batch) => batch.map(({ id }) => id));

test('streams batches by id, filtered by label and dataset, from a project that is open elsewhere', async () => {
  const store = await newStore({ kind: 'multi', language: 'de' });
  await importRecords(store, [
    record('one', {
      externalId: 'x',
      labels: ['b', 'a'],
      dataset: 'train',
      language: 'fr',
      fields: { f: '1' },
    }),
    record('two', { labels: [], dataset: 'test' }),
    record('three', { dataset: 'train' }),
    record('four', { labels: ['a'] }),
    record('five', { labels: ['a'], dataset: 'validation' }),
  ]);
  const running = await store.imports.start({ sources: [], startedAt: '' });
  store.imports.addChunk(running, [record('hidden', { labels: ['a'], dataset: 'train' })], 'keep');
  const project = open(store.path);
  expect([project.kind, project.language, project.classes()]).toEqual(['multi', 'de', store.classes.list()]);
  expect(streamed(project, {})).toEqual([[1, 2, 3, 4, 5]]);
  expect(streamed(project, { batch: 2 })).toEqual([[1, 2], [3, 4], [5]]);
  expect(streamed(project, { labelled: true })).toEqual([[1, 2, 4, 5]]);
  expect(streamed(project, { labelled: false })).toEqual([[3]]);
  expect(streamed(project, { labelled: true, datasets: ['train', null] })).toEqual([[1, 4]]);
  expect(streamed(project, { datasets: [] })).toEqual([]);
  const [[first, second]] = [...project.streamDocuments()] as [readonly object[]];
  expect(first).toEqual({
    id: 1,
    externalId: 'x',
    text: 'one',
    textHash: textHash('one'),
    labels: [1, 2],
    dataset: 'train',
    language: 'fr',
    fields: { f: '1' },
    excluded: false,
  });
  expect(second).toMatchObject({ externalId: '2', labels: [], fields: null });
  expect(project.documentsByIds([4, 99, 1]).map(({ text }) => text)).toEqual(['four', 'one']);
  expect(project.fingerprint(['test', 'train'])).toEqual(await store.reader.fingerprint(['test', 'train']));
});

test('a batch of long documents ends early', async () => {
  const store = await newStore();
  await importRecords(
    store,
    Array.from({ length: 5 }, (_, line) => record(`${line}`.repeat(1_500_000))),
  );
  expect(streamed(open(store.path), {})).toEqual([
    [1, 2, 3],
    [4, 5],
  ]);
});

test('holds nothing between batches: the log can be carried over, and changes show up', async () => {
  const store = await newStore();
  await importRecords(store, [record('a', { labels: ['x'] }), record('b', { labels: ['x'] })]);
  const project = open(store.path);
  const batches = project.streamDocuments({ batch: 1 });
  batches.next();
  store.documents.setLabels(2, null, null);
  expect(batches.next().value).toMatchObject([{ id: 2, labels: null }]);
});

test('reads models from a project that is closed', async () => {
  const store = await newStore();
  const fields = {
    name: 'm',
    kind: 'single' as const,
    family: 'linear',
    createdAt: '',
    seconds: 1,
    classes: [],
    receipt: {} as ModelReceipt,
    historyPoint: null,
  };
  const id = store.models.begin(fields);
  store.models.addPart(id, 0, Uint8Array.of(1, 2, 3));
  store.models.publish(id, null);
  await store.close();
  const project = open(store.path);
  expect(project.model(id)).toMatchObject({ name: 'm', bytes: 3 });
  expect([...project.modelArtefact(id)]).toEqual([1, 2, 3]);
  expect(() => project.modelArtefact(id + 1)).toThrow(expect.objectContaining({ code: 'model_not_found' }));
});

test('a file that is not there', () => {
  expect(() => openReadOnly('/nowhere/a.winnow')).toThrow(
    expect.objectContaining({ code: 'file_not_found' }),
  );
});
