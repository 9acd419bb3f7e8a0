import { expect, onTestFinished, test, vi } from 'vitest';
import { newStore, storeOpener } from '../../../tests/support/store.ts';
import type { AnalysisItem } from '../../core/ports/analysis-tables.ts';
import type { ProjectStore } from '../../core/ports/store.ts';
import { openReadConnection } from '../database.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const fields = (key = '') => ({
  kind: 'duplicates' as const,
  key,
  createdAt: '2026-01-02T03:04:05.000Z',
  fingerprint: 'f',
});
const items: readonly AnalysisItem[] = Array.from({ length: 450 }, (_, position) => ({
  position,
  documentIds: [position + 1, 7],
  data: { similarity: position / 450 },
}));

function add(store: ProjectStore, key = ''): number {
  const id = store.analyses.begin(fields(key));
  store.analyses.addItems(id, items.slice(0, 200));
  store.analyses.addItems(id, items.slice(200));
  store.analyses.publish(id, { result: { key }, seconds: 2 });
  return id;
}

test('a result appears when it is complete; its list is read in pages', async () => {
  const { analyses } = await newStore();
  const id = analyses.begin(fields());
  expect([analyses.get(id), analyses.latest('duplicates', '')]).toEqual([undefined, undefined]);
  expect(analyses.unpublished()).toEqual([id]);
  analyses.addItems(id, items);
  analyses.publish(id, { result: { groups: 2 }, seconds: 1.5 });
  const record = { ...fields(), id, result: { groups: 2 }, seconds: 1.5 };
  expect([analyses.get(id), analyses.latest('duplicates', '')]).toEqual([record, record]);
  expect(analyses.unpublished()).toEqual([]);
  expect(analyses.itemCount(id)).toBe(450);
  expect(analyses.items(id, 0, 2)).toEqual(items.slice(0, 2));
  expect(analyses.items(id, 448, 10)).toEqual(items.slice(448));
  expect(analyses.items(id, 450, 10)).toEqual([]);
});

test('a newer result of the same kind and key takes the place of the older; others stay', async () => {
  const store = await newStore();
  const { analyses } = store;
  const [first, other] = [add(store), add(store, '3:4')];
  const second = analyses.begin(fields());
  expect(analyses.latest('duplicates', '')?.id).toBe(first);
  analyses.publish(second, { result: null, seconds: 0 });
  expect(analyses.latest('duplicates', '')).toMatchObject({ id: second, result: null });
  expect(analyses.get(first)).toBeUndefined();
  expect(analyses.latest('duplicates', '3:4')?.id).toBe(other);
  expect(analyses.latest('comparison', '3:4')).toBeUndefined();
  const missing = expect.objectContaining({ code: 'not_found' });
  expect(() => analyses.publish(first, { result: null, seconds: 0 })).toThrow(missing);
  expect(analyses.get(first)).toBeUndefined();
});

test('what belongs to deleted results is swept away, in a later session if need be', async () => {
  const store = await newStore();
  const [gone, kept] = [add(store, 'gone'), add(store, 'kept')];
  store.analyses.delete(gone);
  await store.close();
  const again = await storeOpener().open(store.path);
  onTestFinished(() => again.close());
  expect(again.analyses.get(gone)).toBeUndefined();
  // The sweeper runs a step each time the event loop turns.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  const db = openReadConnection(again.path);
  const ids = (table: string, column: string) =>
    db.prepare(`SELECT DISTINCT ${column} FROM ${table}`).pluck().all();
  expect([ids('analysis', 'id'), ids('analysis_item', 'analysis_id')]).toEqual([[kept], [kept]]);
  db.close();
  expect(again.analyses.itemCount(kept)).toBe(450);
});

test('the test set has versions, newest first, and a policy that is open to begin with', async () => {
  const { testSet } = await newStore();
  expect([testSet.policy(), testSet.versions()]).toEqual(['open', []]);
  testSet.setPolicy('sealed');
  expect(testSet.policy()).toBe('sealed');
  const version = (number: number) => ({
    version: number,
    fingerprint: `f${number}`,
    documents: number * 10,
    seenAt: `2026-01-0${number}`,
  });
  testSet.add(version(1));
  testSet.add(version(2));
  expect(testSet.versions()).toEqual([version(2), version(1)]);
  expect(() => testSet.add(version(2))).toThrow('UNIQUE');
});
