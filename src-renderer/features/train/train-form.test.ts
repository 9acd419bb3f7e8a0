import { expect, test } from 'vitest';
import { familyOf } from '../../../src-main/domain/families.ts';
import {
  changedOptions,
  encoderProblem,
  expectedAfterDraw,
  fieldProblem,
  nameProblem,
  percentageProblem,
  proposedName,
  seedProblem,
} from './train-form.ts';

test('the proposed name is the first free number', () => {
  expect(proposedName([])).toBe('model-1');
  expect(proposedName(['model-1', 'other', 'model-3'])).toBe('model-2');
});

test('a new name must be there and free', () => {
  expect(nameProblem('  ', [])).not.toBeNull();
  expect(nameProblem(' model-1 ', ['model-1'])).toContain('model-1');
  expect(nameProblem('model-2', ['model-1'])).toBeNull();
});

test('the three shares must add up to 100 and leave some for training', () => {
  expect(percentageProblem({ train: 80, validation: 10, test: 10 })).toBeNull();
  expect(percentageProblem({ train: 33.4, validation: 33.3, test: 33.3 })).toBeNull();
  expect(percentageProblem({ train: 80, validation: 10, test: 5 })).toContain('95');
  expect(percentageProblem({ train: 0, validation: 50, test: 50 })).not.toBeNull();
});

test('a seed is a whole number of 32 bits', () => {
  expect(seedProblem(0)).toBeNull();
  expect(seedProblem(4_294_967_295)).toBeNull();
  expect(seedProblem(4_294_967_296)).not.toBeNull();
  expect(seedProblem(1.5)).not.toBeNull();
  expect(seedProblem(Number.NaN)).not.toBeNull();
});

test('the draw fills up what the shares lack', () => {
  const shares = { train: 80, validation: 10, test: 10 };
  expect(expectedAfterDraw({ train: 0, validation: 0, test: 0 }, 400, shares)).toEqual({
    train: 320,
    validation: 40,
    test: 40,
  });
  expect(expectedAfterDraw({ train: 0, validation: 0, test: 50 }, 50, shares)).toEqual({
    train: 44,
    validation: 6,
    test: 50,
  });
  expect(expectedAfterDraw({ train: 8, validation: 1, test: 1 }, 0, shares)).toEqual({
    train: 8,
    validation: 1,
    test: 1,
  });
});

test('an option beside its field says what fits', () => {
  const [cost, weights] = familyOf('linear')!.options;
  expect(fieldProblem(cost!, 0.5)).toBeNull();
  expect(fieldProblem(cost!, 101)).toBe('A number from 0 to 100.');
  expect(fieldProblem(cost!, '')).not.toBeNull();
  expect(fieldProblem(weights!, 'balanced')).toBeNull();
  expect(fieldProblem(weights!, 'heavy')).not.toBeNull();
  const [units] = familyOf('tensorflow')!.options;
  expect(fieldProblem(units!, 1.5)).toBe('A whole number from 0 to 1024.');
});

test('an option set to its usual value has not changed', () => {
  const { options } = familyOf('tensorflow')!;
  expect(changedOptions(options, {})).toBe(0);
  const usual = Object.fromEntries(options.map(({ id, default: value }) => [id, value]));
  expect(changedOptions(options, usual)).toBe(0);
  expect(changedOptions(options, { ...usual, dropout: 0.55, classWeights: 'balanced' })).toBe(2);
});

test('an encoder needs a folder', () => {
  expect(encoderProblem(' ')).not.toBeNull();
  expect(encoderProblem('/models/encoder')).toBeNull();
});
