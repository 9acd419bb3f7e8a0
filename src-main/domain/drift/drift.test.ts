import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { createNearestSearch } from './nearest.ts';
import { inTenths, scoreBin, scoreBinCount } from './score-bins.ts';
import { chiSquareQuantile95, shiftOf, unseenWords, worstLevel } from './shift.ts';
import { createVocabulary } from './vocabulary.ts';
import { createWordReader } from './words.ts';

describe('a shift', () => {
  it('has the index and the distance that SciPy gives', () => {
    // scipy.spatial.distance.jensenshannon(q, p, base=2) and sum((q - p) * log(q / p)), half a count added to each bin.
    const golden = [
      [[300, 500, 200], [250, 500, 250], 0.020201373301479718, 0.06030476926516314],
      [[10, 0, 90], [40, 40, 20], 3.154881923297284, 0.6473879546390545],
      [[500, 500, 0], [480, 520, 0], 0.001596857906034478, 0.016969182981828392],
      [[900, 100], [500, 500], 0.8762407341126396, 0.3826283929491728],
    ] as const;
    for (const [observed, expected, index, distance] of golden) {
      const shift = shiftOf(observed, expected);
      expect(shift.stabilityIndex).toBeCloseTo(index, 12);
      expect(shift.distance).toBeCloseTo(distance, 9);
    }
  });

  it('is one only beyond its threshold and beyond chance', () => {
    expect(shiftOf([900, 100], [500, 500]).level).toBe('large');
    expect(shiftOf([650, 350], [500, 500]).level).toBe('none');
    expect(shiftOf([680, 320], [500, 500]).level).toBe('moderate');
    // The same shares from ten documents could be chance.
    expect(shiftOf([7, 3], [5, 5]).stabilityIndex).toBeGreaterThan(0.1);
    expect(shiftOf([7, 3], [5, 5]).level).toBe('none');
  });

  it('is hardly ever found between draws from the same distribution', () => {
    const random = createRandom(3);
    const drawn = (count: number): readonly number[] => {
      const counts = new Array<number>(50).fill(0);
      for (let draw = 0; draw < count; draw++) counts[Math.floor(random.fraction() ** 2 * 50)]!++;
      return counts;
    };
    const levels = Array.from({ length: 400 }, () => shiftOf(drawn(150), drawn(150)).level);
    expect(levels.filter((level) => level !== 'none').length).toBeLessThan(0.1 * levels.length);
  });

  it('knows the tabled quantiles of chi-square within 3 %', () => {
    for (const [degrees, quantile] of [
      [1, 3.841],
      [2, 5.991],
      [9, 16.919],
      [19, 30.144],
      [99, 123.225],
    ] as const) {
      expect(Math.abs(chiSquareQuantile95(degrees) / quantile - 1)).toBeLessThan(0.03);
    }
    expect(chiSquareQuantile95(0)).toBe(0);
  });
});

describe('unseen words', () => {
  it('are judged by points and by times', () => {
    expect(unseenWords(0.1, 0.08).level).toBe('none');
    expect(unseenWords(0.3, 0.24).level).toBe('none');
    expect(unseenWords(0.15, 0.08).level).toBe('moderate');
    expect(unseenWords(0.4, 0.1).level).toBe('large');
    expect(worstLevel(['none', 'moderate', 'none'])).toBe('moderate');
    expect(worstLevel([])).toBe('none');
  });

  it('are counted, and expected by leaving one document out', () => {
    const vocabulary = createVocabulary();
    for (const text of ['red red blue', 'Blue, green!', 'blue green black']) vocabulary.add(text);
    // "red" twice in one document and "black" once stand in no other: 3 of 8 words.
    expect(vocabulary.expectedUnseen()).toBe(3 / 8);
    expect(vocabulary.look('BLUE sky, sky green')).toEqual({ words: 4, unseen: 2 });
    expect(vocabulary.look('')).toEqual({ words: 0, unseen: 0 });
    expect(createVocabulary().expectedUnseen()).toBeNull();
  });

  it('are kept apart among very many', () => {
    const vocabulary = createVocabulary();
    for (let word = 0; word < 200_000; word += 10) {
      vocabulary.add(Array.from({ length: 10 }, (_, index) => `w${word + index}`).join(' '));
    }
    let unseen = 0;
    for (let word = 0; word < 400_000; word++) unseen += vocabulary.look(`w${word}`).unseen;
    expect(Math.abs(unseen - 200_000)).toBeLessThan(60);
  });

  it('are words of any script; scripts without spaces count by pairs of characters', () => {
    const reader = createWordReader();
    const count = (text: string): number => reader.read(text);
    expect(count("It's naïve, 3.5 café")).toBe(6);
    expect(count('слово слово')).toBe(2);
    expect(reader.hashes[0]).toBe(reader.hashes[1]);
    expect(count('日本語')).toBe(2);
    expect(count('日')).toBe(1);
    expect(count('a日本b')).toBe(3);
    expect(count('—…!')).toBe(0);
    expect(count('x '.repeat(50_000))).toBe(5000);
  });
});

describe('the nearest documents', () => {
  const training = ['refund my card payment', 'parcel late courier', 'card blocked card', 'password reset'];
  it('are those of the highest cosine of TF-IDF, computed with NumPy', () => {
    const vocabulary = createVocabulary();
    for (const text of training) vocabulary.add(text);
    const search = createNearestSearch(['my card was blocked', 'late parcel parcel', 'xyzzy'], vocabulary, 2);
    for (const [index, text] of training.entries()) search.add(index + 1, text);
    const [first, second, third] = search.results();
    expect(first!.map(({ documentId }) => documentId)).toEqual([3, 1]);
    expect(first![0]!.similarity).toBeCloseTo(0.567858828, 8);
    expect(first![1]!.similarity).toBeCloseTo(0.402767088, 8);
    expect(second).toEqual([
      { documentId: 2, similarity: expect.closeTo(0.774596669, 8), text: 'parcel late courier' },
    ]);
    expect(third).toEqual([]);
  });
});

describe('bins of scores', () => {
  it('hold about a tenth of what is expected each', () => {
    const even = new Array<number>(scoreBinCount).fill(10);
    const bins = inTenths(even, even);
    expect(bins.expected).toEqual(new Array(10).fill(100));
    expect(bins.observed).toEqual(bins.expected);
    const steep = even.map((_, bin) => (bin === 99 ? 1000 : bin === 50 ? 100 : 0));
    const few = inTenths(even, steep);
    expect(few.expected.reduce((sum, count) => sum + count)).toBe(1100);
    expect(few.observed.reduce((sum, count) => sum + count)).toBe(1000);
    expect([scoreBin(0), scoreBin(0.999), scoreBin(1)]).toEqual([0, 99, 99]);
  });
});
