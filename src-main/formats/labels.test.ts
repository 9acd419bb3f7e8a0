import { describe, expect, test } from 'vitest';
import { classNameProblem, createLabelReader, datasetOfName } from './labels.ts';

const single = createLabelReader('single', null, null);
const multi = createLabelReader('multi', '|', null);

describe('cells', () => {
  test.each([
    ['', null],
    ['   ', null],
    ['A', ['A']],
    [' A | B |A|| ', ['A', 'B']],
    ['|', null],
    ['[]', []],
    ['["A","B|C"]', ['A', 'B|C']],
    ['[not json]', ['[not json]']],
    ['{"choices":["A","B"]}', ['A', 'B']],
  ])('of a multi-label project: %j', (cell, expected) => {
    expect(multi.fromCell(cell)).toEqual(expected);
    expect(multi.fromCell(cell)).toEqual(expected);
  });

  test.each([
    ['A|B', ['A|B']],
    ['[]', null],
    ['["A"]', ['A']],
    ['', null],
  ])('of a single-label project: %j', (cell, expected) => expect(single.fromCell(cell)).toEqual(expected));

  test("a delimiter of one's own keeps names that hold the usual one", () => {
    expect(createLabelReader('multi', ';', ';').fromCell('A|B; C')).toEqual(['A|B', 'C']);
    expect(createLabelReader('single', ';', ';').fromCell('A;B')).toMatch(/2 labels \(A, B\)/);
  });
});

describe('JSON values', () => {
  test.each([
    [undefined, null],
    [null, null],
    ['', null],
    ['A|B', ['A|B']],
    [3, ['3']],
    [[], []],
    [[''], null],
    [
      ['A', ' A ', 'B', ''],
      ['A', 'B'],
    ],
    [
      [1, 2],
      ['1', '2'],
    ],
    [{ A: 1, B: 0, C: 0.7 }, ['A', 'C']],
    [{ A: 0, B: false }, []],
    [{ category: 'A' }, ['A']],
    [
      [{ category: 'A' }, { Name: 'B', Score: 0.9 }],
      ['A', 'B'],
    ],
  ])('of a multi-label project: %j', (value, expected) => expect(multi.fromValue(value)).toEqual(expected));

  test.each([
    [[], null],
    [['A'], ['A']],
    [['A', 'A'], ['A']],
    [{ A: 0, B: 1 }, ['B']],
    [{ A: 0, B: 0 }, null],
  ])('of a single-label project: %j', (value, expected) => expect(single.fromValue(value)).toEqual(expected));

  test.each([
    [single, ['A', 'B'], /2 labels/],
    [single, { A: 1, B: 1 }, /2 labels/],
    [multi, [['A']], /not a text/],
    [multi, [null], /not a text/],
    [multi, { A: 'yes' }, /not 0 or 1/],
    [multi, ['x'.repeat(201)], /longer than 200/],
    [multi, ['a\nb'], /control character/],
    [multi, ['a\uFFFDb'], /encoding/],
  ])('that reject the row', (reader, value, reason) => expect(reader.fromValue(value)).toMatch(reason));
});

test('names of datasets, in any case', () => {
  const names = ['train', 'Training', 'dev', 'VAL', 'valid', ' validation ', 'test', 'holdout', ''];
  expect(names.map(datasetOfName)).toEqual([
    'train',
    'train',
    'validation',
    'validation',
    'validation',
    'validation',
    'test',
    undefined,
    undefined,
  ]);
});

test('names of classes', () => {
  expect(classNameProblem('x'.repeat(200))).toBeNull();
  expect(classNameProblem('Überweisung – 送金')).toBeNull();
  expect(classNameProblem('a\tb')).toMatch(/control/);
  expect(classNameProblem('\ud800')).toMatch(/damaged/);
});
