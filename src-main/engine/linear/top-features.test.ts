import { describe, expect, it } from 'vitest';
import { trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { NgramTable } from '../features/ngram-table.ts';
import { loadClassifier, trainers } from '../index.ts';
import type { Classifier } from '../types.ts';
import { runAtOnce } from '../work.ts';
import { createTopFeatures } from './top-features.ts';
import { createWeightsBuilder } from './weights.ts';

/** Every document names another insurance, so that only a part of the word comes again. */
const heads = ['Kranken', 'Renten', 'Pflege', 'Auto', 'Reise', 'Hausrat', 'Leben', 'Unfall', 'Tier', 'Glas'];
const insurance = heads.map((head, id) => ({ id, text: `${head}versicherung bitte`, classes: [0] }));
const holiday = ['Strand', 'Berge', 'See', 'Hotel', 'Zelt', 'Flug', 'Wandern', 'Koffer', 'Insel', 'Meer'].map(
  (word, place) => ({ id: 100 + place, text: `${word} Urlaub bitte`, classes: [1] }),
);

async function trained(): Promise<Classifier> {
  const data = trainingData({
    classes: ['insurance', 'holiday', 'unused'],
    training: [...insurance, ...holiday],
  });
  return loadClassifier((await trainers.linear!.train(data, trainingContext())).artefact);
}

describe('top features', () => {
  it('name parts of words, marked as such, where no word says as much', async () => {
    const classifier = await trained();
    const features = classifier.topFeatures(0, 10);
    const parts = features.map(({ feature }) => feature).filter((feature) => feature.includes('…'));
    expect(parts.length).toBeGreaterThan(0);
    for (const part of parts) expect('…versicherung').toContain(part.replaceAll('…', ''));
    const words = classifier.topFeatures(1, 5).map(({ feature }) => feature);
    expect(words).toContain('urlaub');
    // The word says it all.
    expect(words.filter((feature) => 'urlaub'.includes(feature.replaceAll('…', '')))).toEqual(['urlaub']);
  });

  it('are the strongest first, as many as asked for, the same every time, none for a class not learned', async () => {
    const classifier = await trained();
    const features = classifier.topFeatures(0, 6);
    expect(features.length).toBe(6);
    const weights = features.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect((await trained()).topFeatures(0, 6)).toEqual(features);
    expect(classifier.topFeatures(0, 3)).toEqual(features.slice(0, 3));
    expect(classifier.topFeatures(2, 6)).toEqual([]);
  });

  it('are there for each of 1,000 classes', () => {
    const table = new NgramTable();
    const names = Array.from({ length: 3000 }, (_, word) => `word${word}`);
    for (const name of names) {
      const units = Uint16Array.from(name.split(''), (unit) => unit.charCodeAt(0));
      table.word(units, 0, units.length, true);
    }
    const builder = createWeightsBuilder(3000, 1000);
    for (let k = 0; k < 1000; k++) {
      const weights = Float64Array.from({ length: 3001 }, (_, feature) =>
        feature % 1000 === k ? 1 + feature : -1,
      );
      runAtOnce(builder.add(k, weights));
    }
    const documentFrequencies = new Uint32Array(3000).fill(1);
    const top = createTopFeatures({
      classes: Array.from({ length: 1000 }, (_, k) => `class ${k}`),
      vectoriser: { folding: 'full', table, documentFrequencies, documentCount: 1, characterNgrams: false },
      weights: runAtOnce(builder.finish()),
      output: { kind: 'single', scale: 1 },
    });
    for (const k of [0, 1, 500, 999]) {
      expect(top.of(k, 5)).toEqual(
        [2000, 1000, 0].map((place) => ({ feature: `word${place + k}`, weight: place + k + 1 })),
      );
    }
  });
});
