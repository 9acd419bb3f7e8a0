import { expect, test } from 'vitest';
import { families, learnerName, optionProblem, withDefaults, withLearnerNames } from './families.ts';

test('every learner has a name, and an unknown one keeps its id', () => {
  expect(families.map(({ id }) => learnerName(id))).toEqual(families.map(({ name }) => name));
  expect(learnerName('naive Bayes')).toBe('naive Bayes');
});

test('reports name learners as people know them, and change nothing else', () => {
  expect(withLearnerNames('linear + tensorflow')).toBe('Linear + Dense network');
  expect(withLearnerNames('the best single learner, linear, 85.3 %')).toBe(
    'the best single learner, Linear, 85.3 %',
  );
  expect(withLearnerNames('nonlinear and automatic')).toBe('nonlinear and automatic');
});

test('the usual values of every family fit its own definitions', () => {
  for (const { options } of families) {
    expect(optionProblem(options, withDefaults(options, {}))).toBeNull();
  }
});
