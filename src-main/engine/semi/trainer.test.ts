import { describe, expect, it, vi } from 'vitest';
import { predictOne, trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { AppError } from '../../domain/errors.ts';
import { loadClassifier } from '../index.ts';
import { linearTrainer } from '../linear/trainer.ts';
import { createRandom, type Random } from '../random.ts';
import type { Trainer, TrainingData, TrainingDocument } from '../types.ts';
import { fitsSemi, semiTrainer } from './trainer.ts';

vi.setConfig({ testTimeout: 120_000 });

const classes = ['north', 'east', 'west', 'unused'];
const syllables = ['ba', 'do', 'fi', 'gu', 'ke', 'lo', 'mi', 'nu', 'pa', 're', 'so', 'tu', 'vi', 'ze'];

/** Each class has forty words of its own; a text has four of them among words that all classes use. */
function documents(count: number, seed: number): TrainingDocument[] {
  const words = vocabulary(createRandom(99));
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, place) => {
    const own = place % 3;
    const text = Array.from({ length: 10 }, (_, at) => {
      const subject = at < 4 ? own : 3;
      return words[subject * 40 + random.below(40)]!;
    });
    return { id: place + 1, text: text.join(' '), classes: [own] };
  });
}

function vocabulary(random: Random): string[] {
  const words = new Set<string>();
  while (words.size < 160) {
    words.add(Array.from({ length: 4 }, () => syllables[random.below(syllables.length)]!).join(''));
  }
  return [...words];
}

function fewLabels(labelled = 12, unlabelled = 400): TrainingData {
  const all = documents(labelled + unlabelled, 1);
  return trainingData({ classes, training: all.slice(0, labelled), unlabelled: all.slice(labelled) });
}

async function accuracy(trainer: Trainer, data: TrainingData): Promise<number> {
  const { artefact } = await trainer.train(data, trainingContext());
  const classifier = await loadClassifier(artefact);
  const judged = documents(300, 2);
  const predictions = await classifier.predict(judged.map(({ text }) => text));
  return predictions.filter(({ predicted }, at) => predicted[0] === judged[at]!.classes[0]).length / 300;
}

describe('learning from few labels', () => {
  it('learns from unlabelled texts what words mean that no labelled text has', async () => {
    const semi = await accuracy(semiTrainer, fewLabels());
    const linear = await accuracy(linearTrainer, fewLabels());
    expect(semi).toBeGreaterThan(0.85);
    expect(semi).toBeGreaterThan(linear + 0.1);
  });

  it('makes a linear model that explains itself, the same every time', async () => {
    const first = await semiTrainer.train(fewLabels(), trainingContext());
    const second = await semiTrainer.train(fewLabels(), trainingContext());
    expect(second.artefact).toEqual(first.artefact);
    expect(second.heldOut).toEqual(first.heldOut);
    expect(first.summary).toMatchObject({ family: 'semi', tunedOn: 'cross-validation' });
    expect(first.summary.notes).toContain('Never predicted, for want of training documents: "unused".');
    const classifier = await loadClassifier(first.artefact);
    const { text, classes: truth } = documents(4, 5)[3]!;
    const [strongest] = await classifier.explain(text, truth[0]!);
    const subjectWords = text.split(' ').slice(0, 4);
    expect(subjectWords).toContain(text.slice(strongest!.start, strongest!.end));
    const { scores } = await predictOne(classifier, text);
    expect(scores[3]).toBe(0);
  });

  it('judges every labelled document by models that did not learn from it', async () => {
    const { heldOut } = await semiTrainer.train(fewLabels(), trainingContext());
    expect(Array.from(heldOut!.ids).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, at) => at + 1),
    );
    expect(heldOut!.truths).toEqual(Array.from(heldOut!.ids, (id) => [(id - 1) % 3]));
    expect(heldOut!.probabilities.length).toBe(12 * 4);
  });

  it('judges validation documents by the model itself', async () => {
    const all = documents(400, 1);
    const validation = all.slice(12, 52);
    const data = trainingData({
      classes,
      training: all.slice(0, 12),
      validation,
      unlabelled: all.slice(52),
    });
    const { artefact, heldOut, summary } = await semiTrainer.train(data, trainingContext());
    expect(summary.tunedOn).toBe('validation');
    expect(Array.from(heldOut!.ids)).toEqual(validation.map(({ id }) => id));
    const classifier = await loadClassifier(artefact);
    const { scores } = await predictOne(classifier, validation[0]!.text);
    scores.forEach((score, k) => {
      expect(heldOut!.probabilities[k]).toBeCloseTo(score, 1);
    });
  });

  it('needs a single-label project with enough unlabelled documents', async () => {
    expect(fitsSemi({ kind: 'single', trainingSize: 30, unlabelledSize: 60 })).toBe(true);
    expect(fitsSemi({ kind: 'single', trainingSize: 30, unlabelledSize: 40 })).toBe(false);
    expect(fitsSemi({ kind: 'single', trainingSize: 3000, unlabelledSize: 1000 })).toBe(false);
    expect(fitsSemi({ kind: 'multi', trainingSize: 30, unlabelledSize: 600 })).toBe(false);
    const multi = { ...fewLabels(), kind: 'multi' as const };
    const error = await semiTrainer.train(multi, trainingContext()).catch((thrown: unknown) => thrown);
    expect((error as AppError).code).toBe('unsupported_option');
  });

  it('stops when cancelled, in whichever phase', async () => {
    for (const phase of ['reading', 'vectors', 'tuning']) {
      let reached = false;
      const context = trainingContext({
        onProgress: (progress) => {
          reached ||= progress.phase === phase;
        },
        checkCancelled: () => {
          if (reached) throw new AppError('cancelled', 'stopped');
        },
      });
      await expect(semiTrainer.train(fewLabels(), context)).rejects.toMatchObject({ code: 'cancelled' });
    }
  });
});
