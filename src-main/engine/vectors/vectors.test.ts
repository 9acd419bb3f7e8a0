import { describe, expect, it } from 'vitest';
import type { SparseMatrix } from '../features/sparse-rows.ts';
import { createRandom } from '../random.ts';
import { createThreadPool } from '../threads/pool.ts';
import { runAtOnce } from '../work.ts';
import { documentVectors } from './document-vectors.ts';
import { learnVectors, usualVectorOptions } from './learn-vectors.ts';
import { strongestDirections } from './range-finder.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const pacing = { breathe: async () => {}, checkCancelled: () => {} };
const pool = createThreadPool({ count: 1, entry: null }, pacing);

function randomNumbers(count: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => random.next() / 0x8000_0000 - 1);
}

describe('eigenvectors', () => {
  it('rebuild a random symmetric matrix', async () => {
    const size = 40;
    const drawn = randomNumbers(size * size, 3);
    const matrix = drawn.map((_, at) => drawn[at]! + drawn[(at % size) * size + Math.floor(at / size)]!);
    const { values, vectors } = runAtOnce(symmetricEigen(matrix.slice(), size));
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let k = 0; k < size; k++) sum += values[k]! * vectors[k * size + i]! * vectors[k * size + j]!;
        expect(sum).toBeCloseTo(matrix[i * size + j]!, 10);
      }
    }
    expect([...values].sort((a, b) => b - a)).toEqual([...values]);
  });

  it('are right for matrices that are diagonal, all alike or of one row', async () => {
    const diagonal = runAtOnce(symmetricEigen(Float64Array.of(1, 0, 0, 3), 2));
    expect([...diagonal.values]).toEqual([3, 1]);
    const alike = runAtOnce(symmetricEigen(new Float64Array(9).fill(1), 3));
    expect(alike.values[0]).toBeCloseTo(3, 12);
    expect(alike.values[1]).toBeCloseTo(0, 12);
    const single = runAtOnce(symmetricEigen(Float64Array.of(5), 1));
    expect([...single.values, ...single.vectors]).toEqual([5, 1]);
  });
});

/** A matrix with the singular values 8, 4, 2, 1, then 0.01: sums of outer products of orthogonal waves. */
function knownMatrix(rows: number, columns: number): SparseMatrix {
  const strengths = [8, 4, 2, 1, 0.01, 0.01];
  const wave = (k: number, at: number, size: number): number =>
    Math.sqrt(2 / size) * Math.cos((Math.PI * (k + 1) * (at + 0.5)) / size);
  const values = Float32Array.from({ length: rows * columns }, (_, at) =>
    strengths.reduce(
      (sum, strength, k) =>
        sum + strength * wave(k, Math.floor(at / columns), rows) * wave(k, at % columns, columns),
      0,
    ),
  );
  return {
    rowCount: rows,
    columnCount: columns,
    offsets: Float64Array.from({ length: rows + 1 }, (_, row) => row * columns),
    indices: Int32Array.from(values, (_, at) => at % columns),
    values,
  };
}

describe('strongest directions', () => {
  it('are the singular vectors of a matrix whose decomposition is known', async () => {
    const { directions, values } = runAtOnce(strongestDirections(knownMatrix(60, 35), 4, 1));
    expect([...values].map((value) => Number(value.toFixed(4)))).toEqual([8, 4, 2, 1]);
    for (let k = 0; k < 4; k++) {
      let cosine = 0;
      for (let at = 0; at < 35; at++) {
        cosine +=
          directions.values[at * 4 + k]! *
          Math.sqrt(2 / 35) *
          Math.cos((Math.PI * (k + 1) * (at + 0.5)) / 35);
      }
      expect(Math.abs(cosine)).toBeCloseTo(1, 5);
    }
  });

  it('are as many as the rank allows', async () => {
    const { directions } = runAtOnce(strongestDirections(knownMatrix(60, 35), 30, 1));
    expect(directions.columns).toBeLessThan(10);
  });
});

const texts = [
  'the printer is out of paper',
  'paper jam in the printer tray',
  'the printer prints blank paper',
  'toner is empty in the printer',
  'password reset for my account',
  'my account is locked after the password expired',
  'cannot login with my password',
  'account locked cannot login',
];

describe('document vectors', () => {
  const options = { ...usualVectorOptions, dimensions: 3, seed: 5 };

  it('bring texts of one subject together, those without common words too', async () => {
    const { model, vectorsOf: learned } = await learnVectors([texts], options, pool, pacing);
    const { vectorOf, dimensions } = documentVectors(model);
    expect(await learned(0)).toHaveLength(texts.length * dimensions);
    const cosine = (a: string, b: string): number => {
      const second = vectorOf(b);
      return vectorOf(a).reduce((sum, value, k) => sum + value * second[k]!, 0);
    };
    expect(cosine('toner tray', 'paper')).toBeGreaterThan(cosine('toner tray', 'login') + 0.3);
    expect(cosine('expired', 'locked')).toBeGreaterThan(cosine('expired', 'tray') + 0.3);
    expect([...vectorOf('???')].every((value) => Number.isFinite(value))).toBe(true);
  });

  it('are the same for a text at training and later, in company and alone', async () => {
    const { model, vectorsOf: learned } = await learnVectors(
      [texts.slice(0, 5), texts.slice(5)],
      options,
      pool,
      pacing,
    );
    const { vectorsOf, vectorOf } = documentVectors(model);
    const again = vectorsOf(texts);
    expect([...again]).toEqual([...(await learned(0)), ...(await learned(1))]);
    expect([...vectorOf(texts[3]!)]).toEqual([...again.subarray(3 * 3, 4 * 3)]);
  });

  it('do not depend on chance: the same bits again', async () => {
    const first = await learnVectors([texts], options, pool, pacing);
    const second = await learnVectors([texts], options, pool, pacing);
    expect(second.model.projection).toEqual(first.model.projection);
  });

  it('can be learned from one text, from texts that are alike, from an empty one', async () => {
    for (const few of [['one'], ['same', 'same', 'same'], ['', 'words here']]) {
      const { model } = await learnVectors([few], options, pool, pacing);
      expect(
        documentVectors(model)
          .vectorOf('same one')
          .every((value) => Number.isFinite(value)),
      ).toBe(true);
    }
    const { vectorsOf } = await learnVectors([['', '']], options, pool, pacing);
    expect(await vectorsOf(0)).toEqual(new Float32Array(2));
  });

  it('stop when cancelled', async () => {
    const stop = {
      breathe: async () => {},
      checkCancelled: () => {
        throw new Error('stop');
      },
    };
    await expect(
      learnVectors([texts], options, createThreadPool({ count: 1, entry: null }, stop), stop),
    ).rejects.toThrow('stop');
  });
});
