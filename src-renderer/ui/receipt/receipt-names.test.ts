import { expect, test } from 'vitest';
import {
  backendName,
  candidateName,
  optionFact,
  optionsByLearner,
  phaseName,
  readable,
} from './receipt-names.ts';

test('a backend reads as words, an unknown one as it is', () => {
  expect(backendName('tensorflow wasm')).toBe('TensorFlow.js on WebAssembly');
  expect(backendName('typescript + tensorflow native')).toBe(
    'TypeScript + TensorFlow.js on the native library',
  );
  expect(backendName('abacus')).toBe('abacus');
});

test('options have the names and values of the train screen', () => {
  expect(optionFact('tensorflow', 'classWeights', 'balanced')).toEqual(['Class weights', 'Balanced']);
  expect(optionFact('linear', 'cost', 0.1 + 0.2)).toEqual(['Cost', '0.3']);
  expect(optionFact('auto', 'bestIfNone', true)).toEqual(['Best class if none passes', 'yes']);
  expect(optionFact('linear', 'scale', 4.180112)).toEqual(['Sharpness of probabilities', '4.18']);
  expect(optionFact('linear', 'fromTheFuture', 12_000)).toEqual(['From the future', '12,000']);
  expect(optionFact('encoder', 'encoderFingerprint', '57cbce118e0c252dd220e3415bfd7573')).toEqual([
    'Fingerprint of the encoder',
    '57cbce118e0c252d…',
  ]);
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
