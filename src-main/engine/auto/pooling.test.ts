import { expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { evidence, type Pool, poolingWeights, softmaxInto } from './pooling.ts';

const pause = async (): Promise<void> => {};
const everything = (pool: Pool): Int32Array => Int32Array.from(pool.truths.keys());

/** Members that say ln of a softmax of `strength` for the truth plus noise; a member without strength guesses. */
function drawnPool(kind: Pool['kind'], strengths: readonly number[], documents = 600, classCount = 3): Pool {
  const random = createRandom(11);
  const noise = (): number => (random.below(10_000) + random.below(10_000)) / 10_000 - 1;
  const truths = Array.from({ length: documents }, () => [random.below(classCount)]);
  const members = strengths.map((strength) => {
    const values = new Float32Array(documents * classCount);
    truths.forEach(([truth], document) => {
      const row = Array.from({ length: classCount }, (_, k) =>
        Math.exp((k === truth ? strength : 0) + 2 * noise()),
      );
      const total = row.reduce((sum, value) => sum + value, 0);
      row.forEach((value, k) => {
        values[document * classCount + k] = evidence(kind, value / total);
      });
    });
    return values;
  });
  return { kind, classCount, truths, members };
}

/** The log-loss with the pull towards equal weights, computed the plain way. */
function objective(pool: Pool, weights: readonly number[]): number {
  const { classCount, truths, members } = pool;
  let loss = 0;
  truths.forEach(([truth], document) => {
    const sums = Array.from({ length: classCount }, (_, k) =>
      members.reduce((sum, values, m) => sum + weights[m]! * values[document * classCount + k]!, 0),
    );
    if (pool.kind === 'single') {
      const total = sums.reduce((sum, value) => sum + Math.exp(value), 0);
      loss -= Math.log(Math.exp(sums[truth!]!) / total);
    } else {
      sums.forEach((value, k) => {
        loss += Math.log1p(Math.exp(k === truth ? -value : value));
      });
    }
  });
  const prior = 1 / weights.length;
  return loss + weights.reduce((sum, weight) => sum + 2.5 * (weight - prior) ** 2, 0);
}

it.each(['single', 'multi'] as const)(
  'finds the weights with the least log-loss (%s-label)',
  async (kind) => {
    const pool = drawnPool(kind, [1, 0.6, 0.3]);
    const weights = Array.from(await poolingWeights(pool, everything(pool), pause));
    const best = objective(pool, weights);
    for (let m = 0; m < weights.length; m++) {
      for (const change of [-0.01, 0.01]) {
        const moved = weights.map((weight, n) => Math.max(0, n === m ? weight + change : weight));
        if (moved[m] !== weights[m]) expect(objective(pool, moved)).toBeGreaterThan(best);
      }
    }
  },
);

it('trusts who knows more, and never lets a weight fall below 0', async () => {
  const pool = drawnPool('single', [1.5, 0.5, -1]);
  const [knows, guesses, misleads] = await poolingWeights(pool, everything(pool), pause);
  expect(knows).toBeGreaterThan(guesses!);
  expect(misleads).toBe(0);
});

it('stays near equal weights where a few documents are all it has', async () => {
  const pool = drawnPool('single', [3, 0], 2);
  const [first, second] = await poolingWeights(pool, everything(pool), pause);
  expect(first).toBeLessThan(1.2);
  expect(second).toBeGreaterThan(0.1);
});

it('keeps classes impossible that nobody has learned', () => {
  const values = Float32Array.of(Math.log(0.5), -Infinity, Math.log(0.25));
  const pool: Pool = { kind: 'single', classCount: 3, truths: [[0]], members: [values, values] };
  const shares = new Float64Array(3);
  softmaxInto(pool, 0, Float64Array.of(1, 0), shares);
  expect(Array.from(shares, (share) => Math.round(share * 1000) / 1000)).toEqual([0.667, 0, 0.333]);
});
