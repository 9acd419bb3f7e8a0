import { describe, expect, it } from 'vitest';
import { predictOne, trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { AppError } from '../../domain/errors.ts';
import { decodeArtefact, encodeArtefact } from '../artefact.ts';
import { byFirstWord, byLetters, written } from '../auto/test-support/constructed-data.ts';
import { loadClassifier } from '../index.ts';
import { runAtOnce } from '../work.ts';
import { bayesClassifier } from './classifier.ts';
import { multinomialTrainer } from './multinomial-trainer.ts';
import { bayesTrainer } from './trainer.ts';

const classes = ['left', 'right'];
const context = trainingContext();
const firstWords = trainingData({ classes, training: written(80, byFirstWord) });

describe.each([
  ['Bayes-weighted words', bayesTrainer, byFirstWord],
  ['naive Bayes', multinomialTrainer, byLetters],
] as const)('%s', (_, trainer, writer) => {
  const training = written(80, writer);

  it('learns, judges held-out documents once each, and predicts as it judged', async () => {
    const model = await trainer.train(trainingData({ classes, training }), context);
    const { ids, truths, probabilities } = model.heldOut!;
    expect(Array.from(ids).sort((a, b) => a - b)).toEqual(training.map(({ id }) => id));
    expect(truths).toEqual(Array.from(ids, (id) => training[id - 1]!.classes));
    expect(probabilities).toHaveLength(160);
    const judgedRight = truths.filter(([truth], row) => probabilities[row * 2 + truth!]! > 0.5).length;
    const classifier = await loadClassifier(model.artefact);
    const unseen = written(100, writer, 6);
    const predicted = await classifier.predict(unseen.map(({ text }) => text));
    const right = unseen.filter(({ classes: [truth] }, row) => predicted[row]!.predicted[0] === truth);
    expect(right.length / 100).toBeGreaterThan(0.8);
    expect(Math.abs(right.length / 100 - judgedRight / 80)).toBeLessThan(0.15);
  });

  it('judges the validation documents where there are enough', async () => {
    const validation = written(40, writer, 8).map((document) => ({ ...document, id: document.id + 100 }));
    const model = await trainer.train(trainingData({ classes, training, validation }), context);
    expect(model.summary.tunedOn).toBe('validation');
    expect(Array.from(model.heldOut!.ids)).toEqual(validation.map(({ id }) => id));
  });

  it('gives the same bytes again', async () => {
    const data = trainingData({ classes, training });
    const [one, two] = [await trainer.train(data, context), await trainer.train(data, context)];
    expect(Buffer.compare(one.artefact, two.artefact)).toBe(0);
  });

  it('stops when cancelled', async () => {
    let looks = 0;
    const cancelling = trainingContext({
      checkCancelled: () => {
        if (++looks > 2) throw new AppError('cancelled', 'Cancelled.');
      },
    });
    const training = trainer.train(firstWords, cancelling);
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('never predicts a class without documents, and takes empty and long texts', async () => {
    const data = trainingData({ classes: ['none', ...classes], training: training.map(shifted) });
    const classifier = await loadClassifier((await trainer.train(data, context)).artefact);
    for (const text of ['', '😀😀', 'what '.repeat(100_000)]) {
      const { scores, predicted } = await predictOne(classifier, text);
      expect(scores[0]).toBe(0);
      expect(scores[1]! + scores[2]!).toBeCloseTo(1, 5);
      expect(predicted).toHaveLength(1);
    }
  });
});

const shifted = <Document extends { readonly classes: readonly number[] }>(document: Document): Document => ({
  ...document,
  classes: document.classes.map((k) => k + 1),
});

describe('Bayes-weighted words', () => {
  it('explains by leaving words out', async () => {
    const classifier = await loadClassifier((await bayesTrainer.train(firstWords, context)).artefact);
    const text = 'what abc why';
    const [strongest] = await classifier.explain(text, 1, 1);
    expect(text.slice(strongest!.start, strongest!.end)).toBe('what');
    expect(strongest!.weight).toBeGreaterThan(0);
  });

  it('learns several classes a document', async () => {
    const training = written(80, byFirstWord).map((document) => ({
      ...document,
      classes: document.id % 4 === 0 ? [] : document.classes,
      text: document.id % 4 === 0 ? 'neither here nor there' : document.text,
    }));
    const data = trainingData({ kind: 'multi', classes, training });
    const classifier = await loadClassifier((await bayesTrainer.train(data, context)).artefact);
    expect((await predictOne(classifier, 'what abc why')).predicted).toEqual([1]);
    expect((await predictOne(classifier, 'neither here nor there')).predicted).toEqual([]);
  });

  it('refuses an artefact whose parts do not fit together', async () => {
    const { artefact } = await bayesTrainer.train(firstWords, context);
    const { facts, arrays } = runAtOnce(decodeArtefact(artefact));
    const broken = runAtOnce(encodeArtefact({ facts, arrays: { ...arrays, buckets: Uint32Array.of(1) } }));
    const content = runAtOnce(decodeArtefact(broken));
    expect(() => runAtOnce(bayesClassifier(content))).toThrow(/cannot be used/);
  });
});

it('leaves multi-label projects to others: naive Bayes', async () => {
  const data = trainingData({ kind: 'multi', classes, training: written(20, byFirstWord) });
  await expect(multinomialTrainer.train(data, context)).rejects.toMatchObject({ code: 'unsupported_option' });
});
