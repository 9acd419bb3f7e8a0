import { describe, expect, it } from 'vitest';
import { trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { codeOf, topicClasses, topicData, topicDocuments } from '../../../tests/support/learner.ts';
import { countsOf } from '../../domain/statistics/outcomes.ts';
import { judgeCurve } from './judge-curve.ts';

const accuracies = (curve: Awaited<ReturnType<typeof judgeCurve>>): number[] =>
  curve.models.map((_, model) => {
    const { exact, documents } = countsOf(curve.outcomes, model);
    return exact / documents;
  });

describe('models of growing parts', () => {
  it('are judged on all folds, in three orders, with the whole once', async () => {
    const data = topicData('single', { training: 500 });
    const curve = await judgeCurve(data, trainingContext());
    expect(curve).toMatchObject({ judgedOn: 'cross-validation', seeds: [7, 8, 9] });
    expect(curve.models.map(({ point, order }) => `${point} ${order}`).toSorted()).toEqual([
      ...[0, 1, 2, 3, 4].flatMap((point) => [0, 1, 2].map((order) => `${point} ${order}`)),
      '5 0',
    ]);
    expect(curve.outcomes.documents).toBe(500);
    expect(curve.now.documents).toBe(500);
    // A model learns from four fifths of its part.
    expect(curve.points.map(({ documents }) => documents)).toEqual([16, 30, 58, 110, 210, 400]);
    expect(curve.points.at(-1)!.classes.reduce((sum, count) => sum + count, 0)).toBeCloseTo(400, 6);
    const [whole, ...parts] = accuracies(curve);
    expect(whole).toBeGreaterThan(0.85);
    expect(whole).toBeGreaterThan(
      Math.max(...parts.filter((_, index) => curve.models[index + 1]!.point === 0)),
    );
  });

  it('are judged on the validation documents where there are enough of them', async () => {
    const curve = await judgeCurve(
      topicData('single', { training: 300, validation: 320 }),
      trainingContext(),
    );
    expect(curve).toMatchObject({ judgedOn: 'validation' });
    expect(curve.outcomes.documents).toBe(320);
    expect(curve.points.at(-1)!.documents).toBe(300);
  });

  it('give several classes or none in multi-label projects, with thresholds of other documents', async () => {
    const curve = await judgeCurve(topicData('multi', { training: 400 }), trainingContext());
    const { tp, fp, fn } = countsOf(curve.outcomes, 0);
    const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
    expect((2 * sum(tp)) / (2 * sum(tp) + sum(fp) + sum(fn))).toBeGreaterThan(0.8);
  });

  it('are the same for the same seed, on one thread and on several', async () => {
    const data = topicData('single', { training: 200 });
    const once = await judgeCurve(data, trainingContext());
    const entry = new URL('../threads/main.ts', import.meta.url).pathname;
    expect(await judgeCurve(data, trainingContext({ threads: { count: 2, entry } }))).toEqual(once);
  });
});

it('fewer than 40 documents are refused', async () => {
  const data = trainingData({ classes: topicClasses, training: topicDocuments('single', 39, 1) });
  expect(await codeOf(judgeCurve(data, trainingContext()))).toBe('too_few_documents');
});
