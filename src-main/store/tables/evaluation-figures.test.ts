import { expect, test } from 'vitest';
import { addModel, newStore } from '../../../tests/support/store.ts';

test('the two figures of an evaluation are its own to the last bit', async () => {
  const store = await newStore();
  const { evaluations } = store;
  const modelId = addModel(store, 'm');
  expect(evaluations.figures(modelId, 'test')).toBeUndefined();
  const fields = {
    modelId,
    dataset: 'test',
    fingerprint: 'f',
    createdAt: '2026-01-01',
    classes: [],
  } as const;
  for (const [accuracy, macroF1] of [
    [1, 0],
    [1 / 3, 0.1 + 0.2],
    [0.8971428571428571, 5e-324],
  ]) {
    const id = evaluations.begin(fields);
    evaluations.publish(id, { metrics: { accuracy, macroF1, other: 1 }, analysis: null, seconds: 0 });
    expect(evaluations.figures(modelId, 'test')).toEqual({ id, accuracy, macroF1 });
  }
});
