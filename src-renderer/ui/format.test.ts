import { expect, test } from 'vitest';
import { formatRange } from './format.ts';

test.each([
  [1, 3, '1–3 s'],
  [30, 100, '30 s – 2 min'],
  [100, 300, '2–5 min'],
  [70, 70, '1 min'],
  [3000, 7000, '50 min – 2 h'],
])('from %d to %d seconds is %s', (low, high, range) => {
  expect(formatRange(low, high)).toBe(range);
});
