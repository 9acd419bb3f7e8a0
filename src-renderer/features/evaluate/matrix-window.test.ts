import { expect, test } from 'vitest';
import { matrixSizes, placeAfterKey, tabStop, visibleRange } from './matrix-window.ts';

test('only cells in view, and a few around them, are rendered', () => {
  expect(visibleRange(0, 300, 30, 1000)).toEqual({ first: 0, end: 13 });
  expect(visibleRange(3000, 300, 30, 1000)).toEqual({ first: 97, end: 113 });
  expect(visibleRange(29_900, 300, 30, 1000)).toEqual({ first: 993, end: 1000 });
  expect(visibleRange(0, 300, 30, 4)).toEqual({ first: 0, end: 4 });
});

test('keys stop at the edges', () => {
  expect(placeAfterKey({ row: 0, column: 3 }, 'ArrowUp', 4)).toEqual({ row: 0, column: 3 });
  expect(placeAfterKey({ row: 0, column: 3 }, 'ArrowDown', 4)).toEqual({ row: 1, column: 3 });
  expect(placeAfterKey({ row: 0, column: 3 }, 'ArrowRight', 4)).toEqual({ row: 0, column: 3 });
  expect(placeAfterKey({ row: 2, column: 3 }, 'Home', 4)).toEqual({ row: 2, column: 0 });
  expect(placeAfterKey({ row: 2, column: 3 }, 'PageUp', 4)).toEqual({ row: 0, column: 3 });
  expect(placeAfterKey({ row: 2, column: 3 }, 'Enter', 4)).toBeNull();
});

test('a cell scrolled out of view hands the tab stop to one in view', () => {
  expect(tabStop({ row: 0, column: 50 }, { first: 10, end: 20 }, { first: 0, end: 40 })).toEqual({
    row: 10,
    column: 39,
  });
});

test('many classes get small cells with upright names, few get room', () => {
  const few = matrixSizes(['Access', 'Storage', 'Billing'], 700);
  expect(few).toMatchObject({ cellWidth: 88, upright: false });
  const many = matrixSizes(
    Array.from({ length: 77 }, (_, index) => `card_payment_not_recognised_${index}`),
    700,
  );
  expect(many).toMatchObject({ cellWidth: 38, upright: true });
  expect(many.labelWidth).toBeLessThanOrEqual(200);
});
