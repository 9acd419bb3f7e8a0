import { expect, test } from 'vitest';
import type { ModelReceipt } from '../../../src-main/domain/model.ts';
import { type ClassRow, classRows, nextSort, sortedRows } from './class-rows.ts';

function row(name: string, figures: Partial<ClassRow> = {}): ClassRow {
  return {
    name,
    index: 0,
    tp: 0,
    fp: 0,
    fn: 0,
    tn: 0,
    precision: null,
    recall: null,
    f1: null,
    support: 0,
    predictedCount: 0,
    training: null,
    ...figures,
  };
}

const names = (rows: readonly ClassRow[]): readonly string[] => rows.map((each) => each.name);

test('undefined figures stay last in both directions', () => {
  const rows = [row('a'), row('b', { f1: 0.9 }), row('c', { f1: 0 })];
  expect(names(sortedRows(rows, { by: 'f1', descending: false }))).toEqual(['c', 'b', 'a']);
  expect(names(sortedRows(rows, { by: 'f1', descending: true }))).toEqual(['b', 'c', 'a']);
});

test('equal figures keep the order of the classes', () => {
  const rows = [row('b', { tp: 1 }), row('a', { tp: 1 }), row('c', { tp: 2 })];
  expect(names(sortedRows(rows, { by: 'tp', descending: true }))).toEqual(['c', 'b', 'a']);
  expect(names(sortedRows(rows, { by: 'name', descending: false }))).toEqual(['a', 'b', 'c']);
});

test('a second click on a column turns its order around', () => {
  const byName = nextSort({ by: 'f1', descending: false }, 'name');
  expect(byName).toEqual({ by: 'name', descending: false });
  expect(nextSort(byName, 'name').descending).toBe(true);
  expect(nextSort(byName, 'support')).toEqual({ by: 'support', descending: true });
});

test('training labels are found by class id, not by place', () => {
  const model = {
    classes: [
      { classId: 7, name: 'b' },
      { classId: 5, name: 'a' },
    ],
    receipt: {
      classCounts: [
        { train: 70, validation: 0, test: 0 },
        { train: 50, validation: 0, test: 0 },
      ],
    } as unknown as ModelReceipt,
  };
  const evaluated = [
    { classId: 5, name: 'a' },
    { classId: 9, name: 'new' },
    { classId: 7, name: 'b' },
  ];
  const rows = classRows([row('a'), row('new'), row('b')], evaluated, model);
  expect(rows.map((each) => each.training)).toEqual([50, null, 70]);
  expect(rows.map((each) => each.index)).toEqual([0, 1, 2]);
});
