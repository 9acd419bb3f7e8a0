import { expect, test } from 'vitest';
import { type GivenLabel, secondsPerLabel } from './labelling-rate.ts';

const start = Date.parse('2026-01-02T10:00:00.000Z');
const label = (documentId: number, seconds: number): GivenLabel => ({
  documentId,
  at: new Date(start + seconds * 1000).toISOString(),
});

/** Documents 1, 2, ... labelled after these pauses. */
function labels(pauses: readonly number[]): readonly GivenLabel[] {
  const labelled = [label(1, 0)];
  let seconds = 0;
  for (const pause of pauses) {
    seconds += pause;
    labelled.push(label(labelled.length + 1, seconds));
  }
  return labelled;
}

test('the median of the pauses, of an odd and of an even number of them', () => {
  expect(secondsPerLabel(labels([1, 9, 2, 8, 3, 7, 4, 6, 5, 5, 5]))).toBe(5);
  expect(secondsPerLabel(labels([1, 1, 1, 1, 1, 2, 4, 4, 4, 4]))).toBe(1.5);
});

test('a pause of two minutes ends a sitting, and so does a clock that was put back', () => {
  expect(secondsPerLabel(labels([...Array(10).fill(4), 120, 3600, -50]))).toBe(4);
  expect(secondsPerLabel(labels([...Array(9).fill(4), 119.9]))).toBe(4);
});

test('fewer than ten pauses say nothing', () => {
  expect(secondsPerLabel([])).toBeNull();
  expect(secondsPerLabel(labels(Array(9).fill(4)))).toBeNull();
  expect(secondsPerLabel(labels([...Array(9).fill(4), 120]))).toBeNull();
});

test('several labels of one document in a row are one, given with the last of them', () => {
  const classes = Array.from({ length: 11 }, (_, index) => [
    label(index + 1, index * 30),
    label(index + 1, index * 30 + 2),
    label(index + 1, index * 30 + 5),
  ]);
  expect(secondsPerLabel(classes.flat())).toBe(30);
});
