import { describe, expect, test, vi } from 'vitest';
import { importRecords, newStore, record, storeOpener } from '../../../tests/support/store.ts';
import type { HashedRecord } from '../../core/ports/store.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const trained = (fields: Partial<HashedRecord> = {}) =>
  record('same text', { labels: ['a'], dataset: 'train', ...fields });

const kinds: readonly [string, HashedRecord, object][] = [
  ['agrees in everything', trained(), { duplicates: 1, conflicts: 0, leaks: 0 }],
  ['has another label', trained({ labels: ['b'] }), { duplicates: 0, conflicts: 1, leaks: 0 }],
  ['has no label', trained({ labels: null }), { duplicates: 0, conflicts: 1, leaks: 0 }],
  ['has another dataset', trained({ dataset: 'test' }), { duplicates: 0, conflicts: 0, leaks: 1 }],
  ['has no dataset', trained({ dataset: null }), { duplicates: 0, conflicts: 0, leaks: 1 }],
  ['differs in both', trained({ labels: ['b'], dataset: null }), { duplicates: 0, conflicts: 1, leaks: 1 }],
  ['differs in case only', trained({ ...record('Same text') }), { duplicates: 0, conflicts: 0, leaks: 0 }],
];

describe.each(['keep', 'skip'] as const)('under the policy %s a row with the same text that', (policy) => {
  const skipped = (expected: object) =>
    policy === 'skip' && 'duplicates' in expected ? expected.duplicates : 0;

  test.each(kinds)('%s, in the same chunk', async (_, row, expected) => {
    const store = await newStore();
    const { counts } = await importRecords(store, [trained(), row], policy);
    expect(counts).toMatchObject({ ...expected, skipped: skipped(expected) });
    expect(counts.imported).toBe(2 - counts.skipped);
  });

  test.each(kinds)('%s, in a later session', async (_, row, expected) => {
    const store = await newStore();
    await importRecords(store, [trained()]);
    await store.close();
    const again = await storeOpener().open(store.path);
    const { counts } = await importRecords(again, [row], policy);
    expect(counts).toMatchObject({ ...expected, skipped: skipped(expected) });
    expect((await again.reader.counts()).documents).toBe(2 - counts.skipped);
    await again.close();
  });
});

test('agreement with any earlier document makes a duplicate, whatever the others say', async () => {
  const store = await newStore();
  const { counts } = await importRecords(
    store,
    [
      trained(),
      trained({ labels: ['b'] }),
      trained({ dataset: 'test' }),
      trained({ labels: ['b'] }),
      trained(),
    ],
    'skip',
  );
  expect(counts).toMatchObject({ imported: 3, duplicates: 2, skipped: 2, conflicts: 2, leaks: 1 });
});

test('labels are compared as sets', async () => {
  const store = await newStore({ kind: 'multi' });
  const { counts } = await importRecords(store, [
    record('t', { labels: ['a', 'b'] }),
    record('t', { labels: ['b', 'a', 'b'] }),
    record('t', { labels: [] }),
    record('t', { labels: null }),
    record('t', { labels: [] }),
  ]);
  expect(counts).toMatchObject({ duplicates: 2, conflicts: 2 });
});

test('texts are compared where hashes are equal', async () => {
  const store = await newStore();
  const collide = (text: string) => record(text, { textHash: 42, labels: ['a'] });
  const { counts } = await importRecords(
    store,
    [collide('one'), collide('two'), collide('one'), collide('two'), collide('three'), collide('two')],
    'skip',
  );
  expect(counts).toMatchObject({ imported: 3, duplicates: 3, skipped: 3, conflicts: 0 });
});

test('labels given by hand since count, removed documents do not', async () => {
  const store = await newStore();
  const first = await importRecords(store, [record('t', { labels: ['a'] }), record('u', { labels: ['a'] })]);
  store.documents.setLabels(1, null, '2026-02-02T00:00:00.000Z');
  const second = await importRecords(store, [record('t', { labels: ['a'] })]);
  expect(second.counts).toMatchObject({ duplicates: 0, conflicts: 1 });
  await store.imports.remove(first.id);
  const third = await importRecords(store, [record('u', { labels: ['a'] }), record('t', { labels: ['a'] })]);
  expect(third.counts).toMatchObject({ duplicates: 1, conflicts: 0 });
});

test('a text that comes thousands of times stays fast: its documents are looked up once', async () => {
  const store = await newStore();
  const rows = Array.from({ length: 20_000 }, () => record('ok', { labels: ['a'] }));
  const { counts } = await importRecords(store, rows);
  expect(counts).toMatchObject({ imported: 20_000, duplicates: 19_999 });
});
