import { expect, test } from 'vitest';
import { conditionFrom, conditionText } from './class-condition.ts';

test.each([
  [3, '3'],
  [-1, '-1'],
  [{ without: 3 }, '!3'],
  [{ without: 0 }, '!0'],
])('%j is written as %s and read back', (condition, text) => {
  expect(conditionText(condition)).toBe(text);
  expect(conditionFrom(text)).toEqual(condition);
});

test.each([[null], [''], ['!'], ['3.5'], ['x'], ['!!3']])('%j is no condition', (text) => {
  expect(conditionFrom(text)).toBeNull();
});
