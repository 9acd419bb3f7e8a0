import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { projectFields } from '../../../tests/support/project-fields.ts';
import {
  fillSearch,
  importRecords,
  newStore,
  readerEntry,
  record,
  storeOpener,
  temporaryFolder,
} from '../../../tests/support/store.ts';
import type { ProjectStore } from '../../core/ports/store.ts';
import type { DocumentFilter, DocumentSort } from '../../domain/document.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { textHash } from '../../domain/text-hash.ts';
import { createReader } from './reader.ts';
import { ReaderThread } from './thread.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const ascending = { by: 'id', descending: false } as const;

let store: ProjectStore;

/** A project that lasts for a group of tests. */
async function sharedStore(fields: Partial<typeof projectFields> = {}): Promise<ProjectStore> {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-reader-'));
  const created = await storeOpener().create(path.join(folder, 'a.winnow'), { ...projectFields, ...fields });
  afterAll(async () => {
    await created.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return created;
}

async function ids(filter: DocumentFilter, sort: DocumentSort = ascending): Promise<readonly number[]> {
  return [...(await store.reader.ids(filter, sort)).ids];
}

describe('ids', () => {
  let listed: ProjectStore;

  beforeAll(async () => {
    listed = await sharedStore({ kind: 'multi' });
    store = listed;
    await importRecords(store, [
      record('ccc', { externalId: 'x2', labels: ['a'], dataset: 'train', language: 'en' }),
      record('a', { externalId: 'x10', labels: ['b'], dataset: 'test' }),
      record('bb', { externalId: 'x1', labels: ['a', 'b'] }),
      record('dddd', { labels: [], dataset: 'validation' }),
      record('e', {}),
    ]);
    store.documents.setLabels(3, [1, 2], '2026-02-02T00:00:00.000Z');
    store.documents.setLabels(1, [1], '2026-03-03T00:00:00.000Z');
    store.documents.setUnsure(2, true);
  });

  beforeEach(() => {
    store = listed;
  });

  test.each<[DocumentFilter, readonly number[]]>([
    [{}, [1, 2, 3, 4, 5]],
    [{ classIds: [1] }, [1, 3]],
    [{ classIds: [1, 2] }, [1, 2, 3]],
    [{ classIds: [] }, [1, 2, 3, 4, 5]],
    [{ classIds: [99] }, []],
    [{ labelled: true }, [1, 2, 3, 4]],
    [{ labelled: false }, [5]],
    [{ unsure: true }, [2]],
    [{ datasets: ['train', 'test'] }, [1, 2]],
    [{ datasets: ['none', 'validation'] }, [3, 4, 5]],
    [{ language: 'en' }, [1]],
    [{ classIds: [1, 2], labelled: true, datasets: ['none'], unsure: false }, [3]],
  ])('that pass %j', async (filter, expected) => {
    expect(await ids(filter)).toEqual(expected);
  });

  test.each<[DocumentSort, readonly number[]]>([
    [{ by: 'id', descending: true }, [5, 4, 3, 2, 1]],
    [{ by: 'relevance', descending: true }, [5, 4, 3, 2, 1]],
    [{ by: 'externalId', descending: false }, [4, 5, 3, 2, 1]],
    [{ by: 'externalId', descending: true }, [1, 2, 3, 5, 4]],
    [{ by: 'length', descending: false }, [2, 5, 3, 1, 4]],
    [{ by: 'length', descending: true }, [4, 1, 3, 5, 2]],
    [{ by: 'labelledAt', descending: true }, [1, 3, 2, 4, 5]],
    [{ by: 'labelledAt', descending: false }, [3, 1, 2, 4, 5]],
  ])('in the order %j', async (sort, expected) => {
    expect(await ids({}, sort)).toEqual(expected);
    expect(await ids({ datasets: ['train', 'none'] }, sort)).toEqual(
      expected.filter((id) => [1, 3, 5].includes(id)),
    );
  });

  test('in a random order that the seed alone decides, and that more documents do not disturb', async () => {
    await importRecords(
      store,
      Array.from({ length: 200 }, (_, line) => record(`more ${line}`)),
    );
    const shuffled = (seed: number) => ids({}, { by: 'random', descending: false, seed });
    const first = await shuffled(7);
    expect([...first].sort((a, b) => a - b)).toEqual(await ids({}));
    expect(first).not.toEqual(await ids({}));
    expect(await shuffled(8)).not.toEqual(first);
    await importRecords(store, [record('one more')]);
    expect((await shuffled(7)).filter((id) => id !== 206)).toEqual(first);
  });
});

describe('search', () => {
  let searched: ProjectStore;

  beforeAll(async () => {
    searched = await sharedStore();
    store = searched;
    await importRecords(store, [
      record('The parcel was late, very late', { labels: ['late'] }),
      record('Refund for the late delivery please, I waited for weeks and nobody ever answered me'),
      record('東京都の天気は晴れです'),
      record('京東商城的快递很慢'),
      record('ราคาสินค้าแพงมาก'),
      record('Crème brûlée at mail@example.org'),
      record('late "quoted" AND NOT (this)'),
    ]);
    fillSearch(store);
  });

  beforeEach(() => {
    store = searched;
  });

  test.each<[string, readonly number[]]>([
    ['late', [1, 2, 7]],
    ['LATE deliv', [2]],
    ['lat', [1, 2, 7]],
    ['lat delivery', []],
    ['creme BRULEE', [6]],
    ['example.org', [6]],
    ['org.example', []],
    ['天気', [3]],
    ['東京', [3]],
    ['京東', [4]],
    ['京都', [3]],
    ['気', [3]],
    ['東', [3, 4]],
    ['東京都の天気', [3]],
    ['快递很慢', [4]],
    ['很快', []],
    ['สินค้า', [5]],
    ['แพงมาก', [5]],
    ['"quoted"', [7]],
    ['AND NOT', [7]],
    ['late OR refund', []],
    ['text:late', []],
    ['late*', [1, 2, 7]],
    ['^late', [1, 2, 7]],
    ['NEAR(late delivery)', []],
    ['"', []],
    ['" AND "', [2, 7]],
    [`'); DROP TABLE document; --`, []],
    ['\u0000', []],
    ['   ', [1, 2, 3, 4, 5, 6, 7]],
  ])('for %j', async (search, expected) => {
    expect(await ids({ search })).toEqual(expected);
  });

  test('goes with filters and every order', async () => {
    expect(await ids({ search: 'late', labelled: true })).toEqual([1]);
    expect(await ids({ search: 'late' }, { by: 'id', descending: true })).toEqual([7, 2, 1]);
    expect(await ids({ search: 'late' }, { by: 'length', descending: false })).toEqual([7, 1, 2]);
    // Twice in a short text before once in a short one before once in a long one.
    expect(await ids({ search: 'late' }, { by: 'relevance', descending: true })).toEqual([1, 7, 2]);
  });

  test('does not find what is not indexed yet', async () => {
    await importRecords(store, [record('late again')]);
    expect(await ids({ search: 'late' })).toEqual([1, 2, 7]);
    expect(store.search.progress()).toEqual({ indexed: 7, total: 8 });
    fillSearch(store);
    expect(await ids({ search: 'late' })).toEqual([1, 2, 7, 8]);
  });
});

test('a search stops at its cap with the newest documents', async () => {
  store = await newStore();
  await importRecords(
    store,
    Array.from({ length: 50_001 }, (_, line) => record(`word ${line}`, { externalId: 'same' })),
  );
  await importRecords(store, [record('wordy')]);
  fillSearch(store);
  const found = await store.reader.ids({ search: 'word' }, { by: 'relevance', descending: true });
  expect(found.capped).toBe(true);
  expect(found.ids).toHaveLength(50_000);
  expect([found.ids[0], found.ids.at(-1)]).toEqual([50_001, 2]);
  const sorted = await store.reader.ids({ search: 'word' }, { by: 'length', descending: false });
  expect(sorted.capped).toBe(true);
  // The document left out is the oldest, not the one that comes last in this order.
  expect(sorted.ids[0]).toBe(2);
  const byId = await store.reader.ids({ search: 'word' }, { by: 'id', descending: false });
  expect([byId.ids[0], byId.ids.at(-1)]).toEqual([2, 50_001]);
  // A word that fills the list by itself leaves longer ones out; a beginning finds them.
  const beginning = await store.reader.ids({ search: 'wor' }, { by: 'relevance', descending: true });
  expect(beginning.ids[0]).toBe(50_002);
});

test('counts by dataset and class', async () => {
  store = await newStore({ kind: 'multi' });
  await importRecords(store, [
    record('1', { labels: ['a', 'b'], dataset: 'train' }),
    record('2', { labels: ['a'], dataset: 'test' }),
    record('3', { labels: ['a'] }),
    record('4', { labels: [], dataset: 'validation' }),
    record('5', { dataset: 'train' }),
  ]);
  store.documents.setUnsure(5, true);
  const unused = store.classes.insert({
    name: 'c',
    description: '',
    color: '#111111',
    key: null,
    position: 9,
  });
  expect(await store.reader.counts()).toEqual({
    documents: 5,
    labelled: 4,
    unsure: 1,
    excluded: 0,
    suggested: 0,
    documentsIn: { train: 2, validation: 1, test: 1, none: 1 },
    labelledIn: { train: 1, validation: 1, test: 1, none: 1 },
    classes: [
      { classId: 1, train: 1, validation: 0, test: 1, none: 1 },
      { classId: 2, train: 1, validation: 0, test: 0, none: 0 },
      { classId: unused, train: 0, validation: 0, test: 0, none: 0 },
    ],
  });
});

test('a fingerprint names ids, texts and class names of the labelled documents', async () => {
  store = await newStore({ kind: 'multi' });
  await importRecords(store, [
    record('one', { labels: ['b', 'a'], dataset: 'test' }),
    record('two', { labels: [], dataset: 'test' }),
    record('three', { dataset: 'test' }),
    record('four', { labels: ['a'], dataset: 'train' }),
  ]);
  const before = await store.reader.fingerprint(['test']);
  expect(before).toEqual({
    documents: 2,
    fingerprint: fingerprint([
      { id: 1, textHash: textHash('one'), classes: ['a', 'b'] },
      { id: 2, textHash: textHash('two'), classes: [] },
    ]),
  });
  store.classes.update(1, { color: '#123456' });
  store.documents.setLabels(4, null, null);
  expect(await store.reader.fingerprint(['test'])).toEqual(before);
  store.classes.update(1, { name: 'c' });
  expect((await store.reader.fingerprint(['test'])).fingerprint).not.toBe(before.fingerprint);
});

test('on request a fingerprint also covers texts without labels, those of the test set left out', async () => {
  store = await newStore({ kind: 'single' });
  await importRecords(store, [
    record('one', { labels: ['a'], dataset: 'train' }),
    record('two', { dataset: 'train' }),
    record('three', { dataset: 'test' }),
    record('four', {}),
    record('five', { labels: ['a'] }),
  ]);
  const covered = () => store.reader.fingerprint(['train', 'validation'], true);
  const before = await covered();
  expect(before).toEqual({
    documents: 3,
    fingerprint: fingerprint([
      { id: 1, textHash: textHash('one'), classes: ['a'] },
      { id: 2, textHash: textHash('two'), classes: null },
      { id: 4, textHash: textHash('four'), classes: null },
    ]),
  });
  store.documents.setDataset(4, 'test');
  expect((await covered()).documents).toBe(2);
  expect(await store.reader.textVolume()).toEqual({
    labelled: { documents: 2, characters: 7 },
    unlabelled: { documents: 1, characters: 3 },
  });
});

test('the automatic draw gets labelled documents, those without a place or all', async () => {
  store = await newStore({ kind: 'multi' });
  await importRecords(store, [
    record('1', { labels: ['a', 'b'] }),
    record('2', { labels: ['a'], dataset: 'test' }),
    record('3'),
    record('4', { labels: [] }),
  ]);
  expect(await store.reader.unplaced(false)).toEqual([
    { id: 1, classes: [1, 2] },
    { id: 4, classes: [] },
  ]);
  expect(await store.reader.unplaced(true)).toEqual([
    { id: 1, classes: [1, 2] },
    { id: 2, classes: [1] },
    { id: 4, classes: [] },
  ]);
});

test('the draw places what the automatic draw gets, off the main thread', async () => {
  store = await newStore();
  await importRecords(
    store,
    Array.from({ length: 50 }, (_, line) => record(`${line}`, { labels: line < 40 ? ['a'] : null })),
  );
  const percentages = { train: 50, validation: 25, test: 25 };
  const { ids: drawn, places } = await store.reader.draw({ all: false, percentages, seed: 1 });
  expect([...drawn]).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  expect([0, 1, 2].map((place) => places.filter((found) => found === place).length)).toEqual([20, 10, 10]);
  await expect(
    store.reader.draw({ all: false, percentages: { ...percentages, train: 10 }, seed: 1 }),
  ).rejects.toThrow(expect.objectContaining({ code: 'bad_request' }));
});

describe('cancelling', () => {
  const cancelled = expect.objectContaining({ code: 'cancelled' });

  test('ends the running query, and waiting ones are answered by a new thread', async () => {
    store = await newStore();
    await importRecords(store, [record('a')]);
    const thread = new ReaderThread({ entry: readerEntry, path: store.path });
    onTestFinished(() => thread.close());
    const controller = new AbortController();
    const running = thread.query('check', [], controller.signal);
    const waiting = thread.query('counts', []);
    const dropped = new AbortController();
    const waitingToo = thread.query('counts', [], dropped.signal);
    dropped.abort();
    await expect(waitingToo).rejects.toThrow(cancelled);
    controller.abort();
    await expect(running).rejects.toThrow(cancelled);
    expect((await waiting).documents).toBe(1);
    await expect(thread.query('counts', [], controller.signal)).rejects.toThrow(cancelled);
  });

  test('closing cancels everything, and leaves no thread that has the file open', async () => {
    store = await newStore();
    await importRecords(store, [record('a')]);
    const pending = [store.reader.counts(), store.reader.check(), store.reader.ids({}, ascending)];
    const outcome = Promise.allSettled(pending);
    await store.close();
    for (const result of await outcome)
      expect(result).toMatchObject({ status: 'rejected', reason: cancelled });
    await expect(store.reader.counts()).rejects.toThrow(cancelled);
    expect(readdirSync(path.dirname(store.path))).toEqual(['project.winnow']);
  });

  test('an aborted query of the store is cancelled, the next one is answered', async () => {
    store = await newStore();
    const controller = new AbortController();
    const query = store.reader.ids({}, ascending, controller.signal);
    controller.abort();
    await expect(query).rejects.toThrow(cancelled);
    expect(await ids({})).toEqual([]);
  });
});

test('a file that cannot be opened is an error of the query, and the thread lives on', async () => {
  const reader = createReader({ entry: readerEntry, path: path.join(temporaryFolder(), 'missing.winnow') });
  onTestFinished(() => reader.close());
  const unreadable = expect.objectContaining({ code: 'file_unreadable' });
  await expect(reader.counts()).rejects.toThrow(unreadable);
  await expect(reader.counts()).rejects.toThrow(unreadable);
});

test('a reader that cannot start is an error, not a hanging query', async () => {
  const reader = createReader({ entry: path.join(temporaryFolder(), 'missing.ts'), path: 'x' });
  onTestFinished(() => reader.close());
  await expect(reader.counts()).rejects.toThrow(expect.objectContaining({ code: 'internal' }));
});
