import { expect, test, vi } from 'vitest';
import { makeQuestions, withOneWordChanged } from '../../../tests/support/questions.ts';
import { similarPairs } from '../../../tools/bench/health/similar-pairs.ts';
import { createRandom } from '../random.ts';
import { textHash } from '../text-hash.ts';
import { createDuplicateSearch, type SearchOptions } from './duplicate-search.ts';
import { leastSimilarityToFirst } from './near-groups.ts';
import type { TextGroups } from './originals.ts';
import { createShingler, jaccard } from './shingles.ts';

vi.setConfig({ testTimeout: 300_000 });

function search(
  texts: readonly string[],
  options: Partial<SearchOptions> = {},
  hash: (text: string) => number = textHash,
): TextGroups {
  const searching = createDuplicateSearch({
    similarity: 0.8,
    seed: 1,
    textOf: (index) => texts[index],
    ...options,
  });
  for (const text of texts) searching.add(text, hash(text));
  const steps = searching.groups();
  let last = 0;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    expect(step.value).toBeGreaterThanOrEqual(last);
    expect(step.value).toBeLessThanOrEqual(1);
    last = step.value;
  }
}

function membersOf({ offsets, members, exact }: TextGroups): number[][] {
  return Array.from(exact, (_, group) => [...members.subarray(offsets[group], offsets[group + 1])]);
}

const shingler = createShingler(9);
const similarityOf = (first: string, second: string): number =>
  jaccard(shingler.set(first), shingler.set(second));

test('finds equal texts and nearly equal ones, each around its first', () => {
  const groups = search([
    'How do I activate my new card?',
    'Where is my money?',
    'How do I activate my new card?',
    'how do i  ACTIVATE my new card',
    'Something else altogether',
    'Where is my money?',
    'Where is my money?',
  ]);
  expect(membersOf(groups)).toEqual([
    [0, 2, 3],
    [1, 5, 6],
  ]);
  expect([...groups.exact]).toEqual([0, 1]);
  expect([...groups.similarities].map((value) => value.toFixed(3))).toEqual([
    '1.000',
    '1.000',
    (25 / 26).toFixed(3),
    '1.000',
    '1.000',
    '1.000',
  ]);
});

test('nothing, one text, empty and very short texts', () => {
  expect(membersOf(search([]))).toEqual([]);
  expect(membersOf(search(['alone']))).toEqual([]);
  expect(membersOf(search(['', 'a', ' ', 'b', 'A', '', 'ab']))).toEqual([
    [0, 2, 5],
    [1, 4],
  ]);
});

test('compares texts when hashes are equal', () => {
  const groups = search(
    [
      'the first of two texts',
      'another one, not like it',
      'the first of two texts',
      'another one, not like it',
    ],
    {},
    () => 7,
  );
  expect(membersOf(groups)).toEqual([
    [0, 2],
    [1, 3],
  ]);
});

test('a text that is gone when it is compared is like no other', () => {
  const texts = makeQuestions(1, 50).flatMap((text) => [text, `${text} `]);
  expect(membersOf(search(texts))).toHaveLength(50);
  expect(
    membersOf(search(texts, { textOf: (index) => (index === 1 ? undefined : texts[index]) })),
  ).toHaveLength(49);
});

/** Questions among which some are repeated, and some changed a little once or twice. */
function withDuplicates(seed: number, count: number): string[] {
  const random = createRandom(seed);
  const texts = makeQuestions(seed, Math.round(count * 0.8));
  while (texts.length < count) {
    const text = texts[random.below(texts.length)]!;
    texts.push(random.below(4) === 0 ? text : withOneWordChanged(text, random));
  }
  return texts;
}

test('finds at least 95 of 100 pairs that comparing all 5,000 texts with each other finds', () => {
  const texts = withDuplicates(11, 5000);
  const pairs = similarPairs(texts, 0.5);
  for (const similarity of [0.5, 0.7, 0.8, 0.9]) {
    const groupOf = new Map(
      membersOf(search(texts, { similarity })).flatMap((members, group) =>
        members.map((member) => [member, group] as const),
      ),
    );
    const wanted = pairs.filter((pair) => pair[2] >= similarity);
    const found = wanted.filter(([a, b]) => groupOf.has(a) && groupOf.get(a) === groupOf.get(b));
    expect(wanted.length).toBeGreaterThan(200);
    expect(found.length / wanted.length).toBeGreaterThanOrEqual(0.95);
  }
});

test('says the real similarity with the first, and goes no further from it than two steps', () => {
  const texts = withDuplicates(12, 1000);
  for (const similarity of [0.6, 0.8]) {
    const groups = search(texts, { similarity });
    membersOf(groups).forEach((members, group) => {
      members.forEach((member, place) => {
        const said = groups.similarities[groups.offsets[group]! + place]!;
        expect(said).toBeCloseTo(similarityOf(texts[member]!, texts[members[0]!]!), 5);
        expect(said).toBeGreaterThanOrEqual(leastSimilarityToFirst(similarity) - 1e-6);
      });
      const rest = members.slice(1);
      expect(rest).toEqual([...new Set(rest)].sort((a, b) => a - b));
    });
  }
});

test('a chain of texts, each like the next, is cut before its ends are strangers', () => {
  const words = Array.from({ length: 60 }, (_, index) => `word${index * 7919}`);
  const chain = Array.from({ length: 30 }, (_, start) => words.slice(start, start + 30).join(' '));
  expect(similarityOf(chain[0]!, chain[1]!)).toBeGreaterThan(0.9);
  expect(similarityOf(chain[0]!, chain[29]!)).toBeLessThan(0.1);
  const groups = membersOf(search(chain));
  expect(groups.length).toBeGreaterThan(1);
  expect(groups.flat()).toHaveLength(30);
  for (const [first, ...rest] of groups) {
    for (const member of rest) expect(similarityOf(chain[first!]!, chain[member]!)).toBeGreaterThan(0.6);
  }
});

test('is the same for the same seed, and finds the same equal texts for any', () => {
  const texts = withDuplicates(13, 2000);
  expect(search(texts, { seed: 5 })).toEqual(search(texts, { seed: 5 }));
  const equalOnes = (seed: number): number[][] => membersOf(search(texts, { seed, similarity: 1 }));
  expect(equalOnes(1)).toEqual(equalOnes(2));
});

test('a million equal texts are one group, read once', () => {
  const reads: number[] = [];
  const searching = createDuplicateSearch({
    similarity: 0.8,
    seed: 1,
    textOf: (index) => {
      reads.push(index);
      return 'the same';
    },
  });
  const hash = textHash('the same');
  for (let index = 0; index < 1_000_000; index++) searching.add('the same', hash);
  const groups = searching.groups();
  let step = groups.next();
  while (step.done !== true) step = groups.next();
  expect(step.value.members).toHaveLength(1_000_000);
  expect(step.value.exact).toEqual(Uint8Array.of(1));
  expect(reads).toEqual([0]);
});

test('many variants of one text are compared with few others each', () => {
  const variants = Array.from(
    { length: 3000 },
    (_, index) => `${'one template for everybody '.repeat(4)}${index}`,
  );
  let reads = 0;
  const groups = search(variants, {
    textOf: (index) => {
      reads++;
      return variants[index];
    },
  });
  expect(membersOf(groups)).toHaveLength(1);
  expect(reads).toBeLessThan(5 * variants.length);
});

test.each([0.49, 1.01, Number.NaN])('refuses the similarity %d', (similarity) => {
  expect(() => search([], { similarity })).toThrow(/from 0.5 to 1/);
});
