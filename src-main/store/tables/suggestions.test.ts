import { expect, test } from 'vitest';
import { importRecords, newStore, record } from '../../../tests/support/store.ts';
import type { SuggestedClasses } from '../../core/ports/suggestion-table.ts';
import type { DocumentFilter } from '../../domain/document.ts';

const at = '2026-01-02T03:04:05.000Z';
const classFields = (name: string, position: number) => ({
  name,
  description: '',
  color: '#112233',
  key: null,
  position,
});

interface Answer {
  readonly id: number;
  readonly classIds: readonly number[];
  readonly score: number;
  readonly unsure?: boolean;
}

function answersOf(answers: readonly Answer[]): SuggestedClasses {
  const offsets = [0];
  for (const { classIds } of answers) offsets.push(offsets.at(-1)! + classIds.length);
  return {
    documentIds: Int32Array.from(answers, ({ id }) => id),
    scores: Float32Array.from(answers, ({ score }) => score),
    unsure: Uint8Array.from(answers, ({ unsure }) => Number(unsure === true)),
    offsets: Int32Array.from(offsets),
    classIds: Int32Array.from(answers.flatMap(({ classIds }) => classIds)),
  };
}

/** Documents 1 to 6 without labels, the last one in the test dataset; classes 1 and 2. */
async function storeWithDocuments() {
  const store = await newStore({ kind: 'multi' });
  for (const [position, name] of ['a', 'b'].entries()) store.classes.insert(classFields(name, position));
  const texts = ['one', 'two', 'three', 'four', 'five', 'six'];
  await importRecords(
    store,
    texts.map((text) => record(text, { dataset: text === 'six' ? 'test' : null })),
  );
  const sourceOf = (request: string) =>
    store.suggestions.source({ modelId: 7, modelName: 'first', request, at });
  const put = (answers: readonly Answer[], request = 'one') =>
    store.suggestions.put(sourceOf(request), answersOf(answers), 0, 1000);
  const ids = async (filter: DocumentFilter, by: 'id' | 'certainty' = 'id', descending = false) => [
    ...(await store.reader.ids(filter, { by, descending })).ids,
  ];
  return { store, put, ids, sourceOf };
}

test('a suggestion shows while its document is unlabelled and not in the test dataset', async () => {
  const { store, put } = await storeWithDocuments();
  put([{ id: 1, classIds: [2, 1], score: 0.75 }]);
  const suggestion = { modelId: 7, modelName: 'first', classIds: [2, 1], score: 0.75, unsure: false };
  expect(store.suggestions.get(1)).toEqual(suggestion);
  expect(store.documents.rows([1, 2]).map((row) => row.suggestion)).toEqual([suggestion, null]);
  store.documents.setLabels(1, [1], at);
  expect(store.suggestions.get(1)).toBeUndefined();
  expect(store.documents.get(1)?.suggestion).toBeNull();
  store.documents.setLabels(1, null, null);
  store.documents.setDataset(1, 'test');
  expect(store.documents.get(1)?.suggestion).toBeNull();
  store.documents.setDataset(1, 'train');
  expect(store.documents.get(1)?.suggestion).toEqual(suggestion);
});

test('the newest answer replaces the one before it; what must not have one is passed over', async () => {
  const { store, put } = await storeWithDocuments();
  store.documents.setLabels(2, [1], at);
  store.documents.setExcluded(3, true);
  const all = [1, 2, 3, 6, 99].map((id) => ({ id, classIds: [1, 2], score: 0.5 }));
  expect(put(all)).toBe(all.length);
  put([{ id: 1, classIds: [], score: 0.25, unsure: true }], 'two');
  expect(store.suggestions.get(1)).toMatchObject({ classIds: [], score: 0.25, unsure: true });
  store.documents.setLabels(2, null, null);
  store.documents.setDataset(6, null);
  expect([2, 3, 6].map((id) => store.suggestions.get(id))).toEqual([undefined, undefined, undefined]);
});

test('a piece of the answers is written at a time', async () => {
  const { store, sourceOf } = await storeWithDocuments();
  const answers = answersOf([1, 2, 3].map((id) => ({ id, classIds: [1], score: 0.5 })));
  const sourceId = sourceOf('one');
  expect(store.suggestions.put(sourceId, answers, 0, 0)).toBe(1);
  expect(store.suggestions.get(2)).toBeUndefined();
  expect(store.suggestions.put(sourceId, answers, 1, 1000)).toBe(3);
  expect(store.suggestions.get(3)).toBeDefined();
  expect(sourceOf('one')).toBe(sourceId);
});

test('a deleted class drops out of suggestions and filters, and comes back with the class', async () => {
  const { store, put, ids } = await storeWithDocuments();
  put([{ id: 1, classIds: [2, 1], score: 0.75 }]);
  store.classes.delete(2);
  expect(store.suggestions.get(1)?.classIds).toEqual([1]);
  expect(await ids({ suggestedClassIds: [2] })).toEqual([]);
  store.classes.delete(1);
  expect(store.suggestions.get(1)?.classIds).toEqual([]);
  expect(store.suggestions.acceptable([1], 0)).toEqual([]);
  store.classes.revive(2, 'b');
  expect(store.suggestions.get(1)?.classIds).toEqual([2]);
  expect(await ids({ suggestedClassIds: [2] })).toEqual([1]);
});

test('filters, sorting and counts read what shows', async () => {
  const { store, put, ids } = await storeWithDocuments();
  store.documents.setDataset(6, null);
  put([
    { id: 1, classIds: [1], score: 0.25 },
    { id: 2, classIds: [2], score: 0.75 },
    { id: 3, classIds: [1, 2], score: 0.5, unsure: true },
    { id: 4, classIds: [1], score: 0.5 },
    { id: 6, classIds: [1], score: 0.5 },
  ]);
  store.documents.setDataset(6, 'test');
  store.documents.setLabels(4, [1], at);
  expect(await ids({ suggested: true })).toEqual([1, 2, 3]);
  expect(await ids({ suggested: false })).toEqual([5, 6]);
  expect(await ids({ suggestedClassIds: [1] })).toEqual([1, 3]);
  expect(await ids({ suggestedClassIds: [] })).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await ids({ suggestionUnsure: true })).toEqual([3]);
  expect(await ids({ suggestionUnsure: false, suggestedClassIds: [2] })).toEqual([2]);
  expect(await ids({}, 'certainty')).toEqual([1, 3, 2, 4, 5, 6]);
  expect(await ids({}, 'certainty', true)).toEqual([2, 3, 1, 6, 5, 4]);
  expect((await store.reader.counts()).suggested).toBe(3);
  store.documents.setExcluded(1, true);
  expect((await store.reader.counts()).suggested).toBe(2);
});

test('acceptable are those that are sure, have a class and reach the score; removed ones are gone', async () => {
  const { store, put } = await storeWithDocuments();
  put([
    { id: 1, classIds: [1], score: 0.5 },
    { id: 2, classIds: [1, 2], score: 0.75 },
    { id: 3, classIds: [], score: 0.9 },
    { id: 4, classIds: [1], score: 0.9, unsure: true },
    { id: 5, classIds: [2], score: 0.25 },
  ]);
  const found = store.suggestions.acceptable([5, 1, 2, 3, 4, 6, 99], 0.5);
  expect(found).toEqual([
    { documentId: 1, modelName: 'first', classIds: '1' },
    { documentId: 2, modelName: 'first', classIds: '1,2' },
  ]);
  expect(store.suggestions.remove(2)).toBe(true);
  expect(store.suggestions.remove(2)).toBe(false);
  expect(store.documents.get(2)?.suggestion).toBeNull();
});

test('they go with the import of their documents', async () => {
  const { store, put, sourceOf } = await storeWithDocuments();
  const { id } = await importRecords(store, [record('seven'), record('eight')]);
  put([1, 7, 8].map((documentId) => ({ id: documentId, classIds: [1, 2], score: 0.5 })));
  await store.imports.remove(id);
  expect((await store.reader.counts()).suggested).toBe(1);
  expect(store.suggestions.put(sourceOf('one'), answersOf([{ id: 7, classIds: [1], score: 1 }]), 0, 1)).toBe(
    1,
  );
  expect(await store.reader.check()).toEqual([]);
});

test('texts that are in the project are not imported again as new ones, whatever their labels', async () => {
  const { store } = await storeWithDocuments();
  store.documents.setLabels(1, [1], at);
  const importId = await store.imports.start({ sources: ['new.jsonl'], startedAt: at });
  const rows = ['one', 'six', 'new', 'new'].map((text) => record(text, { labels: ['c'], dataset: 'train' }));
  expect(store.imports.addChunk(importId, rows, 'new-texts')).toMatchObject({
    ...{ imported: 1, duplicates: 3, skipped: 3, conflicts: 0, leaks: 0, newClasses: [] },
  });
  store.imports.finish(importId, null);
  expect(store.documents.get(7)).toMatchObject({ text: 'new', labels: null, dataset: null });
});
