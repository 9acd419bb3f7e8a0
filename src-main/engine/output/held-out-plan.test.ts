import { describe, expect, it } from 'vitest';
import type { ProjectKind } from '../../domain/project.ts';
import type { TrainingDocument } from '../types.ts';
import { judgedValidation, planHeldOut } from './held-out-plan.ts';

const classes = ['a', 'b', 'c'];
const labelsOf = (count: number): readonly (readonly number[])[] =>
  Array.from({ length: count }, (_, row) => [row % 3]);
const plan = (count: number, validationSize = 0, seed = 1) =>
  planHeldOut({ kind: 'single', classes, validationSize }, labelsOf(count), seed);

describe('planHeldOut', () => {
  it('takes the validation documents where they are enough, and not few beside the others', () => {
    expect(plan(20, 10)).toEqual({ by: 'validation' });
    expect(plan(18, 9).by).toBe('cross-validation');
    expect(plan(21, 10).by).toBe('cross-validation');
    expect(plan(5000, 299).by).toBe('cross-validation');
    expect(plan(5000, 300)).toEqual({ by: 'validation' });
    expect(plan(5, 10)).toEqual({ by: 'validation' });
  });

  it('holds nothing out of fewer than ten documents', () => {
    expect(plan(9)).toEqual({ by: 'none' });
    expect(plan(10).by).toBe('cross-validation');
  });

  it.each([
    [10, 5, 10],
    [1500, 5, 1500],
    [1501, 3, 1501],
    [6000, 3, 6000],
    [6003, 1, Math.round(6003 / 5)],
    [40_000, 1, 4000],
  ])(
    'judges documents of %d in %d folds, each at most once, never those that it fits',
    (count, folds, judged) => {
      const made = plan(count);
      if (made.by !== 'cross-validation') throw new Error(made.by);
      expect(made.folds).toHaveLength(folds);
      const rows = made.folds.flatMap((fold) => Array.from(fold.judge));
      expect(new Set(rows).size).toBe(rows.length);
      expect(Math.abs(rows.length - judged)).toBeLessThanOrEqual(classes.length);
      for (const { fit, judge } of made.folds) {
        expect(new Set([...fit, ...judge]).size).toBe(fit.length + judge.length);
        expect(fit.length + judge.length).toBe(count);
      }
    },
  );

  it('is the same for the same seed, another for another', () => {
    expect(plan(100, 0, 3)).toEqual(plan(100, 0, 3));
    expect(plan(100, 0, 4)).not.toEqual(plan(100, 0, 3));
  });
});

describe('judgedValidation', () => {
  const documents = (count: number): readonly TrainingDocument[] =>
    Array.from({ length: count }, (_, id) => ({ id, text: '', classes: id % 5 === 0 ? [] : [id % 3] }));
  const judged = (kind: ProjectKind, count: number): readonly number[] => {
    const validation = documents(count);
    const data = { kind, validation: () => validation, validationSize: count };
    return Array.from(judgedValidation(data), ({ id }) => id);
  };

  it('passes over documents without a class where a class is needed', () => {
    expect(judged('single', 10)).toEqual([1, 2, 3, 4, 6, 7, 8, 9]);
    expect(judged('multi', 10)).toHaveLength(10);
  });

  it('looks at 20,000 at most, evenly spread', () => {
    const ids = judged('multi', 50_000);
    expect(ids.length).toBeLessThanOrEqual(20_000);
    expect(ids.slice(0, 3)).toEqual([0, 3, 6]);
    expect(ids.at(-1)).toBeGreaterThan(49_990);
  });
});
