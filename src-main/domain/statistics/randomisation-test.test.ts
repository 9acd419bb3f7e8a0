import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { finished } from '../work.ts';
import { createOutcomeTally, type Outcomes } from './outcomes.ts';
import { randomisationTest } from './randomisation-test.ts';

type Documents = readonly (readonly [readonly number[], readonly number[], readonly number[], number])[];

function outcomesOf(documents: Documents): Outcomes {
  const tally = createOutcomeTally(3, 2);
  for (const [actual, a, b, count] of documents) {
    for (let index = 0; index < count; index++) tally.add(actual, [a, b]);
  }
  return tally.finish();
}

/** Four standard errors of a share seen in 9,999 draws. */
const error = (share: number) => 4 * Math.sqrt((share * (1 - share)) / 9999) + 1e-4;

/** Expected: all exchanges counted out in Python (2^12 of the first; by binomial weights of the second). */
test.each<[string, Documents, number]>([
  [
    'no difference worth the name',
    [
      [[0], [0], [0], 30],
      [[0, 1], [0], [0, 1], 4],
      [[1], [1], [0, 1], 3],
      [[2], [], [2], 2],
      [[1, 2], [1, 2], [1], 3],
    ],
    0.8154296875,
  ],
  [
    'a clear difference',
    [
      [[0], [0], [0], 30],
      [[0, 1], [0], [0, 1], 12],
      [[1], [1], [1], 20],
      [[1], [0, 1], [1], 6],
      [[2], [], [2], 5],
      [[2], [2], [2], 9],
      [[], [0], [], 4],
      [[0, 2], [2], [0], 7],
      [[], [], [], 7],
      [[1], [1], [2], 3],
    ],
    0.00046936795115470886,
  ],
])('agrees with counting out every exchange: %s', (_, documents, expected) => {
  const pValue = finished(randomisationTest(outcomesOf(documents), 1));
  expect(Math.abs(pValue - expected)).toBeLessThan(error(expected));
});

test('two models that say the same everywhere: 1', () => {
  const same: Documents = [
    [[0], [0], [0], 5],
    [[1], [], [], 5],
  ];
  expect(finished(randomisationTest(outcomesOf(same), 1))).toBe(1);
});

/** A valid test rejects at most 5 % of the time where nothing is to be found; 1,000 seeded pairs of equal models. */
test('equal models are told apart in at most 5 % of the cases', () => {
  const pairs = 1000;
  let rejected = 0;
  for (let seed = 0; seed < pairs; seed++) {
    const pValue = finished(randomisationTest(equalModels(seed), seed));
    if (pValue < 0.05) rejected++;
  }
  // The share seen may lie above 5 % by chance: 2.5 standard errors.
  expect(rejected / pairs).toBeLessThanOrEqual(0.05 + 2.5 * Math.sqrt((0.05 * 0.95) / pairs));
  expect(rejected).toBeGreaterThan(0);
}, 60_000);

/** 60 documents of four classes; each model finds a class, and gives a wrong one, with the same probability. */
function equalModels(seed: number): Outcomes {
  const random = createRandom(seed);
  const tally = createOutcomeTally(4, 2);
  const answer = (actual: readonly number[]): number[] =>
    [0, 1, 2, 3].filter((k) => random.fraction() < (actual.includes(k) ? 0.75 : 0.1));
  for (let document = 0; document < 60; document++) {
    const actual = [0, 1, 2, 3].filter(() => random.fraction() < 0.3);
    tally.add(actual, [answer(actual), answer(actual)]);
  }
  return tally.finish();
}
