import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { importRecords, newStore, record, storeOpener } from '../../../tests/support/store.ts';
import type { ProjectStore } from '../../core/ports/store.ts';
import { textHash } from '../../domain/text-hash.ts';
import { openReadOnly, type ReadOnlyProject } from '../read-only.ts';

const texts = ['first text', 'second text', 'third text'];
const at = (day: number) => `2026-02-0${day}T00:00:00.000Z`;
const documents = texts.map((text, index) => ({ id: index + 1, textHash: textHash(text) }));
const vectorsOf = (factor: number) =>
  documents.map((document) => ({ ...document, vector: Float32Array.of(document.id * factor, 0.1, -1e-30) }));

async function storeWithTexts(): Promise<ProjectStore> {
  const store = await newStore();
  await importRecords(
    store,
    texts.map((text) => record(text)),
  );
  return store;
}

function reading(store: ProjectStore): ReadOnlyProject {
  const project = openReadOnly(store.path);
  onTestFinished(() => project.close());
  return project;
}

function countOf(path: string, table: string): number {
  const db = new Database(path, { readonly: true });
  try {
    return db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!;
  } finally {
    db.close();
  }
}

test('vectors come back bit for bit, by encoder, and survive closing', async () => {
  const store = await storeWithTexts();
  store.vectors.keepEncoder('one', at(1));
  store.vectors.keepEncoder('two', at(2));
  store.vectors.add('one', vectorsOf(1));
  store.vectors.add('two', vectorsOf(2).slice(0, 1));
  await store.close();
  const { vectors } = openReadOnly(store.path);
  expect([...vectors.read('one', documents)]).toEqual(vectorsOf(1).map(({ id, vector }) => [id, vector]));
  expect([...vectors.read('two', documents).keys()]).toEqual([1]);
  expect(vectors.read('three', documents).size).toBe(0);
});

test('a vector of another text counts for nothing, and none is written for a text that is gone', async () => {
  const store = await storeWithTexts();
  store.vectors.keepEncoder('one', at(1));
  store.vectors.add('one', [
    { id: 1, textHash: textHash('an earlier text'), vector: Float32Array.of(1) },
    { id: 99, textHash: textHash('deleted'), vector: Float32Array.of(1) },
    vectorsOf(1)[1]!,
  ]);
  expect(countOf(store.path, 'document_vector')).toBe(1);
  const { vectors } = reading(store);
  expect([...vectors.read('one', documents).keys()]).toEqual([2]);
  expect(vectors.read('one', [{ id: 2, textHash: textHash('a later text') }]).size).toBe(0);
});

test('a vector computed again takes the place of the former', async () => {
  const store = await storeWithTexts();
  store.vectors.keepEncoder('one', at(1));
  store.vectors.add('one', vectorsOf(1));
  store.vectors.add('one', vectorsOf(3));
  expect(reading(store).vectors.read('one', documents).get(2)).toEqual(vectorsOf(3)[1]!.vector);
  expect(() => store.vectors.add('unknown', vectorsOf(1))).toThrow('must be in use');
});

test('vectors go with their document', async () => {
  const store = await storeWithTexts();
  const { id } = await importRecords(store, [record('a later import')]);
  store.vectors.keepEncoder('one', at(1));
  const later = { id: 4, textHash: textHash('a later import'), vector: Float32Array.of(4) };
  store.vectors.add('one', [...vectorsOf(1), later]);
  expect(countOf(store.path, 'document_vector')).toBe(4);
  await store.imports.remove(id);
  expect(countOf(store.path, 'document_vector')).toBe(3);
  expect(await store.reader.check()).toEqual([]);
});

test('the vectors of the two encoders used last are kept, the others swept away', async () => {
  const store = await storeWithTexts();
  store.vectors.keepEncoder('one', at(1));
  store.vectors.add('one', vectorsOf(1));
  store.vectors.keepEncoder('two', at(2));
  store.vectors.add('two', vectorsOf(2));
  store.vectors.keepEncoder('one', at(3));
  store.vectors.keepEncoder('three', at(4));
  store.vectors.add('three', vectorsOf(3));
  await store.close();
  const again = await storeOpener().open(store.path);
  onTestFinished(() => again.close());
  const { vectors } = reading(again);
  await expect.poll(() => countOf(again.path, 'encoder')).toBe(2);
  expect(vectors.read('one', documents).size).toBe(3);
  expect(vectors.read('two', documents).size).toBe(0);
  expect(vectors.read('three', documents).size).toBe(3);
});
