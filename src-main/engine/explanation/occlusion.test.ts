import { describe, expect, it } from 'vitest';
import type { Classifier } from '../types.ts';
import { occlusion } from './occlusion.ts';

/** Log-odds: one for every "good", minus two for every "bad". */
function counting() {
  const asked: string[] = [];
  const predict: Classifier['predict'] = async (texts) =>
    texts.map((text) => {
      asked.push(text);
      const odds = text.split('good').length - 1 - 2 * (text.split('bad').length - 1);
      const probability = 1 / (1 + Math.exp(-odds));
      return { scores: Float32Array.of(1 - probability, probability), predicted: [0] };
    });
  return { asked, predict };
}

const spelled = (text: string, parts: Awaited<ReturnType<typeof occlusion>>): string[] =>
  parts.map(({ start, end }) => text.slice(start, end));

describe('occlusion', () => {
  it('weighs each word by what the log-odds of the class lose without it', async () => {
    const text = 'A good book, a bad end; GOOD good';
    const parts = await occlusion(counting().predict, text, 1);
    expect(spelled(text, parts)).toEqual(['bad', 'good', 'good']);
    for (const [place, weight] of [-2, 1, 1].entries()) expect(parts[place]!.weight).toBeCloseTo(weight, 5);
    const other = await occlusion(counting().predict, text, 0);
    for (const [place, weight] of [2, -1, -1].entries()) expect(other[place]!.weight).toBeCloseTo(weight, 5);
    expect((await occlusion(counting().predict, text, 1, 1)).length).toBe(1);
  });

  it('finds single words in a long text with a bounded number of predictions', async () => {
    const words = Array.from({ length: 1500 }, (_, place) => `filler${place}`);
    words[700] = 'bad';
    const text = words.join(' ');
    const { asked, predict } = counting();
    const parts = await occlusion(predict, text, 1);
    expect(asked.length).toBeLessThanOrEqual(65);
    expect(spelled(text, parts)).toEqual(['bad']);
    expect(parts[0]!.weight).toBeCloseTo(-2, 5);
  });

  it('asks no more for a million characters', async () => {
    const { asked, predict } = counting();
    const text = `${'nothing here '.repeat(80_000)}good`;
    const parts = await occlusion(predict, text, 1);
    expect(asked.length).toBeLessThanOrEqual(65);
    expect(text.slice(parts[0]!.start, parts[0]!.end)).toContain('good');
  }, 60_000);

  it('gives the same answer every time, and none for a text without words', async () => {
    const text = Array.from({ length: 200 }, (_, place) => (place % 7 === 0 ? 'good' : 'bad')).join(' ');
    const one = await occlusion(counting().predict, text, 1);
    expect(await occlusion(counting().predict, text, 1)).toEqual(one);
    const { asked, predict } = counting();
    expect(await occlusion(predict, ' \n ', 1)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('stays finite for probabilities of 0 and 1', async () => {
    const sure: Classifier['predict'] = async (texts) =>
      texts.map((text) => ({ scores: Float32Array.of(text.includes('yes') ? 1 : 0), predicted: [0] }));
    const parts = await occlusion(sure, 'oh yes', 0);
    expect(parts.length).toBe(1);
    expect(parts[0]!.weight).toBeGreaterThan(20);
    expect(Number.isFinite(parts[0]!.weight)).toBe(true);
  });

  it('leaves out whole words of scripts without spaces', async () => {
    const coffee: Classifier['predict'] = async (texts) =>
      texts.map((text) => ({
        scores: Float32Array.of(text.includes('コーヒー') ? 0.9 : 0.2),
        predicted: [0],
      }));
    const text = '今日コーヒーを飲みたい';
    const parts = await occlusion(coffee, text, 0);
    expect(spelled(text, parts)).toEqual(['コーヒー']);
  });
});
