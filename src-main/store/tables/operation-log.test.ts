import { beforeEach, describe, expect, test, vi } from 'vitest';
import { importRecords, newStore, record } from '../../../tests/support/store.ts';
import type { Change, Operation } from '../../core/ports/history-tables.ts';
import type { ProjectStore } from '../../core/ports/store.ts';
import type { Labels } from '../../domain/document.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let store: ProjectStore;
beforeEach(async () => {
  store = await newStore({ kind: 'multi' });
});

type Fields = Partial<Omit<Operation, 'id' | 'undoneBy'>>;
type Edit = readonly [documentId: number, field: Change['field'], before: unknown, after: unknown];

const day = (number: number, time = '12:00:00') => `2026-01-0${number}T${time}.000Z`;

function operate(fields: Fields, ...edits: readonly Edit[]): number {
  const id = store.operations.insert({
    kind: 'label',
    title: 'Label',
    annotator: 'Eva',
    source: 'label',
    at: day(1),
    details: null,
    reverts: null,
    finished: true,
    ...fields,
  });
  for (const [documentId, field, before, after] of edits) {
    const change = { documentId, field, before: JSON.stringify(before), after: JSON.stringify(after) };
    store.operations.addChange(id, change);
  }
  return id;
}

test('operations are listed newest first, with the documents that they changed', () => {
  const both = operate({}, [1, 'labels', null, [1]], [1, 'verified', true, false], [2, 'labels', null, [1]]);
  const undo = operate({ reverts: both, annotator: 'Max' });
  store.operations.setUndoneBy(both, undo);
  const running = operate({ finished: false }, [3, 'labels', null, [1]]);
  const { operations } = store;
  expect(operations.list({}, 0, 10)).toEqual([
    { ...operations.get(undo), documents: 0 },
    { ...operations.get(both), undoneBy: undo, documents: 2 },
  ]);
  expect(operations.list({}, 1, 10).map(({ id }) => id)).toEqual([both]);
  expect(operations.list({}, 0, 1).map(({ id }) => id)).toEqual([undo]);
  expect(operations.count({})).toBe(2);
  expect(operations.newestId()).toBe(running);
  // A second look at what was counted before.
  operations.finish(running);
  expect(operations.list({}, 0, 10).map(({ documents }) => documents)).toEqual([1, 0, 2]);
});

test.each([
  [{ annotator: 'Max' }, [2, 4]],
  [{ annotator: 'Nobody' }, []],
  [{ kinds: ['dataset', 'import'] }, [2, 3]],
  [{ kinds: [] }, []],
  [{ sources: ['review'] }, [3]],
  [{ from: '2026-01-02' }, [2, 3, 4]],
  [{ to: '2026-01-02' }, [1, 2, 3]],
  [{ from: '2026-01-02', to: '2026-01-02' }, [2, 3]],
  [{ from: '2026-01-02', annotator: 'Max', kinds: ['label'] }, [4]],
] as const)('the filter %j finds its operations', (filter, expected) => {
  operate({ at: day(1, '23:59:59') });
  operate({ annotator: 'Max', kind: 'dataset', at: day(2, '00:00:00') });
  operate({ source: 'review', kind: 'import', at: day(2, '23:59:59') });
  operate({ annotator: 'Max', at: day(3) });
  expect(store.operations.list(filter, 0, 10).map(({ id }) => id)).toEqual([...expected].reverse());
  expect(store.operations.count(filter)).toBe(expected.length);
});

test('annotators are named once, and none before the first', () => {
  expect([store.operations.annotators(), store.operations.newestId()]).toEqual([[], 0]);
  for (const annotator of ['Max', 'Eva', 'Max']) operate({ annotator });
  expect(store.operations.annotators()).toEqual(['Eva', 'Max']);
  operate({ annotator: 'Kim' });
  expect(store.operations.annotators()).toEqual(['Eva', 'Kim', 'Max']);
});

test('a document tells what was done to it, newest first', () => {
  const first = operate({}, [7, 'labels', null, [1]], [8, 'labels', null, [1]]);
  const second = operate({ kind: 'verify' }, [7, 'verified', false, true], [7, 'labels', [1], [2]]);
  const changes = store.operations.ofDocument(7);
  expect(changes.map(({ operation, change }) => [operation.id, change.field, change.after])).toEqual([
    [second, 'labels', '[2]'],
    [second, 'verified', 'true'],
    [first, 'labels', '[1]'],
  ]);
  expect(changes[0]!.operation).toEqual(store.operations.get(second));
  expect(store.operations.ofDocument(9)).toEqual([]);
});

test('values at a point of history are those before the first change since, in pages', () => {
  operate({}, [1, 'labels', null, [1]]);
  const point = store.operations.newestId();
  operate({}, [1, 'labels', [1], [2]], [3, 'dataset', null, 'test'], [3, 'language', null, 'de']);
  operate({}, [1, 'labels', [2], null], [1, 'excluded', false, true], [2, 'labels', [9], [8]]);
  operate({}, [3, 'unsure', false, true], [3, 'dataset', 'test', 'train'], [2, 'verified', true, false]);
  const first = store.operations.valuesAt(point, { documentId: 0, field: '' }, 2);
  const rest = store.operations.valuesAt(point, first[1]!, 10);
  expect([...first, ...rest]).toEqual([
    { documentId: 1, field: 'excluded', value: 'false' },
    { documentId: 1, field: 'labels', value: '[1]' },
    { documentId: 2, field: 'labels', value: '[9]' },
    { documentId: 3, field: 'dataset', value: 'null' },
  ]);
  const newest = store.operations.newestId();
  expect(store.operations.valuesAt(newest, { documentId: 0, field: '' }, 10)).toEqual([]);
});

describe('relabelled test documents', () => {
  /** Writes labels as the core does: the value, the operation, the change. */
  function relabel(documentId: number, labels: Labels, at: string): void {
    const before = store.documents.labels(documentId);
    store.documents.setLabels(documentId, labels, at);
    operate({ at }, [documentId, 'labels', before, labels]);
  }

  beforeEach(async () => {
    await importRecords(store, [
      ...[1, 2, 3, 4].map((number) => record(`text ${number}`, { labels: ['a', 'b'], dataset: 'test' })),
      record('unlabelled', { dataset: 'test' }),
      record('training', { labels: ['a'], dataset: 'train' }),
      record('hidden', { labels: ['c'], dataset: 'test' }),
    ]);
  });

  test('are those whose labels are others now than then', () => {
    relabel(1, [2], day(1));
    const since = day(2);
    expect(store.operations.relabelledInTest(since)).toBe(0);
    relabel(1, [1], day(3));
    relabel(2, null, day(3));
    relabel(3, [2], day(3));
    // Put right again, labelled for the first time, and not in the test set.
    relabel(4, [2], day(3));
    relabel(5, [1], day(3));
    relabel(6, [2], day(3));
    relabel(4, [1, 2], day(4));
    relabel(3, [3], day(4));
    expect(store.operations.relabelledInTest(since)).toBe(3);
    expect(store.operations.relabelledInTest(day(3, '13:00:00'))).toBe(2);
    expect(store.operations.relabelledInTest(day(5))).toBe(0);
    // Since the beginning of history: 1 had both classes.
    expect(store.operations.relabelledInTest('2025-01-01')).toBe(3);
    store.documents.setExcluded(1, true);
    store.documents.setDataset(2, 'train');
    expect(store.operations.relabelledInTest(since)).toBe(1);
  });

  test('that had none of the classes count when they get one', () => {
    relabel(1, [], day(1));
    relabel(1, [1], day(3));
    expect(store.operations.relabelledInTest(day(2))).toBe(1);
    relabel(1, [], day(4));
    expect(store.operations.relabelledInTest(day(2))).toBe(0);
  });
});

test('what was changed is the same whether much or little was changed since', async () => {
  await importRecords(
    store,
    Array.from({ length: 30 }, (_, index) =>
      record(`text ${index}`, { labels: ['a', 'b'], dataset: 'test' }),
    ),
  );
  // Documents that are there, and so many that are not that the other way is taken.
  const edits = Array.from({ length: 30 }, (_, index): Edit => [index + 1, 'labels', [1, 2], [1]]);
  for (const [documentId] of edits.slice(10)) store.documents.setLabels(documentId, [1], day(3));
  operate({ at: day(3) }, ...edits);
  const start = { documentId: 0, field: '' };
  const values = store.operations.valuesAt(0, start, 30);
  expect(values).toHaveLength(30);
  expect(store.operations.relabelledInTest(day(2))).toBe(20);
  store.transaction(() => {
    const others = Array.from({ length: 20_000 }, (_, index): Edit => [index + 1000, 'labels', null, [1]]);
    operate({ at: day(4) }, ...others);
  });
  expect(store.operations.valuesAt(0, start, 30)).toEqual(values);
  expect(store.operations.valuesAt(0, { documentId: 20_998, field: 'labels' }, 30)).toEqual([
    { documentId: 20_999, field: 'labels', value: 'null' },
  ]);
  expect(store.operations.relabelledInTest(day(2))).toBe(20);
  expect(store.operations.relabelledInTest(day(3))).toBe(0);
});

test('the pace of labelling is measured by the labels of one person, without those of undo', () => {
  const at = (seconds: number) => new Date(Date.parse(day(1)) + seconds * 1000).toISOString();
  for (let index = 0; index < 12; index++) {
    operate({ at: at(index * 7) }, [index + 1, 'labels', null, [1]]);
    operate({ at: at(index * 7 + 1), annotator: 'Max' }, [index + 1, 'labels', [1], [2]]);
    operate({ at: at(index * 7 + 2), reverts: 1 }, [50, 'labels', null, [1]]);
    operate({ at: at(index * 7 + 3), kind: 'unsure' }, [60, 'unsure', false, true]);
  }
  expect(store.operations.secondsPerLabel('Eva')).toBe(7);
  expect(store.operations.secondsPerLabel('Nobody')).toBeNull();
});

test('deleted classes come with the operation that took them from their documents, newest first', async () => {
  await importRecords(store, [record('a', { labels: ['x', 'y'] }), record('b', { labels: ['y', 'z', 'w'] })]);
  const [x, y, z, w] = store.classes.list().map(({ id }) => id) as [number, number, number, number];
  expect(store.classes.deleted()).toEqual([]);
  operate({ kind: 'class-delete', details: { classId: x, name: 'x' } }, [1, 'labels', [x, y], [y]]);
  store.classes.delete(x);
  // Deleted, brought back, deleted again with fewer documents: the last time counts.
  operate(
    { kind: 'class-delete', details: { classId: z, name: 'z' } },
    [2, 'labels', [y, z], [y]],
    [3, 'labels', [z], null],
  );
  const merge = operate(
    { kind: 'class-merge', details: { classIds: [y, z], into: w } },
    [1, 'labels', [y], [w]],
    [2, 'labels', [y, z, w], [w]],
    [2, 'verified', true, false],
  );
  store.classes.delete(y);
  store.classes.delete(z);
  // Nobody deleted it: no operation to come back by.
  store.classes.delete(w);
  const found = store.classes.deleted();
  const byId = found.toSorted((a, b) => a.classId - b.classId);
  expect(byId.map(({ classId, name, documents }) => [classId, name, documents])).toEqual([
    [x, 'x', 1],
    [y, 'y', 2],
    [z, 'z', 1],
  ]);
  expect(byId.slice(1).map(({ operationId }) => operationId)).toEqual([merge, merge]);
  expect(found.map(({ deletedAt }) => deletedAt)).toEqual(
    found
      .map(({ deletedAt }) => deletedAt)
      .toSorted()
      .reverse(),
  );
});
