import { beforeAll, describe, expect, it } from 'vitest';
import { createThreadPool } from '../threads/pool.ts';
import { learnFeatures } from './learn-features.ts';
import { Vectoriser } from './vectoriser.ts';

const pacing = { breathe: async () => {}, checkCancelled: () => {} };
const texts = [
  'İstanbul ışık ilgi İLGİ IŞIK',
  'Straße Maße groß',
  'οδος Σίσυφος',
  'مرحبا بالعالم كِتَاب',
  'שלום עולם',
  'อาหารไทยอร่อย',
  '東京でコーヒーを飲む',
  '한국어 문장',
  '👩‍👩‍👧 👍🏽 🇩🇪 ❤️',
  'Привет мир naïve café',
];

describe('features of many languages', () => {
  let vectoriser: Vectoriser;
  let spelled: Set<string>;
  beforeAll(async () => {
    const options = { characterNgrams: true, mostKnown: 1e6, mostFeatures: 1e6 };
    const pool = createThreadPool({ count: 1, entry: null }, pacing);
    const learned = await learnFeatures([texts], options, pool, pacing);
    const { table } = learned.vectoriser;
    vectoriser = new Vectoriser(learned.vectoriser);
    spelled = new Set(Array.from({ length: table.size }, (_, id) => table.text(id)));
  });
  const vectorOf = (text: string): [number, number][] => {
    vectoriser.read(text);
    return Array.from(vectoriser.indices.subarray(0, vectoriser.size), (id, at) => [
      id,
      vectoriser.values[at]!,
    ]);
  };

  it.each([
    ['Turkish, dotted', 'İSTANBUL', 'istanbul'],
    ['Turkish, dotted, decomposed', 'I\u0307stanbul', 'istanbul'],
    ['Turkish, dotless', 'IŞIK', 'ışık'],
    ['German capitals', 'STRASSE GROSS', 'Straße groß'],
    ['German capital sharp s', 'STRAẞE', 'straße'],
    ['Greek final sigma', 'ΟΔΟΣ', 'οδος'],
    ['Greek sigma within', 'ΣΊΣΥΦΟΣ', 'Σίσυφος'],
    ['Cyrillic', 'ПРИВЕТ', 'привет'],
    ['French, decomposed', 'CAFE\u0301 NAI\u0308VE', 'café naïve'],
    ['Korean Jamo', '\u1112\u1161\u11ab\u1100\u116e\u11a8\u110b\u1165', '한국어'],
  ])('do not depend on spelling: %s', (_, one, other) => {
    expect(vectorOf(one).length).toBeGreaterThan(3);
    expect(vectorOf(one)).toEqual(vectorOf(other));
  });

  it.each([
    ['Arabic with vowel signs', ['مرحبا', 'بالعالم', 'كِتَاب', 'مرحبا بالعالم']],
    ['Hebrew', ['שלום', 'עולם', 'שלום עולם']],
    ['Korean', ['한국어', '문장', '한국어 문장']],
    ['Japanese letters and runs of them', ['東', '京', '東京', 'コーヒー']],
    ['Thai letters with their marks, and runs of them', ['ร่', 'อาหาร']],
    ['emoji sequences', ['👩‍👩‍👧', '👍🏽', '🇩🇪', '❤️']],
  ])('hold %s', (_, ngrams) => {
    expect(ngrams.filter((ngram) => !spelled.has(ngram))).toEqual([]);
  });

  it('let texts without spaces share what they have in common', () => {
    const shared = (one: string, other: string): number => {
      const known = new Set(vectorOf(one).map(([id]) => id));
      return vectorOf(other).filter(([id]) => known.has(id)).length;
    };
    expect(shared('ร้านอาหารจีน', 'อาหารไทย')).toBeGreaterThan(8);
    expect(shared('大阪のコーヒー', '東京でコーヒー')).toBeGreaterThan(8);
    expect(shared('ไทย', 'コーヒー')).toBe(0);
  });
});
