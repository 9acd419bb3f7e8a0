import { expect, test } from 'vitest';
import { importRecords, newStore, record } from '../../../tests/support/store.ts';

test('by certainty come the least certain proposals first, documents without one last', async () => {
  const store = await newStore();
  await importRecords(
    store,
    ['1', '2', '3', '4'].map((text) => record(text)),
  );
  store.documents.setCertainty(4, 0.25);
  store.documents.setCertainty(2, 0.75);
  store.documents.setCertainty(3, 0.25);
  const sorted = async (descending: boolean) => [
    ...(await store.reader.ids({}, { by: 'certainty', descending })).ids,
  ];
  expect(await sorted(false)).toEqual([3, 4, 2, 1]);
  expect(await sorted(true)).toEqual([2, 4, 3, 1]);
});
