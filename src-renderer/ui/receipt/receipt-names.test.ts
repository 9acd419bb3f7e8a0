import { expect, test } from 'vitest';
import { backendName, optionFact } from './receipt-names.ts';

test('a backend reads as words, an unknown one as it is', () => {
  expect(backendName('tensorflow wasm')).toBe('TensorFlow.js on WebAssembly');
  expect(backendName('typescript + tensorflow native')).toBe(
    'TypeScript + TensorFlow.js on the native library',
  );
  expect(backendName('abacus')).toBe('abacus');
});

test('what a training found by itself has the names of the screen', () => {
  expect(optionFact('auto', 'bestIfNone', true)).toEqual(['Best class if none passes', 'yes']);
  expect(optionFact('linear', 'scale', 4.180112)).toEqual(['Sharpness of probabilities', '4.18']);
  expect(optionFact('encoder', 'encoderFingerprint', '57cbce118e0c252dd220e3415bfd7573')).toEqual([
    'Fingerprint of the encoder',
    '57cbce118e0c252d…',
  ]);
});
