import { expect, test } from 'vitest';
import { withTimeLeft } from './time-left.ts';

test('the rest is expected to go as fast as what is done', () => {
  expect(withTimeLeft({ phase: 'Reading', fraction: 0.25 }, 10).secondsLeft).toBe(30);
});

test.each([
  ['nothing is known', { phase: 'Reading', fraction: null }, 10],
  ['little is done', { phase: 'Reading', fraction: 0.01 }, 10],
  ['it has only begun', { phase: 'Reading', fraction: 0.5 }, 0.5],
])('there is no estimate while %s', (_name, progress, seconds) => {
  expect(withTimeLeft(progress, seconds)).toEqual(progress);
});

test('an estimate that the worker made stays', () => {
  expect(withTimeLeft({ phase: 'Reading', fraction: 0.5, secondsLeft: 3 }, 100).secondsLeft).toBe(3);
});
