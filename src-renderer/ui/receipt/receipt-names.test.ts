import { expect, test } from 'vitest';
import { backendName, candidateName, familyName, optionFact, readable } from './receipt-names.ts';

test('families, also those of an average, go by their names', () => {
  expect(familyName('tensorflow')).toBe('Dense network');
  expect(familyName('from-the-future')).toBe('from-the-future');
  expect(candidateName('linear + tensorflow')).toBe('Linear + Dense network');
});

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
  expect(readable('hiddenUnits')).toBe('Hidden units');
});
