import { expect, test } from 'vitest';
import { denseMatrix, sparseMatrix } from './sparse-matrix.ts';

test('only what is not 0 is kept, and everything comes back', () => {
  const counts = [
    [0, 3, 0],
    [0, 0, 0],
    [1, 0, 12],
  ];
  expect(sparseMatrix(counts)).toEqual({ size: 3, rows: [[1, 3], [], [0, 1, 2, 12]] });
  expect(denseMatrix(sparseMatrix(counts))).toEqual(counts);
});

test('without classes there is nothing', () => {
  expect(denseMatrix(sparseMatrix([]))).toEqual([]);
});
