import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { AppError } from '../../domain/errors.ts';
import { decodeArtefact, encodeArtefact } from '../artefact.ts';
import { loadClassifier } from '../index.ts';
import { createRandom } from '../random.ts';
import { runAtOnce } from '../work.ts';
import { storedWeights, weightsFrom } from './stored-weights.ts';
import {
  type ClassWeights,
  createDecisionFunction,
  createWeightsBuilder,
  decisionValues,
} from './weights.ts';

// A loaded machine is several times slower.
vi.setConfig({ testTimeout: 60_000 });

const fixtures = new URL('../../../tests/fixtures/models/', import.meta.url);

interface Recorded {
  readonly texts: readonly string[];
  readonly models: Readonly<
    Record<string, readonly { predicted: readonly number[]; scores: readonly number[] }[]>
  >;
}

/** Trained and asked by the program before it knew version 2. */
describe('models of version 1', () => {
  const recorded = JSON.parse(readFileSync(new URL('linear-1.json', fixtures), 'utf8')) as Recorded;

  it.each(['single', 'multi'])('still load and predict as they did: %s', async (kind) => {
    const bytes = readFileSync(new URL(`linear-1-${kind}.bin`, fixtures));
    expect(bytes[4]).toBe(1);
    const classifier = await loadClassifier(bytes);
    const predictions = await classifier.predict(recorded.texts);
    for (const [text, { predicted, scores }] of recorded.models[kind]!.entries()) {
      expect(predictions[text]!.predicted).toEqual(predicted);
      for (const [k, score] of scores.entries()) expect(predictions[text]!.scores[k]).toBeCloseTo(score, 6);
    }
    expect(classifier.topFeatures(0, 3).map(({ feature }) => feature)).toContain('coffee');
    const words = await classifier.explain('coffee on the train', 0);
    expect(words[0]).toMatchObject({ start: 0, end: 6 });
  });
});

/** Weights of every size from 1e-6 to 3, present in one of `sparsity` places. */
function randomWeights(features: number, classCount: number, sparsity: number): ClassWeights {
  const random = createRandom(5);
  const builder = createWeightsBuilder(features, classCount);
  for (let k = 0; k < classCount; k++) {
    const weights = new Float64Array(features + 1);
    for (let feature = 0; feature < features; feature++) {
      if (random.below(sparsity) !== 0) continue;
      const size = 3 * Math.exp(-random.below(1400) / 100);
      weights[feature] = random.below(2) === 0 ? size : -size;
    }
    weights[features] = k / 10;
    runAtOnce(builder.add(k, weights));
  }
  return runAtOnce(builder.finish());
}

const weightOf = (weights: ClassWeights, feature: number, k: number): number => {
  for (let entry = weights.offsets[feature]!; entry < weights.offsets[feature + 1]!; entry++) {
    if (weights.classes[entry] === k) return weights.weights[entry]!;
  }
  return 0;
};

describe('decision values', () => {
  it.each([
    [3, 1],
    [16, 9],
    [40, 2],
    [40, 9],
  ])(
    'are the same from rows as from the list: %i classes, one of %i places taken',
    (classCount, sparsity) => {
      const weights = randomWeights(60, classCount, sparsity);
      weights.intercepts[1] = Number.NaN;
      const decide = runAtOnce(createDecisionFunction(weights));
      const [fast, plain] = [new Float64Array(classCount), new Float64Array(classCount)];
      const indices = Int32Array.of(59, 0, 7, 7, 30);
      const values = Float32Array.of(0.5, -1, 0.25, 2, 1e-3);
      decide(indices, values, 4, fast);
      decisionValues(weights, indices, values, 4, plain);
      expect(fast).toEqual(plain);
      expect(fast[1]).toBe(-Infinity);
    },
  );
});

describe('stored weights', () => {
  it.each([
    [3, 1],
    [3, 4],
    [77, 5],
    [1000, 300],
    [1000, 2],
  ])('come back within a step: %i classes, one of %i places taken', (classCount, sparsity) => {
    const weights = randomWeights(60, classCount, sparsity);
    const arrays = runAtOnce(storedWeights(weights));
    const content = runAtOnce(decodeArtefact(runAtOnce(encodeArtefact({ facts: {}, arrays }))));
    const back = runAtOnce(weightsFrom(content, 60, classCount));
    expect(back.intercepts).toEqual(weights.intercepts);
    let dropped = 0;
    for (let feature = 0; feature < 60; feature++) {
      const own = Array.from({ length: classCount }, (_, k) => weightOf(weights, feature, k));
      const largest = Math.max(...own.map(Math.abs));
      for (const [k, before] of own.entries()) {
        const after = weightOf(back, feature, k);
        if (after === 0 && before !== 0) dropped++;
        const allowed = after === 0 ? Math.max(largest / 230, 3 / 500) : largest / 230;
        expect(Math.abs(after - before)).toBeLessThanOrEqual(allowed);
      }
    }
    expect(dropped).toBeGreaterThan(0);
    expect(dropped).toBeLessThan(weights.weights.length * 0.75);
  });

  it('are refused when they do not fit', () => {
    const content = { facts: {}, arrays: runAtOnce(storedWeights(randomWeights(10, 20, 2))) };
    expect(() => runAtOnce(weightsFrom(content, 11, 20))).toThrow(AppError);
    expect(() => runAtOnce(weightsFrom(content, 9, 20))).toThrow(AppError);
    expect(() => runAtOnce(weightsFrom(content, 10, 21))).toThrow(AppError);
  });
});
