import { expect, test } from 'vitest';
import type { Classifier } from '../types.ts';
import { occlusion } from './occlusion.ts';

const odds = (value: number): number => 1 / (1 + Math.exp(-value));
let asked = 0;

/** Log-odds of class 0: 2 for each "good", -1 for each "bad". */
const predict: Classifier['predict'] = async (texts) => {
  asked += texts.length;
  return texts.map((text) => {
    const count = (word: string) => text.split(/[^\p{L}]+/u).filter((found) => found === word).length;
    const score = odds(2 * count('good') - count('bad'));
    return { scores: Float32Array.of(score, 1 - score), predicted: [score > 0.5 ? 0 : 1] };
  });
};

test('a word weighs what the log-odds lose without it, for the class and against the other', async () => {
  const text = 'A good, bad day: 良い';
  const found = await occlusion(predict, text, 0);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(['good', 'bad']);
  expect(found[0]!.weight).toBeCloseTo(2, 4);
  expect(found[1]!.weight).toBeCloseTo(-1, 4);
  expect((await occlusion(predict, text, 1))[0]!.weight).toBeCloseTo(-2, 4);
  expect(await occlusion(predict, text, 0, 1)).toHaveLength(1);
});

test('a text without words has no explanation', async () => {
  expect(await occlusion(predict, '', 0)).toEqual([]);
  expect(await occlusion(predict, ' \n ', 0)).toEqual([]);
});

test('a long text costs a bounded number of predictions, and the stretch that matters is found', async () => {
  asked = 0;
  const words = Array.from({ length: 1000 }, (_, index) => (index === 700 ? 'good' : `word${index}`));
  const text = words.join(' ');
  const found = await occlusion(predict, text, 0);
  expect(asked).toBeLessThanOrEqual(65);
  expect(found).toHaveLength(1);
  expect(text.slice(found[0]!.start, found[0]!.end)).toMatch(/\bgood\b/);
});
