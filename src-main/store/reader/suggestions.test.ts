import { expect, test, vi } from 'vitest';
import { importRecords, newStore, record } from '../../../tests/support/store.ts';

// Files and threads take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

test('suggestions that show are read in one pass: neither of labelled nor of test documents', async () => {
  const store = await newStore();
  await importRecords(store, [
    record('labelled in the file', { labels: ['a'] }),
    record('sure'),
    record('unsure'),
    record('none of the classes'),
    record('for the test', { dataset: 'test' }),
    record('labelled since'),
  ]);
  const [given] = store.classes.list();
  const source = { modelId: 1, modelName: 'm', request: 'r', at: '2026-01-01T00:00:00.000Z' };
  const all = Int32Array.of(1, 2, 3, 4, 5, 6);
  store.suggestions.put(
    store.suggestions.source(source),
    {
      documentIds: all,
      scores: Float32Array.of(0.5, 0.75, 0.25, 0.125, 0.5, 1),
      unsure: Uint8Array.of(0, 0, 1, 0, 0, 0),
      offsets: Int32Array.of(0, 1, 2, 3, 3, 4, 5),
      classIds: Int32Array.of(1, 1, 1, 1, 1).fill(given!.id),
    },
    0,
    60_000,
  );
  store.documents.setLabels(6, [given!.id], null);
  const shown = await store.reader.shownSuggestions();
  expect([...shown.documentIds]).toEqual([2, 3, 4]);
  expect([...shown.scores]).toEqual([0.75, 0.25, 0.125]);
  expect([...shown.classes]).toEqual([1, -1, 0]);
  store.documents.setLabels(6, null, null);
  expect([...(await store.reader.shownSuggestions()).documentIds]).toEqual([2, 3, 4, 6]);
});
