import { expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { mostFrequent } from './most-frequent.ts';

it('names the features that a stable sort by frequency puts first, in ascending order', () => {
  const random = createRandom(4);
  const frequencies = Uint32Array.from({ length: 200 }, () => random.below(20));
  const sorted = Array.from(frequencies.keys()).sort((a, b) => frequencies[b]! - frequencies[a]! || a - b);
  for (const most of [0, 1, 2, 50, 199, 200, 500]) {
    expect([...mostFrequent(frequencies, most)]).toEqual(sorted.slice(0, most).sort((a, b) => a - b));
  }
  expect([...mostFrequent(new Uint32Array(0), 3)]).toEqual([]);
});
