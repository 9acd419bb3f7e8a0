import { expect, test } from 'vitest';
import { createLabelPairs } from './label-pairs.ts';

test('counts classes that are labelled together, missed together, and missed for another', () => {
  const tally = createLabelPairs();
  tally.add([1, 0], [0, 1]);
  tally.add([0, 1], []);
  tally.add([0, 1, 2], [2]);
  tally.add([2], [1]);
  tally.add([2], [1]);
  tally.add([], [0]);
  expect(tally.finish()).toEqual({
    pairs: [
      { classes: [0, 1], together: 3, missedTogether: 2 },
      { classes: [0, 2], together: 1, missedTogether: 0 },
      { classes: [1, 2], together: 1, missedTogether: 0 },
    ],
    missedFor: [{ missed: 2, given: 1, documents: 2 }],
  });
});

test('keeps the most frequent thousand of very many pairs', () => {
  const tally = createLabelPairs();
  const labels = Array.from({ length: 60 }, (_, index) => index);
  tally.add(labels, []);
  tally.add([58, 59], []);
  const { pairs } = tally.finish();
  expect(pairs).toHaveLength(1000);
  expect(pairs[0]).toEqual({ classes: [58, 59], together: 2, missedTogether: 2 });
});
