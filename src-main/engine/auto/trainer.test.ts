import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { predictOne, trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { AppError } from '../../domain/errors.ts';
import { loadClassifier } from '../index.ts';
import type { TrainedModel, TrainingDocument } from '../types.ts';
import { type Candidate, candidates } from './candidates.ts';
import {
  byFirstWord,
  byLetters,
  byPairOfTopics,
  byWhatIsReadFirst,
  written,
} from './test-support/constructed-data.ts';
import { autoTrainer, createAutoTrainer } from './trainer.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Those that take no seconds on a few hundred documents. */
const quick = createAutoTrainer(candidates.filter(({ name }) => name !== 'tensorflow'));
const classes = ['left', 'right'];
const encoder = path.resolve(import.meta.dirname, '../../../tests/fixtures/encoders/wordpiece');

const chosenOf = ({ summary }: TrainedModel): string | undefined =>
  summary.candidates?.find(({ chosen }) => chosen)?.name;

const trainOn = (training: readonly TrainingDocument[], trainer = quick) =>
  trainer.train(trainingData({ classes, training }), trainingContext());

async function accuracy(model: TrainedModel, documents: readonly TrainingDocument[]): Promise<number> {
  const classifier = await loadClassifier(model.artefact);
  const predictions = await classifier.predict(documents.map(({ text }) => text));
  const right = documents.filter(({ classes: [truth] }, place) => predictions[place]!.predicted[0] === truth);
  return right.length / documents.length;
}

describe('auto chooses', () => {
  it('linear where letters within words tell the class', async () => {
    const model = await trainOn(written(200, byLetters));
    expect(chosenOf(model)).toBe('linear');
    expect(model.summary.because).toContain('linear reached');
    expect(await accuracy(model, written(100, byLetters, 6))).toBeGreaterThan(0.95);
  });

  it('the learner of first words where the first word tells the class', async () => {
    const model = await trainOn(written(200, byFirstWord));
    expect(chosenOf(model)).toBe('Bayes-weighted words');
    expect(await accuracy(model, written(100, byFirstWord, 6))).toBe(1);
  });

  it('an average where some documents are told by one learner and some by another', async () => {
    const mixed = (seed: number): TrainingDocument[] =>
      [...written(200, byLetters, seed), ...written(200, byFirstWord, seed)].map((document, index) => ({
        ...document,
        id: index + 1,
      }));
    const model = await trainOn(mixed(5));
    expect(chosenOf(model)).toMatch(/linear \+ .*Bayes-weighted words/);
    const best = Math.max(
      ...model.summary.candidates!.filter(({ chosen }) => !chosen).map(({ score }) => score),
    );
    expect(await accuracy(model, mixed(6))).toBeGreaterThan(best);
  });

  it('the dense network where only a pair of topics tells the class', async () => {
    const withNetwork = candidates.filter(({ name }) => name === 'linear' || name === 'tensorflow');
    const training = written(300, byPairOfTopics);
    const validation = written(100, byPairOfTopics, 8).map((each) => ({ ...each, id: each.id + 300 }));
    const model = await createAutoTrainer(withNetwork).train(
      trainingData({ classes, training, validation }),
      trainingContext({ options: { hiddenUnits: 64 } }),
    );
    expect(chosenOf(model)).toBe('tensorflow');
    const [linear] = model.summary.candidates!;
    expect(linear!.score).toBeLessThan(0.7);
    expect(await accuracy(model, written(100, byPairOfTopics, 6))).toBeGreaterThan(0.85);
  });

  it('the encoder where only what it reads, the beginning of long texts, tells the class', async () => {
    const training = written(200, byWhatIsReadFirst);
    const model = await quick.train(trainingData({ classes, training }), trainingContext({ encoder }));
    expect(chosenOf(model)).toBe('encoder');
    const [linear] = model.summary.candidates!;
    expect(linear!.score).toBeLessThan(0.7);
    expect(await accuracy(model, written(100, byWhatIsReadFirst, 6))).toBeGreaterThan(0.7);
  });
});

describe('auto', () => {
  it('gives the same bytes again', async () => {
    const [one, two] = [await trainOn(written(60, byFirstWord)), await trainOn(written(60, byFirstWord))];
    expect(Buffer.compare(one.artefact, two.artefact)).toBe(0);
  });

  it("averages calibrated probabilities, explains by leaving words out, names the linear part's features", async () => {
    const training = [...written(120, byLetters), ...written(120, byFirstWord)];
    const numbered = training.map((document, index) => ({ ...document, id: index + 1 }));
    const model = await trainOn(numbered);
    const classifier = await loadClassifier(model.artefact);
    expect(classifier).toMatchObject({ family: 'auto', kind: 'single', classes });
    const text = 'why abcde fghik what lmnop';
    const { scores, predicted } = await predictOne(classifier, text);
    expect(scores[0]! + scores[1]!).toBeCloseTo(1, 5);
    expect(predicted).toEqual([0]);
    const [strongest] = await classifier.explain(text, 0);
    expect(text.slice(strongest!.start, strongest!.end)).toBe('why');
    expect(strongest!.weight).toBeGreaterThan(0);
    expect(classifier.topFeatures(0, 3).length).toBeGreaterThan(0);
    expect(model.summary.calibrationError).toBeLessThan(0.2);
    expect(model.heldOut!.probabilities).toHaveLength(2 * model.heldOut!.ids.length);
  });

  it('tunes thresholds of multi-label averages on what was held out', async () => {
    const training = [...written(150, byLetters), ...written(150, byFirstWord)].map((document, index) => ({
      ...document,
      id: index + 1,
      classes: index % 10 === 0 ? [] : document.classes,
      text: index % 10 === 0 ? 'nothing of note' : document.text,
    }));
    const model = await quick.train(trainingData({ kind: 'multi', classes, training }), trainingContext());
    const classifier = await loadClassifier(model.artefact);
    expect(classifier.thresholds).toHaveLength(2);
    expect((await predictOne(classifier, 'why abcde fghik what lmnop')).predicted).toEqual([0]);
    expect((await predictOne(classifier, 'nothing of note')).predicted).toEqual([]);
    expect(model.summary.notes.join(' ')).toContain('"naive Bayes" was not tried');
  });

  it('trains the simplest learner where there is too little to compare by', async () => {
    const model = await trainOn(written(6, byFirstWord), autoTrainer);
    expect(model.summary.candidates).toEqual([]);
    expect(model.summary.because).toMatch(/too few labelled documents.*linear was trained/);
    expect((await loadClassifier(model.artefact)).family).toBe('auto');
  });

  it('refuses what nobody can learn from', async () => {
    await expect(trainOn([])).rejects.toMatchObject({ code: 'too_few_documents' });
    const alike = written(20, byFirstWord).map((document) => ({ ...document, classes: [1] }));
    await expect(trainOn(alike)).rejects.toMatchObject({ code: 'too_few_classes' });
  });

  it('goes on without a learner that cannot be had here, and says so', async () => {
    const broken: Candidate = {
      name: 'broken',
      unfit: () => null,
      effort: 1,
      trainer: {
        family: 'broken',
        train: async () => {
          throw new AppError('encoder_missing', 'The folder is gone.');
        },
      },
    };
    const model = await trainOn(
      written(40, byLetters),
      createAutoTrainer([...candidates.slice(0, 2), broken]),
    );
    expect(model.summary.notes).toContain('"broken" could not be tried: The folder is gone.');
  });

  it('can be cancelled in every candidate, and tells which one it tries', async () => {
    const messages: string[] = [];
    let last = 0;
    const context = trainingContext({
      onProgress: ({ fraction, message }) => {
        expect(fraction).toBeGreaterThanOrEqual(last);
        last = fraction;
        if (message !== undefined && messages.at(-1) !== message) messages.push(message);
      },
    });
    const data = trainingData({ classes, training: written(60, byFirstWord) });
    await quick.train(data, context);
    expect(messages).toEqual([
      'Trying linear',
      'Trying naive Bayes',
      'Trying Bayes-weighted words',
      'Comparing the learners',
    ]);
    for (const message of messages.slice(0, -1)) {
      let reached = false;
      const cancelling = trainingContext({
        onProgress: (progress) => {
          reached ||= progress.message === message;
        },
        checkCancelled: () => {
          if (reached) throw new AppError('cancelled', 'Cancelled.');
        },
      });
      await expect(quick.train(data, cancelling)).rejects.toMatchObject({ code: 'cancelled' });
    }
  });
});
