import { describe, expect, it } from 'vitest';
import { collect, delimiter, labelDelimiter, percentage, wholeNumber } from './arguments.ts';

describe('option values', () => {
  it('reads whole numbers within bounds', () => {
    expect(wholeNumber(0, 10)('7')).toBe(7);
    for (const wrong of ['-1', '11', '1.5', 'x', '', '1e1']) {
      expect(() => wholeNumber(0, 10)(wrong), wrong).toThrow();
    }
  });

  it('reads percentages', () => {
    expect(percentage('33.3')).toBe(33.3);
    for (const wrong of ['', 'x', '-1', '101']) expect(() => percentage(wrong), wrong).toThrow();
  });

  it('reads delimiters by character and by name', () => {
    expect([';', 'tab', '\\t', 'COMMA', 'bar'].map(delimiter)).toEqual([';', '\t', '\t', ',', '|']);
    expect(() => delimiter(';;')).toThrow();
    expect(() => delimiter('')).toThrow();
    expect(labelDelimiter(', ')).toBe(', ');
    expect(() => labelDelimiter('')).toThrow();
  });

  it('collects repeated options in their order', () => {
    expect(collect('b', collect('a', undefined))).toEqual(['a', 'b']);
  });
});
