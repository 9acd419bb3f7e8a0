import { expect, test } from 'vitest';
import { createRandom } from '../domain/random.ts';
import { createHashIndex, emptyHashIndex } from './hash-index.ts';

test('finds what a map of lists finds, through growth and a move to another thread', () => {
  const random = createRandom(7);
  const expected = new Map<number, number[]>();
  let index = emptyHashIndex(2);
  for (let id = 1; id <= 20_000; id++) {
    // Few different low words: many hashes meet in one slot.
    const hash = random.below(5000) * 0x1_0000_0000 + random.below(3);
    index.add(hash, id);
    expected.set(hash, [id, ...(expected.get(hash) ?? [])]);
    if (id === 10_000) index = createHashIndex(structuredClone(index.data()));
  }
  for (const [hash, ids] of expected) expect([...index.find(hash)]).toEqual(ids);
  expect(index.has(5001 * 0x1_0000_0000)).toBe(false);
  expect([...index.find(123)]).toEqual(expected.get(123) ?? []);
});

test('takes the largest and the smallest hash', () => {
  const index = emptyHashIndex();
  index.add(Number.MAX_SAFE_INTEGER, 1);
  index.add(0, 2);
  expect([...index.find(Number.MAX_SAFE_INTEGER)]).toEqual([1]);
  expect([...index.find(0)]).toEqual([2]);
});
