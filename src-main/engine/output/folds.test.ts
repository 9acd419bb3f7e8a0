import { describe, expect, it } from 'vitest';
import { stratifiedFolds } from './folds.ts';

const labels = Array.from({ length: 103 }, (_, row) => (row % 10 === 0 ? [2] : row % 3 === 0 ? [0, 1] : [0]));

describe('stratifiedFolds', () => {
  it('judges every row once and never a row that it fits', () => {
    const folds = stratifiedFolds(labels, 3, { parts: 5, folds: 5, fitParts: 4 }, 7);
    const judged = folds.flatMap((fold) => Array.from(fold.judge)).sort((a, b) => a - b);
    expect(judged).toEqual(labels.map((_, row) => row));
    for (const { fit, judge } of folds) {
      expect(fit.length + judge.length).toBe(labels.length);
      expect(fit.filter((row) => judge.includes(row)).length).toBe(0);
    }
  });

  it('spreads every class over the folds', () => {
    const folds = stratifiedFolds(labels, 3, { parts: 5, folds: 5, fitParts: 4 }, 7);
    const rare = folds.map((fold) => fold.judge.filter((row) => labels[row]![0] === 2).length);
    expect(Math.max(...rare) - Math.min(...rare)).toBeLessThanOrEqual(1);
  });

  it('follows the seed', () => {
    const plan = { parts: 4, folds: 1, fitParts: 2 };
    const first = stratifiedFolds(labels, 3, plan, 1);
    expect(stratifiedFolds(labels, 3, plan, 1)).toEqual(first);
    expect(stratifiedFolds(labels, 3, plan, 2)).not.toEqual(first);
    expect(first[0]!.fit.length).toBeLessThan(60);
  });
});
