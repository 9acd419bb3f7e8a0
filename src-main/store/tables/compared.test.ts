import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { newStore } from '../../../tests/support/store.ts';
import type { EvaluationItem } from '../../core/ports/model-tables.ts';
import type { ProjectStore } from '../../core/ports/store.ts';
import type { ModelClass, ModelReceipt } from '../../domain/model.ts';
import { openReadOnly } from '../read-only.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

let store: ProjectStore;
beforeEach(async () => {
  store = await newStore();
});

/** Document, labelled classes, predicted classes, score of the prediction. */
type Judged = readonly [id: number, actual: readonly number[], predicted: readonly number[], score: number];

const classes = (...ids: readonly number[]): readonly ModelClass[] =>
  ids.map((classId) => ({ classId, name: `c${classId}` }));

function addEvaluation(
  name: string,
  list: readonly ModelClass[],
  judged: readonly Judged[],
  fields: { readonly dataset?: 'test' | 'validation'; readonly createdAt?: string } = {},
): { readonly id: number; readonly modelId: number } {
  const modelId =
    store.models.findByName(name)?.id ??
    store.models.begin({
      name,
      kind: 'multi',
      family: 'linear',
      createdAt: '',
      seconds: 1,
      classes: list,
      receipt: {} as ModelReceipt,
      historyPoint: 3,
    });
  if (store.models.unpublished().includes(modelId)) store.models.publish(modelId, null);
  const { dataset = 'test', createdAt = '2026-01-01' } = fields;
  const id = store.evaluations.begin({ modelId, dataset, fingerprint: 'f', createdAt, classes: list });
  const items = judged.map(([documentId, actual, predicted, score]): EvaluationItem => {
    const scores = new Float32Array(list.length).fill(score / 2);
    for (const index of predicted) scores[index] = score;
    return { documentId, actual, predicted, scores };
  });
  store.evaluations.addItems(id, items);
  store.evaluations.publish(id, { metrics: null, analysis: null, seconds: 1 });
  return { id, modelId };
}

const a: readonly Judged[] = [
  [1, [0], [0], 0.5],
  [2, [0], [1], 0.5],
  [3, [0], [1], 0.5],
  [4, [1], [1], 0.5],
  [5, [1], [0], 0.5],
  [6, [1], [0], 0.5],
  [7, [0], [0, 1], 0.5],
];
const b: readonly Judged[] = [
  [1, [0], [0], 0.875],
  [2, [0], [0], 0.25],
  [3, [0], [0], 0.75],
  [4, [1], [0], 0.625],
  [5, [1], [0], 0.375],
  [6, [1], [0, 1], 0.125],
  [7, [0], [0, 1], 0.5],
];

const expected = {
  fixed: [3, 2],
  broken: [4],
  'both-wrong': [7, 5, 6],
  // Those that B has wrong come first.
  changed: [4, 6, 3, 2],
} as const;

test.each(Object.entries(expected) as [keyof typeof expected, readonly number[]][])(
  'documents %s are found, the surest first',
  (set, ids) => {
    const [first, second] = [addEvaluation('a', classes(10, 20), a), addEvaluation('b', classes(10, 20), b)];
    expect(store.evaluations.comparedIds(first.id, second.id, set)).toEqual(ids);
    const reading = openReadOnly(store.path);
    onTestFinished(() => reading.close());
    expect(reading.evaluations.comparedIds(first.id, second.id, set)).toEqual(ids);
    expect(reading.evaluations.items(second.id, ids)).toEqual(store.evaluations.items(second.id, ids));
  },
);

test.each(Object.entries(expected) as [keyof typeof expected, readonly number[]][])(
  'documents %s are the same when the other model has its classes in another order',
  (set, ids) => {
    const swapped = b.map(([id, actual, predicted, score]): Judged => {
      const swap = (indexes: readonly number[]) => indexes.map((index) => [2, 0][index]!);
      return [id, swap(actual), swap(predicted), score];
    });
    const first = addEvaluation('a', classes(10, 20), a);
    const second = addEvaluation('b', classes(20, 30, 10), swapped);
    expect(store.evaluations.comparedIds(first.id, second.id, set)).toEqual(ids);
  },
);

test('a class that the first model does not know is a change', () => {
  const first = addEvaluation('a', classes(10, 20), [[1, [0], [1], 0.5]]);
  const second = addEvaluation('b', classes(10, 30, 20), [[1, [0], [1], 0.5]]);
  expect(store.evaluations.comparedIds(first.id, second.id, 'changed')).toEqual([1]);
});

test('documents of one side only, and evaluations that are gone, are not compared', () => {
  const first = addEvaluation('a', classes(10, 20), [...a, [99, [0], [1], 0.5]]);
  const second = addEvaluation('b', classes(10, 20), [...b, [98, [0], [1], 0.5]]);
  expect(store.evaluations.comparedIds(first.id, second.id, 'both-wrong')).toEqual([7, 5, 6]);
  store.evaluations.delete(first.id);
  expect(store.evaluations.comparedIds(first.id, second.id, 'fixed')).toEqual([]);
});

test('a model remembers when its first results on the test set were there', () => {
  const { modelId } = addEvaluation('a', classes(10), [], { dataset: 'validation', createdAt: '2026-01-01' });
  expect(store.models.get(modelId)).toMatchObject({ historyPoint: 3, resultsSeenAt: null });
  const { id } = addEvaluation('a', classes(10), [], { createdAt: '2026-01-02' });
  expect(store.models.get(modelId)?.resultsSeenAt).toBe('2026-01-02');
  store.evaluations.delete(id);
  addEvaluation('a', classes(10), [], { createdAt: '2026-01-03' });
  expect(store.models.get(modelId)?.resultsSeenAt).toBe('2026-01-02');
});

test('an analysis is frozen with its evaluation', () => {
  const { modelId } = addEvaluation('a', classes(10), []);
  const fields = { modelId, dataset: 'test', fingerprint: 'f', createdAt: '', classes: classes(10) } as const;
  const id = store.evaluations.begin(fields);
  const analysis = {
    intervals: { seed: 1, resamples: 2, overall: {} as never, classes: [] },
    languages: [],
    reliability: { error: 0.25, bins: [] },
    scores: { classes: [{ positive: [999, 1], negative: [] }], predicted: null },
    thresholds: null,
    pairs: null,
  };
  store.evaluations.publish(id, { metrics: null, analysis, seconds: 1 });
  expect(store.evaluations.find(modelId, 'test')?.analysis).toEqual(analysis);
});
