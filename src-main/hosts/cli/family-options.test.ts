import { expect, test } from 'vitest';
import { familyOptions } from './family-options.ts';
import { UsageError } from './usage-error.ts';

test('values take the type of their option', () => {
  expect(familyOptions('tensorflow', ['epochs=20', 'dropout = 0.5', 'classWeights=balanced'])).toEqual({
    epochs: 20,
    dropout: 0.5,
    classWeights: 'balanced',
  });
  expect(familyOptions('linear', [])).toEqual({});
});

test('the last of two values of one option counts', () => {
  expect(familyOptions('linear', ['cost=1', 'cost=2'])).toEqual({ cost: 2 });
});

test.each([
  ['epochs', /name=value.*epochs/],
  ['=3', /name=value/],
  ['depth=3', /no option "depth".*hiddenUnits/],
  ['epochs=many', /whole number from 1 to 500/],
  ['epochs=', /whole number/],
  ['epochs=2.5', /whole number/],
  ['dropout=1', /from 0 to 0.9/],
  ['classWeights=heavy', /none, balanced/],
])('%s is wrong usage', (pair, message) => {
  expect(() => familyOptions('tensorflow', [pair])).toThrow(UsageError);
  expect(() => familyOptions('tensorflow', [pair])).toThrow(message);
});
