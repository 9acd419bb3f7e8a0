import { expect, test } from 'vitest';
import { candidateName, optionFact, optionsByLearner, phaseName, readable } from './receipt-words.ts';

test('options have the names and values of their family, else names given, else plain words', () => {
  expect(optionFact('tensorflow', 'classWeights', 'balanced')).toEqual(['Class weights', 'Balanced']);
  expect(optionFact('linear', 'cost', 0.1 + 0.2)).toEqual(['Cost', '0.3']);
  expect(optionFact('linear', 'scale', 1, { scale: 'Sharpness' })).toEqual(['Sharpness', '1']);
  expect(optionFact('linear', 'fromTheFuture', 12_000)).toEqual(['From the future', '12,000']);
  expect(optionFact('linear', 'found', false)).toEqual(['Found', 'no']);
  expect(readable('hiddenUnits')).toBe('Hidden units');
});

test('the options of an average stand apart by learner', () => {
  const groups = optionsByLearner('auto', { 'linear.cost': 1, 'linear.weight': 0.6, 'bayes.weight': 0.4 });
  expect([...groups]).toEqual([
    [
      'linear',
      [
        ['cost', 1],
        ['weight', 0.6],
      ],
    ],
    ['bayes', [['weight', 0.4]]],
  ]);
  expect([...optionsByLearner('linear', { cost: 1 })]).toEqual([['linear', [['cost', 1]]]]);
});

test('phases read as words, learners by their names', () => {
  expect(phaseName('latentVectors')).toBe('Latent vectors');
  expect(phaseName('tensorflow')).toBe('Dense network');
  expect(phaseName('naive Bayes')).toBe('Naive Bayes');
  expect(candidateName('linear + naive Bayes')).toBe('Linear + Naive Bayes');
});
