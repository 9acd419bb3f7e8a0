import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { createRandom } from '../random.ts';
import { createThreadPool } from '../threads/pool.ts';
import { learnFeatures, vectoriseTexts } from './learn-features.ts';
import type { SparseMatrix } from './sparse-rows.ts';
import { Vectoriser } from './vectoriser.ts';

const entry = fileURLToPath(new URL('../threads/main.ts', import.meta.url));
const pacing = { breathe: async () => {}, checkCancelled: () => {} };
const options = { characterNgrams: true, mostKnown: 6_000_000, mostFeatures: 1_000_000 };

/** About 280,000 characters: several chunks on two threads. */
const random = createRandom(3);
const syllables = ['ka', 'to', 'ri', 'mün', 'sel', 'ō', 'ба', '日', '☕', 'x1', "'s"];
const word = (): string =>
  Array.from({ length: 1 + random.below(4) }, () => syllables[random.below(11)]).join('');
const texts = Array.from({ length: 1200 }, () =>
  Array.from({ length: 5 + random.below(70) }, word).join(' '),
);

async function learn(threads: number, changes: Partial<typeof options> = {}, sources = [texts]) {
  const pool = createThreadPool({ count: threads, entry: threads > 1 ? entry : null }, pacing);
  try {
    return await learnFeatures(sources, { ...options, ...changes }, pool, pacing);
  } finally {
    await pool.close();
  }
}

/** Bit by bit. */
function expectSame(one: SparseMatrix, other: SparseMatrix): void {
  expect([one.rowCount, one.columnCount]).toEqual([other.rowCount, other.columnCount]);
  for (const part of ['offsets', 'indices', 'values'] as const) {
    const [left, right] = [one[part], other[part]].map(({ buffer }) => Buffer.from(buffer));
    expect(left!.equals(right!)).toBe(true);
  }
}

describe('learnFeatures', { timeout: 60_000 }, () => {
  it('gives the same features and rows, bit by bit, on one, two and three threads', async () => {
    const [one, two, three] = [await learn(1), await learn(2), await learn(3)];
    expect(one.matrices[0]!.rowCount).toBe(1200);
    for (const other of [two, three]) {
      expectSame(other.matrices[0]!, one.matrices[0]!);
      const size = one.vectoriser.table.size;
      expect(other.vectoriser.table.size).toBe(size);
      for (const part of ['kinds', 'left', 'right'] as const) {
        expect(other.vectoriser.table[part].subarray(0, size)).toEqual(
          one.vectoriser.table[part].subarray(0, size),
        );
      }
      expect(other.vectoriser.documentFrequencies).toEqual(one.vectoriser.documentFrequencies);
    }
  });

  it('gives every source its rows by one vectoriser', async () => {
    const parts = [texts.slice(0, 500), [], texts.slice(500)];
    const split = await learn(2, {}, parts);
    const whole = await learn(1);
    expect(split.matrices.map(({ rowCount }) => rowCount)).toEqual([500, 0, 700]);
    expect(split.vectoriser.documentFrequencies).toEqual(whole.vectoriser.documentFrequencies);
    const [first, , last] = split.matrices;
    const joined = Buffer.concat([first!, last!].map(({ values }) => Buffer.from(values.buffer)));
    expect(joined.equals(Buffer.from(whole.matrices[0]!.values.buffer))).toBe(true);
  });

  it('gives the texts the rows that the vectoriser gives them later', async () => {
    const { vectoriser, matrices } = await learn(1);
    expectSame(await vectoriseTexts(vectoriser, texts, pacing), matrices[0]!);
    const reader = new Vectoriser(vectoriser);
    for (const row of [1199, 0, 600]) {
      reader.read(texts[row]!);
      const [from, to] = [matrices[0]!.offsets[row]!, matrices[0]!.offsets[row + 1]!];
      expect(reader.values.subarray(0, reader.size)).toEqual(matrices[0]!.values.slice(from, to));
    }
  });

  it('keeps to the number of n-grams known at one time, forgetting the rarest', async () => {
    const rare = Array.from({ length: 400 }, (_, text) => `common words rare${text}`.padEnd(60_000, ' '));
    const limited = { characterNgrams: false, mostKnown: 100 };
    const [one, two] = [await learn(1, limited, [rare]), await learn(2, limited, [rare])];
    const spelled = Array.from({ length: one.vectoriser.table.size }, (_, id) =>
      one.vectoriser.table.text(id),
    );
    expect(spelled).toContain('common words');
    expect(spelled.length).toBeLessThan(300);
    expect(one.vectoriser.documentFrequencies[spelled.indexOf('common')]).toBe(400);
    expectSame(two.matrices[0]!, one.matrices[0]!);
  });

  it('stops when cancelled, also in the middle of a long text', async () => {
    const long = ['日本語'.repeat(300_000)];
    let looks = 0;
    await learnFeatures([long], options, createThreadPool({ count: 1, entry: null }, pacing), {
      ...pacing,
      checkCancelled: () => void looks++,
    });
    expect(looks).toBeGreaterThan(20);
    for (const at of [1, Math.ceil(looks / 2), looks]) {
      let seen = 0;
      const checkCancelled = (): void => {
        seen++;
        if (seen === at) throw new AppError('cancelled', 'Stopped.');
      };
      const pool = createThreadPool({ count: 1, entry: null }, { ...pacing, checkCancelled });
      await expect(learnFeatures([long], options, pool, { ...pacing, checkCancelled })).rejects.toThrow(
        'Stopped.',
      );
    }
  });

  it('learns from nothing, from empty texts and from emoji', async () => {
    expect((await learn(1, {}, [[]])).matrices[0]!.rowCount).toBe(0);
    const empty = await learn(2, {}, [['', ' \n', '']]);
    expect(Array.from(empty.matrices[0]!.offsets)).toEqual([0, 0, 0, 0]);
    const emoji = await learn(1, {}, [['👩‍👩‍👧👍🏽', '👍🏽 ❤️']]);
    const spelled = Array.from({ length: emoji.vectoriser.table.size }, (_, id) =>
      emoji.vectoriser.table.text(id),
    );
    expect(spelled).toEqual(expect.arrayContaining(['👩‍👩‍👧', '👍🏽', '❤️', '👍🏽 ❤️']));
  });
});
