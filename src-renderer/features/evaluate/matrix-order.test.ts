import { expect, test } from 'vitest';
import { createConfusion } from './confusion.ts';
import { chosenClasses } from './matrix-order.ts';

const names = ['Cards', 'Loans', 'Access', 'Cash'];
const confusion = createConfusion([
  [5, 0, 0, 1],
  [0, 4, 2, 0],
  [0, 3, 1, 0],
  [0, 0, 0, 6],
]);
const all = [0, 1, 2, 3];

test('orders by the mistakes from and to a class, by name, or as given', () => {
  expect(chosenClasses(confusion, names, all, { order: 'given', search: '' })).toEqual(all);
  expect(chosenClasses(confusion, names, all, { order: 'name', search: '' })).toEqual([2, 0, 3, 1]);
  expect(chosenClasses(confusion, names, all, { order: 'confused', search: '' })).toEqual([1, 2, 0, 3]);
});

test('a search keeps what it finds and the classes that those are confused with', () => {
  expect(chosenClasses(confusion, names, all, { order: 'given', search: 'LOAN' })).toEqual([1, 2]);
  expect(chosenClasses(confusion, names, all, { order: 'given', search: 'cash' })).toEqual([0, 3]);
  expect(chosenClasses(confusion, names, [0, 1], { order: 'given', search: 'cash' })).toEqual([]);
});
