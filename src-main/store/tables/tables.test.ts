import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { importRecords, newStore, record, storeOpener } from '../../../tests/support/store.ts';
import type { Operation } from '../../core/ports/history-tables.ts';
import type { EvaluationItem } from '../../core/ports/model-tables.ts';
import type { ProjectStore } from '../../core/ports/store.ts';
import type { ModelReceipt } from '../../domain/model.ts';
import { openReadConnection } from '../database.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const at = '2026-01-02T03:04:05.000Z';

const classFields = (name: string, position = 0) => ({
  name,
  description: '',
  color: '#112233',
  key: null,
  position,
});

describe('classes', () => {
  test('are listed by position, and found by their exact name', async () => {
    const store = await newStore();
    const b = store.classes.insert(classFields('b', 1));
    const a = store.classes.insert(classFields('a', 0));
    expect(store.classes.list().map(({ id }) => id)).toEqual([a, b]);
    store.classes.update(a, { position: 2, key: 'x', description: 'd' });
    expect(store.classes.list().map(({ id }) => id)).toEqual([b, a]);
    expect(store.classes.get(a)).toEqual({ ...classFields('a', 2), id: a, key: 'x', description: 'd' });
    store.classes.update(a, { key: null });
    expect(store.classes.findByName('a')?.key).toBeNull();
    expect(store.classes.findByName('A')).toBeUndefined();
  });

  test('have one name each; a deleted one stays as a tombstone and can come back', async () => {
    const store = await newStore();
    const taken = expect.objectContaining({ code: 'class_name_taken' });
    const first = store.classes.insert(classFields('a'));
    const other = store.classes.insert(classFields('b'));
    expect(() => store.classes.insert(classFields('a'))).toThrow(taken);
    expect(() => store.classes.update(other, { name: 'a' })).toThrow(taken);
    store.classes.delete(first);
    expect(store.classes.get(first)).toBeUndefined();
    expect(store.classes.list().map(({ id }) => id)).toEqual([other]);
    expect(() => store.classes.update(first, { name: 'z' })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
    const second = store.classes.insert({ ...classFields('a'), key: 'k' });
    expect(second).toBeGreaterThan(other);
    expect(() => store.classes.revive(first, 'a')).toThrow(taken);
    store.classes.revive(first, 'c');
    expect(store.classes.findByName('c')?.id).toBe(first);
    store.classes.delete(second);
    store.classes.update(first, { key: 'k' });
    store.classes.revive(second, 'a');
    expect(store.classes.get(second)).toMatchObject({ name: 'a', key: null });
  });
});

describe('documents', () => {
  test('labels, dataset, doubt and language are written and read back', async () => {
    const store = await newStore({ kind: 'multi' });
    await importRecords(store, [record('a', { labels: ['x'] }), record('b'), record('c', { labels: ['y'] })]);
    store.documents.setLabels(1, [2, 1], at);
    store.documents.setDataset(1, 'validation');
    store.documents.setUnsure(1, true);
    store.documents.setLanguage(1, 'fr');
    expect(store.documents.get(1)).toMatchObject({
      labels: [1, 2],
      labelledAt: at,
      dataset: 'validation',
      unsure: true,
      language: 'fr',
    });
    expect(store.documents.idsWithClass(2, 0, 10)).toEqual([1, 3]);
    expect(store.documents.idsWithClass(2, 1, 10)).toEqual([3]);
    expect(store.documents.idsWithClass(2, 0, 1)).toEqual([1]);
    store.documents.setLabels(1, [], at);
    expect(store.documents.labels(1)).toEqual([]);
    store.documents.setLabels(1, null, null);
    expect(store.documents.labels(1)).toBeNull();
    store.documents.setDataset(1, null);
    expect(store.documents.dataset(1)).toBeNull();
    expect(store.documents.dataset(99)).toBeUndefined();
    expect(store.documents.labels(99)).toBeUndefined();
  });

  test('rows come in the order asked for, with the beginning of long texts', async () => {
    const store = await newStore();
    const long = `${'x'.repeat(239)}😀${'y'.repeat(100)}`;
    await importRecords(store, [record('a'), record(long), record('c')]);
    const rows = store.documents.rows([3, 99, 2, 1]);
    expect(rows.map(({ id }) => id)).toEqual([3, 2, 1]);
    // A character outside the basic plane is not cut in two.
    expect(rows[1]).toMatchObject({ snippet: 'x'.repeat(239), length: 341 });
    expect(store.documents.get(2)?.text).toBe(long);
  });

  test('a class that is not there cannot be given', async () => {
    const store = await newStore();
    await importRecords(store, [record('a', { labels: ['x'] })]);
    expect(() => store.documents.setLabels(1, [1, 7], at)).toThrow('FOREIGN KEY');
    expect(store.documents.labels(1)).toEqual([1]);
  });
});

const operation = (fields: Partial<Omit<Operation, 'id' | 'undoneBy'>> = {}) => ({
  kind: 'label' as const,
  title: 'Label',
  annotator: 'Eva',
  source: 'label' as const,
  at,
  details: { n: 1 },
  reverts: null,
  finished: true,
  ...fields,
});

describe('operations', () => {
  test('keep what was done, with changes in pages by document and field', async () => {
    const store = await newStore();
    const id = store.operations.insert(operation());
    expect(store.operations.get(id)).toEqual({ ...operation(), id, undoneBy: null });
    const change = (documentId: number, field: 'labels' | 'dataset') =>
      ({ documentId, field, before: 'null', after: '[1]' }) as const;
    for (const [documentId, field] of [
      [2, 'labels'],
      [1, 'labels'],
      [1, 'dataset'],
      [3, 'labels'],
    ] as const) {
      store.operations.addChange(id, change(documentId, field));
    }
    expect(store.operations.changeCount(id)).toBe(4);
    const first = store.operations.changes(id, { documentId: 0, field: '' }, 2);
    expect(first).toEqual([change(1, 'dataset'), change(1, 'labels')]);
    expect(store.operations.changes(id, first[1]!, 10)).toEqual([change(2, 'labels'), change(3, 'labels')]);
    expect(store.operations.changes(id + 1, { documentId: 0, field: '' }, 2)).toEqual([]);
  });

  test('undo and redo find their operation, across sessions', async () => {
    const store = await newStore();
    const { operations } = store;
    const undo = (id: number) => {
      const by = operations.insert(operation({ reverts: id }));
      operations.setUndoneBy(id, by);
      return by;
    };
    expect([operations.latestUndoable(), operations.latestRedoable()]).toEqual([undefined, undefined]);
    const a = operations.insert(operation());
    const b = operations.insert(operation());
    const running = operations.insert(operation({ finished: false }));
    expect(operations.latestUndoable()?.id).toBe(b);
    expect(operations.unfinished().map(({ id }) => id)).toEqual([running]);
    const undoOfB = undo(b);
    undo(a);
    expect(operations.latestUndoable()).toBeUndefined();
    expect(operations.latestRedoable()?.id).toBe(a);
    // Redo a: it counts again, and b can still be done again.
    operations.insert(operation({ reverts: operations.get(a)!.undoneBy }));
    operations.setUndoneBy(a, null);
    expect(operations.latestUndoable()?.id).toBe(a);
    expect(operations.latestRedoable()).toMatchObject({ id: b, undoneBy: undoOfB });
    await store.close();
    const again = await storeOpener().open(store.path);
    onTestFinished(() => again.close());
    expect(again.operations.latestRedoable()?.id).toBe(b);
    // Something new: b can never be done again.
    again.operations.finish(running);
    expect(again.operations.latestRedoable()?.id).toBe(b);
    again.operations.insert(operation());
    expect(again.operations.latestRedoable()).toBeUndefined();
  });
});

const receipt = { seed: 7, notes: ['n'] } as unknown as ModelReceipt;
const modelFields = (name: string) => ({
  name,
  kind: 'multi' as const,
  family: 'linear',
  createdAt: at,
  seconds: 1.5,
  classes: [{ classId: 1, name: 'a' }],
  receipt,
  historyPoint: 5,
});

/** A published model with two parts. */
function addModel(store: ProjectStore, name: string, replaces: number | null = null): number {
  const id = store.models.begin(modelFields(name));
  store.models.addPart(id, 1, Uint8Array.of(4, 5));
  store.models.addPart(id, 0, Uint8Array.of(1, 2, 3));
  store.models.publish(id, replaces);
  return id;
}

describe('models', () => {
  test('appear when they are published, their parts in order', async () => {
    const store = await newStore();
    const id = store.models.begin(modelFields('m'));
    expect([store.models.list(), store.models.findByName('m')]).toEqual([[], undefined]);
    expect(store.models.unpublished()).toEqual([id]);
    store.models.addPart(id, 1, Uint8Array.of(4, 5));
    store.models.addPart(id, 0, Uint8Array.of(1, 2, 3));
    store.models.publish(id, null);
    expect(store.models.unpublished()).toEqual([]);
    expect(store.models.findByName('m')).toEqual({
      ...modelFields('m'),
      id,
      bytes: 5,
      evaluationNote: null,
      resultsSeenAt: null,
    });
    expect([...store.models.artefact(id)]).toEqual([1, 2, 3, 4, 5]);
    store.models.setEvaluationNote(id, { state: 'failed', message: 'no' });
    expect(store.models.get(id)?.evaluationNote).toEqual({ state: 'failed', message: 'no' });
  });

  test('a part is at most a megabyte', async () => {
    const store = await newStore();
    const id = store.models.begin(modelFields('m'));
    store.models.addPart(id, 0, new Uint8Array(1024 * 1024).fill(9));
    expect(() => store.models.addPart(id, 1, new Uint8Array(1024 * 1024 + 1))).toThrow('at most');
    expect(store.models.artefact(id)).toHaveLength(1024 * 1024);
  });

  test('a retrained model takes the place of the old one at once, which stays whole until then', async () => {
    const store = await newStore();
    const old = addModel(store, 'm');
    const evaluation = addEvaluation(store, old);
    const next = store.models.begin(modelFields('m'));
    expect(store.models.findByName('m')?.id).toBe(old);
    expect(() => store.models.publish(next, null)).toThrow(expect.objectContaining({ code: 'model_exists' }));
    expect(store.models.artefact(old)).toHaveLength(5);
    store.models.publish(next, old);
    expect(store.models.list().map(({ id }) => id)).toEqual([next]);
    expect([store.models.get(old), store.evaluations.get(evaluation)]).toEqual([undefined, undefined]);
    expect(() => store.models.artefact(old)).toThrow(expect.objectContaining({ code: 'model_not_found' }));
  });

  test('names are taken or free; deleting frees one', async () => {
    const store = await newStore();
    const a = addModel(store, 'a');
    const b = addModel(store, 'b');
    expect(() => store.models.rename(b, 'a')).toThrow(expect.objectContaining({ code: 'model_exists' }));
    store.models.delete(a);
    store.models.rename(b, 'a');
    expect(store.models.findByName('a')?.id).toBe(b);
    const missing = expect.objectContaining({ code: 'model_not_found' });
    expect(() => store.models.publish(a, null)).toThrow(missing);
  });

  test('what belongs to deleted models is swept away, in a later session if need be', async () => {
    const store = await newStore();
    const id = addModel(store, 'm');
    addEvaluation(store, id);
    store.models.delete(id);
    await store.close();
    const again = await storeOpener().open(store.path);
    onTestFinished(() => again.close());
    const other = addModel(again, 'other');
    // The sweeper runs a step each time the event loop turns.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(await again.reader.check()).toEqual([]);
    expect(rowCounts(again.path)).toEqual({
      model: 1,
      model_part: 2,
      evaluation: 0,
      evaluation_item: 0,
      evaluation_score: 0,
    });
    expect(other).toBeGreaterThan(id);
  });
});

function rowCounts(file: string): object {
  const db = openReadConnection(file);
  const tables = ['model', 'model_part', 'evaluation', 'evaluation_item', 'evaluation_score'];
  const counts = Object.fromEntries(
    tables.map((table) => [table, db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]),
  );
  db.close();
  return counts;
}

const item = (
  documentId: number,
  actual: readonly number[],
  predicted: readonly number[],
  scores: readonly number[],
): EvaluationItem => ({ documentId, actual, predicted, scores: Float32Array.from(scores) });

const items = [
  item(1, [0], [0], [0.75, 0.25, 0]),
  item(2, [0], [1], [0.25, 0.5, 0.25]),
  item(3, [1], [0], [0.875, 0.125, 0]),
  item(4, [], [2, 0], [0.5, 0, 0.625]),
  item(5, [2, 1], [1, 2], [0, 0.5, 0.5]),
  item(6, [1], [], [0.125, 0.25, 0]),
  item(7, [], [], [0, 0, 0.0625]),
];

function addEvaluation(
  store: ProjectStore,
  modelId: number,
  dataset: 'test' | 'validation' = 'test',
): number {
  const id = store.evaluations.begin({
    modelId,
    dataset,
    fingerprint: 'f',
    createdAt: at,
    classes: [{ classId: 1, name: 'a' }],
  });
  store.evaluations.addItems(id, items);
  store.evaluations.publish(id, { metrics: { accuracy: 0.5 }, analysis: null, seconds: 2 });
  return id;
}

describe('evaluations', () => {
  test('appear when they are published, one for each model and dataset', async () => {
    const store = await newStore();
    const model = addModel(store, 'm');
    const fields = { modelId: model, dataset: 'test' as const, fingerprint: 'f', createdAt: at, classes: [] };
    const begun = store.evaluations.begin(fields);
    expect(store.evaluations.find(model, 'test')).toBeUndefined();
    expect(store.evaluations.unpublished()).toEqual([begun]);
    store.evaluations.publish(begun, { metrics: { n: 1 }, analysis: null, seconds: 2 });
    expect(store.evaluations.find(model, 'test')).toEqual({
      ...fields,
      id: begun,
      metrics: { n: 1 },
      analysis: null,
      seconds: 2,
    });
    const validation = addEvaluation(store, model, 'validation');
    const second = addEvaluation(store, model);
    expect(store.evaluations.get(begun)).toBeUndefined();
    expect(store.evaluations.find(model, 'test')?.id).toBe(second);
    expect(store.evaluations.find(model, 'validation')?.id).toBe(validation);
    store.evaluations.delete(second);
    expect(store.evaluations.find(model, 'test')).toBeUndefined();
    expect(() => store.evaluations.publish(second, { metrics: null, analysis: null, seconds: 0 })).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    );
  });

  test('items come back as they were judged', async () => {
    const store = await newStore();
    const id = addEvaluation(store, addModel(store, 'm'));
    expect(store.evaluations.item(id, 4)).toEqual({ ...items[3], predicted: [0, 2] });
    expect(store.evaluations.item(id, 99)).toBeUndefined();
    expect(store.evaluations.items(id, [3, 99, 1]).map(({ documentId }) => documentId)).toEqual([3, 1]);
  });

  test.each([
    [{}, [3, 4, 2, 6, 1, 5, 7]],
    [{ incorrectOnly: true }, [3, 4, 2, 6]],
    [{ actual: 1 }, [3, 6, 5]],
    [{ actual: -1 }, [4, 7]],
    [{ predicted: 0 }, [3, 4, 1]],
    [{ predicted: -1 }, [6, 7]],
    [{ actual: 0, predicted: 1 }, [2]],
    [{ actual: -1, predicted: -1 }, [7]],
    [{ actual: 10 }, []],
    [{ actual: { without: 1 } }, [4, 2, 1, 7]],
    [{ actual: 1, predicted: { without: 1 } }, [3, 6]],
    [{ incorrectOnly: true, actual: 0 }, [2]],
  ])('the filter %j gives wrong ones first, the surest first', async (filter, expected) => {
    const store = await newStore();
    const id = addEvaluation(store, addModel(store, 'm'));
    expect(store.evaluations.itemIds(id, { incorrectOnly: false, ...filter })).toEqual(expected);
  });
});

test('jobs are listed newest first; those that a crash left running are marked once', async () => {
  const store = await newStore();
  const first = store.jobs.insert({ kind: 'train', title: 'Train', startedAt: at });
  const second = store.jobs.insert({ kind: 'import', title: 'Import', startedAt: at });
  const error = { code: 'internal', message: 'm', details: { a: 1 } } as const;
  store.jobs.update(second, { state: 'failed', finishedAt: at, result: null, error });
  const third = store.jobs.insert({ kind: 'export', title: 'Export', startedAt: at });
  store.jobs.update(third, { state: 'done', finishedAt: at, result: { documents: 3 }, error: null });
  expect(store.jobs.interruptRunning('2026-02-02')).toMatchObject([
    { id: first, kind: 'train', state: 'interrupted', finishedAt: '2026-02-02' },
  ]);
  expect(store.jobs.interruptRunning('2026-03-03')).toEqual([]);
  expect(store.jobs.list(10).map(({ id, state }) => [id, state])).toEqual([
    [third, 'done'],
    [second, 'failed'],
    [first, 'interrupted'],
  ]);
  expect(store.jobs.list(2)).toMatchObject([
    { result: { documents: 3 }, error: null },
    { result: null, error },
  ]);
});
