import { expect, onTestFinished, test, vi } from 'vitest';
import { fillSearch, importRecords, newStore, record } from '../../tests/support/store.ts';
import { openReadOnly } from './read-only.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const byId = { by: 'id', descending: false } as const;

test('documents set aside are listed, found and marked, and used for nothing', async () => {
  const store = await newStore();
  const rows = ['train', 'train', 'test', 'test', null, null].map((dataset, index) =>
    record(`text ${index}`, {
      labels: [index % 2 === 0 ? 'a' : 'b'],
      dataset: dataset as 'train' | 'test' | null,
    }),
  );
  await importRecords(store, [...rows, record('unread', { dataset: 'train' }), record('unread too')]);
  const before = {
    train: await store.reader.fingerprint(['train'], true),
    test: await store.reader.fingerprint(['test']),
    counts: await store.reader.counts(),
    volume: await store.reader.textVolume(),
  };
  const aside = [2, 4, 6, 8];
  for (const id of aside) store.documents.setExcluded(id, true);
  store.documents.setVerified(1, true);

  expect(await store.reader.counts()).toEqual({
    documents: 4,
    labelled: 3,
    unsure: 0,
    suggested: 0,
    excluded: 4,
    documentsIn: { train: 2, validation: 0, test: 1, none: 1 },
    labelledIn: { train: 1, validation: 0, test: 1, none: 1 },
    classes: [
      { classId: 1, train: 1, validation: 0, test: 1, none: 1 },
      { classId: 2, train: 0, validation: 0, test: 0, none: 0 },
    ],
  });
  const fingerprints = [
    await store.reader.fingerprint(['train'], true),
    await store.reader.fingerprint(['test']),
  ];
  // With the unlabelled ones: 1 and 7 in training; 5 is labelled and has no place.
  expect(fingerprints.map(({ documents }) => documents)).toEqual([2, 1]);
  expect(fingerprints[0]!.fingerprint).not.toBe(before.train.fingerprint);
  expect(fingerprints[1]!.fingerprint).not.toBe(before.test.fingerprint);
  expect(await store.reader.textVolume()).toEqual({
    labelled: { documents: 2, characters: 12 },
    unlabelled: { documents: 1, characters: 6 },
  });
  expect((await store.reader.unplaced(false)).map(({ id }) => id)).toEqual([5]);
  expect((await store.reader.unplaced(true)).map(({ id }) => id)).toEqual([1, 3, 5]);
  const percentages = { train: 100, validation: 0, test: 0 };
  const drawn = await store.reader.draw({ all: true, percentages, seed: 1 });
  expect([...drawn.ids]).toEqual([1, 3, 5]);

  const project = openReadOnly(store.path);
  onTestFinished(() => project.close());
  const streamed = (options = {}) => [...project.streamDocuments(options)].flat();
  expect(streamed().map(({ id }) => id)).toEqual([1, 3, 5, 7]);
  expect(streamed({ labelled: true, datasets: ['test'] }).map(({ id }) => id)).toEqual([3]);
  expect(streamed({ excluded: true }).map(({ id, excluded }) => [id, excluded])).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((id) => [id, aside.includes(id)]),
  );
  expect(project.fingerprint(['test'])).toEqual(fingerprints[1]);

  fillSearch(store);
  const ids = async (filter: object) => [...(await store.reader.ids(filter, byId)).ids];
  expect(await ids({})).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await ids({ excluded: true })).toEqual(aside);
  expect(await ids({ excluded: false })).toEqual([1, 3, 5, 7]);
  expect(await ids({ search: 'unread', excluded: true })).toEqual([8]);
  expect(await ids({ verified: true })).toEqual([1]);
  expect(await ids({ verified: false, labelled: true })).toEqual([2, 3, 4, 5, 6]);
  expect(store.documents.rows([1, 2]).map(({ excluded, verified }) => [excluded, verified])).toEqual([
    [false, true],
    [true, false],
  ]);
  // A class that is deleted must be taken from these too.
  expect(store.documents.idsWithClass(2, 0, 10)).toEqual([2, 4, 6]);

  for (const id of aside) store.documents.setExcluded(id, false);
  expect(await store.reader.fingerprint(['train'], true)).toEqual(before.train);
  expect(await store.reader.fingerprint(['test'])).toEqual(before.test);
  expect(await store.reader.counts()).toEqual(before.counts);
  expect(await store.reader.textVolume()).toEqual(before.volume);
});
