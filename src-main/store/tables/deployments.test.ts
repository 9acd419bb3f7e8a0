import { expect, test, vi } from 'vitest';
import { addModel, newStore } from '../../../tests/support/store.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const rule = (band: number) => ({ thresholds: [0.5, null], accept: [0.9], band });

test('a deployment points from model to model, and every step is remembered', async () => {
  const store = await newStore();
  const { deployments } = store;
  const [first, second] = [addModel(store, 'm1'), addModel(store, 'm2')];
  const id = deployments.insert({ name: 'live', modelId: first, rule: rule(0.1), at: '2026-01-02' });
  deployments.insert({ name: 'draft', modelId: first, rule: rule(0), at: '2026-01-02' });
  expect(deployments.list().map(({ name }) => name)).toEqual(['draft', 'live']);
  deployments.update(id, { modelId: second, rule: rule(0.2), at: '2026-01-03' });
  const live = {
    id,
    name: 'live',
    modelId: second,
    modelName: 'm2',
    rule: rule(0.2),
    createdAt: '2026-01-02',
    updatedAt: '2026-01-03',
  };
  expect([deployments.get(id), deployments.findByName('live')]).toEqual([live, live]);
  deployments.delete(id, '2026-01-04');
  expect([deployments.get(id), deployments.findByName('live')]).toEqual([undefined, undefined]);
  const live2 = { deploymentId: id, name: 'live', first: false };
  const draft = { deploymentId: id + 1, name: 'draft', first: true };
  const toFirst = { at: '2026-01-02', modelId: first, modelName: 'm1' };
  const steps = [
    { ...live2, at: '2026-01-04', modelId: null, modelName: null, rule: null },
    { ...live2, at: '2026-01-03', modelId: second, modelName: 'm2', rule: rule(0.2) },
    { ...draft, ...toFirst, rule: rule(0) },
    { ...live2, first: true, ...toFirst, rule: rule(0.1) },
  ];
  expect(deployments.steps(0, 10)).toEqual(steps);
  expect(deployments.steps(1, 2)).toEqual(steps.slice(1, 3));
  expect(deployments.stepCount()).toBe(4);
});

test('living deployments have one name each; a deleted one gives its name back', async () => {
  const store = await newStore();
  const { deployments } = store;
  const fields = { name: 'live', modelId: addModel(store, 'm'), rule: rule(0), at: '2026-01-02' };
  const id = deployments.insert(fields);
  expect(() => deployments.insert(fields)).toThrow(expect.objectContaining({ code: 'already_exists' }));
  expect(deployments.stepCount()).toBe(1);
  deployments.delete(id, '2026-01-03');
  const missing = expect.objectContaining({ code: 'not_found' });
  expect(() => deployments.delete(id, '2026-01-03')).toThrow(missing);
  expect(() => deployments.update(id, fields)).toThrow(missing);
  expect(deployments.insert(fields)).toBeGreaterThan(id);
});

test('the model must be there when it is pointed at; its name is that of now, at the end the last one', async () => {
  const store = await newStore();
  const { deployments } = store;
  const missing = expect.objectContaining({ code: 'model_not_found' });
  expect(() => deployments.insert({ name: 'live', modelId: 1, rule: rule(0), at: '' })).toThrow(missing);
  const modelId = addModel(store, 'm');
  const id = deployments.insert({ name: 'live', modelId, rule: rule(0), at: '2026-01-02' });
  store.models.rename(modelId, 'better');
  expect(deployments.get(id)?.modelName).toBe('better');
  store.models.delete(modelId);
  expect(deployments.get(id)).toMatchObject({ modelId, modelName: 'm' });
  expect(() => deployments.update(id, { modelId, rule: rule(1), at: '' })).toThrow(missing);
  expect(deployments.get(id)?.rule).toEqual(rule(0));
});
