import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { runAtOnce } from '../work.ts';
import {
  chooseGlobalThreshold,
  chooseThresholds,
  passingClasses,
  type ScoredDocuments,
} from './thresholds.ts';

function scored(rows: readonly (readonly (readonly [number, 0 | 1])[])[]): ScoredDocuments {
  return {
    classCount: rows[0]!.length,
    documentCount: rows.length,
    probabilities: Float32Array.from(rows.flat(), ([probability]) => probability),
    truth: Uint8Array.from(rows.flat(), ([, truth]) => truth),
  };
}

function microF1(documents: ScoredDocuments, threshold: number): number {
  let hits = 0;
  let sum = 0;
  documents.probabilities.forEach((probability, index) => {
    const truth = documents.truth[index]!;
    if (probability >= threshold) sum++;
    if (probability >= threshold) hits += truth;
    sum += truth;
  });
  return (2 * hits) / sum;
}

describe('chooseGlobalThreshold', () => {
  it('finds the best of all thresholds', () => {
    const random = createRandom(3);
    const rows = Array.from({ length: 300 }, () =>
      Array.from({ length: 4 }, () => {
        const probability = random.below(1000) / 1000;
        return [probability, random.below(1000) / 1000 < probability ** 2 ? 1 : 0] as const;
      }),
    );
    const documents = scored(rows);
    const { threshold, microF1: best } = runAtOnce(chooseGlobalThreshold(documents));
    expect(microF1(documents, threshold)).toBeCloseTo(best, 10);
    const tried = Array.from({ length: 999 }, (_, step) => microF1(documents, (step + 1) / 1000));
    expect(best).toBeGreaterThanOrEqual(Math.max(...tried) - 1e-9);
  });
});

describe('chooseThresholds', () => {
  // Class 0 is well scored; class 1's scores are all low, its positives at 0.2.
  const rows = (positives: number) =>
    scored(
      Array.from({ length: 60 }, (_, document) => [
        document < 30 ? [0.9, 1] : [0.1, 0],
        document >= 60 - positives ? [0.2, 1] : [0.05, 0],
      ]),
    );

  it('gives a class its own threshold where that gains', () => {
    const choice = runAtOnce(
      chooseThresholds(
        scored(
          Array.from({ length: 60 }, (_, document) => [
            document < 30 ? [0.9, 1] : [0.3, 0],
            document >= 52 ? [0.2, 1] : [0.05, 0],
          ]),
        ),
      ),
    );
    expect(choice.ownThresholds).toBe(1);
    expect(choice.thresholds[0]).toBeGreaterThan(0.3);
    expect(choice.thresholds[1]).toBeLessThanOrEqual(0.2);
    expect(choice.microF1).toBe(1);
  });

  it('lets classes with fewer than 8 positive documents share the global threshold', () => {
    expect(runAtOnce(chooseThresholds(rows(7))).ownThresholds).toBe(0);
  });

  it('falls back on the best class only where that gains', () => {
    // Class 1's low scores are right only where nothing else passes: no threshold can say that.
    const gains = scored(
      Array.from({ length: 40 }, (_, document) =>
        document < 30
          ? ([
              [0.9, 1],
              [0.3, 0],
            ] as const)
          : ([
              [0.05, 0],
              [0.25, 1],
            ] as const),
      ),
    );
    expect(runAtOnce(chooseThresholds(gains))).toMatchObject({
      bestIfNone: true,
      ownThresholds: 0,
      microF1: 1,
    });
    const loses = scored(
      Array.from({ length: 40 }, (_, document) => [
        [document < 10 ? 0.9 : 0.2, document < 10 ? 1 : 0],
        [0.1, 0],
      ]),
    );
    expect(runAtOnce(chooseThresholds(loses)).bestIfNone).toBe(false);
  });
});

describe('passingClasses', () => {
  const thresholds = Float32Array.of(0.5, 0.25, 0.5);

  it('lists the classes that pass, best first', () => {
    expect(passingClasses(Float32Array.of(0.5, 0.75, 0.25), 0, thresholds, false)).toEqual([1, 0]);
  });

  it('can be empty, or name the best', () => {
    const low = Float32Array.of(0.1, 0.05, 0.3);
    expect(passingClasses(low, 0, thresholds, false)).toEqual([]);
    expect(passingClasses(low, 0, thresholds, true)).toEqual([2]);
    expect(passingClasses(Float32Array.of(0, 0, 0), 0, thresholds, true)).toEqual([]);
  });
});
