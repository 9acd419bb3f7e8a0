import { expect, onTestFinished, test, vi } from 'vitest';
import { fillSearch, importRecords, newStore, record, storeOpener } from '../../../tests/support/store.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const at = '2026-01-02T03:04:05.000Z';
const byId = { by: 'id', descending: false } as const;

test('documents keep what the file gave, and get an id of their own where it gave none', async () => {
  const store = await newStore({ kind: 'multi' });
  await importRecords(store, [
    record('one', {
      externalId: 'A-1',
      labels: ['b', 'a', 'b'],
      dataset: 'test',
      language: 'de',
      fields: { from: 'eva' },
    }),
    record('two', { labels: [] }),
    record('  '),
  ]);
  const [b, a] = store.classes.list();
  expect([b?.name, a?.name]).toEqual(['b', 'a']);
  expect(store.documents.get(1)).toMatchObject({
    externalId: 'A-1',
    text: 'one',
    snippet: 'one',
    length: 3,
    labels: [b!.id, a!.id],
    dataset: 'test',
    language: 'de',
    unsure: false,
    labelledAt: null,
    suggestion: null,
    fields: { from: 'eva' },
  });
  expect(store.documents.get(2)).toMatchObject({ externalId: '2', labels: [], fields: null });
  expect(store.documents.get(3)?.labels).toBeNull();
});

test('in a single-label project an empty list is unlabelled, and two labels are refused', async () => {
  const store = await newStore();
  await importRecords(store, [record('one', { labels: [] })]);
  expect(store.documents.get(1)?.labels).toBeNull();
  const id = await store.imports.start({ sources: [], startedAt: at });
  expect(() => store.imports.addChunk(id, [record('two', { labels: ['a', 'b'] })], 'keep')).toThrow(
    expect.objectContaining({ code: 'bad_request' }),
  );
});

test('new classes get the next colours, positions and free keys', async () => {
  const store = await newStore();
  store.classes.insert({ name: 'own', description: '', color: '#000000', key: '2', position: 0 });
  const { counts } = await importRecords(store, [
    record('1', { labels: ['own'] }),
    record('2', { labels: ['x'] }),
    record('3', { labels: ['y'] }),
    record('4', { labels: ['x'] }),
  ]);
  expect(counts.newClasses).toEqual(['x', 'y']);
  expect(store.classes.list().map(({ name, key, position }) => [name, key, position])).toEqual([
    ['own', '2', 0],
    ['x', null, 1],
    ['y', '3', 2],
  ]);
});

test('nobody sees the documents of an import before it is done', async () => {
  const store = await newStore();
  await importRecords(store, [record('seen before', { labels: ['a'] })]);
  fillSearch(store);
  const id = await store.imports.start({ sources: [], startedAt: at });
  store.imports.addChunk(id, [record('seen later', { labels: ['a'], dataset: 'train' })], 'keep');
  fillSearch(store);
  const look = async () => ({
    row: store.documents.rows([2]).length,
    document: store.documents.get(2)?.text,
    labels: store.documents.labels(2),
    withClass: store.documents.idsWithClass(1, 0, 10),
    ids: [...(await store.reader.ids({}, byId)).ids],
    classIds: [...(await store.reader.ids({ classIds: [1] }, byId)).ids],
    search: [...(await store.reader.ids({ search: 'seen' }, byId)).ids],
    documents: (await store.reader.counts()).documents,
    classes: (await store.reader.counts()).classes,
    fingerprint: (await store.reader.fingerprint(['train'])).documents,
    labelled: (await store.reader.unplaced(true)).length,
    progress: store.search.progress(),
  });
  expect(await look()).toEqual({
    row: 0,
    document: undefined,
    labels: undefined,
    withClass: [1],
    ids: [1],
    classIds: [1],
    search: [1],
    documents: 1,
    classes: [{ classId: 1, train: 0, validation: 0, test: 0, none: 1 }],
    fingerprint: 0,
    labelled: 1,
    progress: { indexed: 1, total: 1 },
  });
  store.imports.finish(id, {});
  fillSearch(store);
  expect(await look()).toMatchObject({
    row: 1,
    document: 'seen later',
    withClass: [1, 2],
    ids: [1, 2],
    search: [1, 2],
    documents: 2,
    fingerprint: 1,
    progress: { indexed: 2, total: 2 },
  });
});

test('removing an import takes its documents, index entries and unused classes away, and no id comes again', async () => {
  const store = await newStore();
  await importRecords(store, [record('kept apple', { labels: ['fruit'] })]);
  const { id } = await importRecords(
    store,
    Array.from({ length: 450 }, (_, line) =>
      record(`apple ${line}`, { labels: [line % 2 ? 'fruit' : 'new'] }),
    ),
  );
  fillSearch(store);
  expect(store.search.progress()).toEqual({ indexed: 451, total: 451 });
  const removed = store.imports.remove(id);
  // Hidden before the first yield.
  expect(store.documents.get(2)).toBeUndefined();
  await removed;
  expect([...(await store.reader.ids({ search: 'apple' }, byId)).ids]).toEqual([1]);
  expect(store.search.progress()).toEqual({ indexed: 1, total: 1 });
  expect(store.classes.list().map((found) => found.name)).toEqual(['fruit']);
  expect(store.imports.list().map(({ state }) => state)).toEqual(['removed', 'done']);
  expect(await store.reader.check()).toEqual([]);
  await importRecords(store, [record('apple again')]);
  expect([...(await store.reader.ids({}, byId)).ids]).toEqual([1, 452]);
  fillSearch(store);
  expect([...(await store.reader.ids({ search: 'again' }, byId)).ids]).toEqual([452]);
});

test('an import that a crash or a closing interrupted is left for the next session, unseen', async () => {
  const store = await newStore();
  const id = await store.imports.start({ sources: ['a.csv'], startedAt: at });
  store.imports.addChunk(
    id,
    Array.from({ length: 600 }, (_, line) => record(`text ${line}`, { labels: ['a'] })),
    'keep',
  );
  const removal = store.imports.remove(id);
  const interrupted = expect(removal).rejects.toThrow(expect.objectContaining({ code: 'interrupted' }));
  await store.close();
  await interrupted;
  const again = await storeOpener().open(store.path);
  onTestFinished(() => again.close());
  expect(again.imports.unfinished()).toEqual([id]);
  expect((await again.reader.counts()).documents).toBe(0);
  expect(() => again.imports.addChunk(id, [], 'keep')).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  );
  await again.imports.remove(id);
  expect(again.imports.unfinished()).toEqual([]);
  expect(again.classes.list()).toEqual([]);
  expect((await again.reader.ids({}, byId)).ids).toHaveLength(0);
});

test('a chunk that fails leaves nothing behind', async () => {
  const store = await newStore();
  const id = await store.imports.start({ sources: [], startedAt: at });
  const bad = record('b', { labels: ['x', 'y'] });
  expect(() => store.imports.addChunk(id, [record('a', { labels: ['x'] }), bad], 'keep')).toThrow();
  expect(store.imports.addChunk(id, [record('a', { labels: ['x'] })], 'keep')).toMatchObject({
    imported: 1,
    duplicates: 0,
    newClasses: ['x'],
  });
  store.imports.finish(id, {});
  expect((await store.reader.counts()).documents).toBe(1);
});

test('finishing twice, or what never began, is an error', async () => {
  const store = await newStore();
  const { id } = await importRecords(store, []);
  const missing = expect.objectContaining({ code: 'not_found' });
  expect(() => store.imports.finish(id, {})).toThrow(missing);
  expect(() => store.imports.finish(99, {})).toThrow(missing);
  await expect(store.imports.remove(99)).rejects.toThrow(missing);
  expect(store.imports.list()).toEqual([
    {
      id,
      state: 'done',
      startedAt: at,
      sources: ['file.csv'],
      report: { done: true },
      firstDocumentId: null,
    },
  ]);
});

test('documents that people labelled stay when their import is removed', async () => {
  const store = await newStore();
  const { id } = await importRecords(
    store,
    Array.from({ length: 4100 }, (_, index) => record(`text ${index}`, { labels: ['a'] })),
  );
  const operation = store.operations.insert({
    kind: 'bulk-label',
    title: 'Label',
    annotator: 'Eva',
    source: 'documents',
    at,
    details: null,
    reverts: null,
    finished: true,
  });
  for (const documentId of [1, 2000, 2001, 4100]) {
    store.operations.addChange(operation, { documentId, field: 'labels', before: 'null', after: '[1]' });
  }
  expect(await store.imports.keepLabelled(id)).toBe(4);
  expect((await store.reader.counts()).documents).toBe(4100);
  await store.imports.remove(id);
  expect([...(await store.reader.ids({}, byId)).ids]).toEqual([1, 2000, 2001, 4100]);
  expect(store.imports.list()).toMatchObject([{ state: 'done', firstDocumentId: 1 }, { state: 'removed' }]);
  store.operations.setUndoneBy(operation, operation);
  expect(await store.imports.keepLabelled(id)).toBe(0);
  expect(await store.reader.check()).toEqual([]);
});
