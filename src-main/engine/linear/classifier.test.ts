import { beforeAll, describe, expect, it } from 'vitest';
import { predictOne, trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { decodeArtefact } from '../artefact.ts';
import { Vectoriser } from '../features/vectoriser.ts';
import { loadClassifier, trainers } from '../index.ts';
import type { Classifier, TrainingDocument } from '../types.ts';
import { runAtOnce } from '../work.ts';
import { type LinearModel, linearModelFrom } from './model.ts';
import { decisionValues } from './weights.ts';

const examples = [
  ['The Café serves great coffee ☕ and cake', [0]],
  ['coffee beans, coffee cups; more coffee!', [0]],
  ['コーヒーを飲みたい', [0]],
  ['the train is late again', [1]],
  ['trains and buses: late, late, late', [1]],
  ['電車が遅れています', [1]],
  ['coffee on the train', [0, 1]],
  ['rain tomorrow, snow later', [2]],
  ['sunny weather and no rain', [2]],
  ['明日は雨です', [2]],
  ['snow on the train tracks', [1, 2]],
  ['coffee while it rains', [0, 2]],
] as const;

async function trained(kind: 'single' | 'multi'): Promise<{ classifier: Classifier; model: LinearModel }> {
  const documents: TrainingDocument[] = examples.map(([text, classes], id) => ({
    id,
    text,
    classes: kind === 'single' ? classes.slice(0, 1) : classes,
  }));
  const { artefact } = await trainers.linear!.train(
    trainingData({ kind, classes: ['drink', 'transport', 'weather'], training: documents }),
    trainingContext({ seed: 1 }),
  );
  const model = runAtOnce(linearModelFrom(runAtOnce(decodeArtefact(artefact))));
  return { classifier: await loadClassifier(artefact), model };
}

const texts = [
  ...examples.map(([text]) => text as string),
  'CAFE\u0301 coffee coffee ☕☕ 👩‍👩‍👧',
  'İ want コーヒー，late!',
  'unknown words only xyzzy',
];

describe.each(['single', 'multi'] as const)('%s-label linear classifier', (kind) => {
  let classifier: Classifier;
  let model: LinearModel;
  beforeAll(async () => {
    ({ classifier, model } = await trained(kind));
  });

  it('explains so that the contributions sum to the decision value without the intercept', async () => {
    const vectoriser = new Vectoriser(model.vectoriser);
    const values = new Float64Array(3);
    for (const text of texts) {
      vectoriser.read(text);
      decisionValues(model.weights, vectoriser.indices, vectoriser.values, vectoriser.size, values);
      const evidence = Array.from(values, (value, k) => value - model.weights.intercepts[k]!);
      for (let k = 0; k < 3; k++) {
        const others = evidence.reduce((sum, value) => sum + value, 0) - evidence[k]!;
        const expected = kind === 'single' ? evidence[k]! - others / 2 : evidence[k]!;
        const parts = await classifier.explain(text, k, 1000);
        expect(parts.reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(expected, 9);
      }
    }
  });

  it('explains in whole words of the original text, strongest first', async () => {
    const text = 'CAFE\u0301 Coffee, and the TRAIN';
    const parts = await classifier.explain(text, 0, 1000);
    const words = parts.map(({ start, end }) => text.slice(start, end));
    expect([...words].sort()).toEqual([',', 'CAFE\u0301', 'Coffee', 'TRAIN', 'and', 'the'].sort());
    const sizes = parts.map((part) => Math.abs(part.weight));
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(words[0]).toBe('Coffee');
    expect(parts[words.indexOf('TRAIN')]!.weight).toBeLessThan(0);
    expect((await classifier.explain(text, 0, 2)).length).toBe(2);
  });

  it('shows scripts without spaces in words', async () => {
    const text = '今日コーヒーを飲みたい';
    const parts = await classifier.explain(text, 0, 1000);
    const words = parts.map(({ start, end }) => text.slice(start, end));
    expect(words).toContain('コーヒー');
    expect(words.join('').length).toBeLessThanOrEqual(text.length);
  });

  it('tells the score from which on a class is given, where that is asked', () => {
    expect(classifier.thresholds?.length).toBe(kind === 'multi' ? 3 : undefined);
  });

  it('predicts anything: nothing, emoji, a million characters', async () => {
    for (const text of ['', ' \n', '🦄🦄', '\ud800', 'coffee '.repeat(150_000)]) {
      const { scores, predicted } = await predictOne(classifier, text);
      const sum = scores.reduce((total, score) => total + score, 0);
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
      if (kind === 'single') expect(sum).toBeCloseTo(1, 5);
      if (kind === 'single') expect(predicted.length).toBe(1);
    }
    expect((await predictOne(classifier, 'coffee '.repeat(150_000))).predicted[0]).toBe(0);
    expect(await classifier.explain('', 0)).toEqual([]);
  });

  it('names the strongest words of a class', () => {
    const features = classifier.topFeatures(0, 5);
    expect(features.length).toBe(5);
    expect(features.map(({ feature }) => feature)).toContain('coffee');
    const weights = features.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });

  it('gives the same answer however often and in whatever order it is asked', async () => {
    const first = await classifier.predict(texts);
    const second = await classifier.predict([...texts].reverse());
    expect([...second].reverse()).toEqual(first);
    expect(await predictOne(classifier, texts[3]!)).toEqual(first[3]);
  });
});
