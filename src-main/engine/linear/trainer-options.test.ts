import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { loadClassifier } from '../index.ts';
import { calibrationError } from '../output/calibration-error.ts';
import { planHeldOut } from '../output/held-out-plan.ts';
import { createRandom } from '../random.ts';
import type { TrainingContext, TrainingDocument } from '../types.ts';
import { runAtOnce } from '../work.ts';
import { linearTrainer } from './trainer.ts';

// Threads take their time to start on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const classes = ['printing', 'access', 'network'];
const words = [
  ['printer', 'paper', 'toner', 'tray'],
  ['password', 'login', 'reset', 'locked'],
  ['wifi', 'router', 'slow', 'connection'],
];

/** Noisy documents; the chance of each class falls with its number. */
function documents(kind: ProjectKind, count: number, seed: number, firstId = 100): TrainingDocument[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, at) => {
    const first = Math.min(random.below(3), random.below(3));
    const own = kind === 'multi' && random.below(3) === 0 ? [first, (first + 1) % 3] : [first];
    const about = () => words[random.below(3) === 0 ? random.below(3) : own[random.below(own.length)]!]!;
    const text = Array.from({ length: 5 }, () => about()[random.below(4)]!).join(' ');
    return { id: firstId + at * 3, text, classes: [...own].sort() };
  });
}

const train = (
  kind: ProjectKind,
  training: readonly TrainingDocument[],
  changes: Partial<TrainingContext> = {},
  validation: readonly TrainingDocument[] = [],
) => linearTrainer.train(trainingData({ kind, classes, training, validation }), trainingContext(changes));

const threads = (count: number) => ({
  count,
  entry: path.join(import.meta.dirname, '../threads/main.ts'),
});

describe('training of the linear family', () => {
  it.each(['single', 'multi'] as const)(
    'gives the same bytes with one, two and three threads (%s)',
    async (kind) => {
      const training = documents(kind, 400, 1);
      const models = await Promise.all(
        [1, 2, 3].map((count) => train(kind, training, { threads: threads(count) })),
      );
      const own = await train(kind, training);
      for (const model of models) {
        expect(model.artefact).toEqual(own.artefact);
        expect(model.heldOut).toEqual(own.heldOut);
      }
    },
  );

  it.each(['single', 'multi'] as const)(
    'holds out every document once, with its probabilities (%s)',
    async (kind) => {
      const training = documents(kind, 300, 2);
      const { heldOut, summary } = await train(kind, training);
      const plan = planHeldOut(
        { kind, classes, validationSize: 0 },
        training.map((each) => each.classes),
        7,
      );
      const rows = plan.by === 'cross-validation' ? plan.folds.flatMap(({ judge }) => [...judge]) : [];
      expect([...heldOut!.ids]).toEqual(rows.map((row) => training[row]!.id));
      expect(heldOut!.truths).toEqual(rows.map((row) => training[row]!.classes));
      expect(summary.tunedOn).toBe('cross-validation');
      expect(summary.calibrationError).toBe(runAtOnce(calibrationError(kind, heldOut!)));
      expect(summary.calibrationError).toBeLessThan(0.1);
      const right = heldOut!.truths.filter((truth, at) => {
        const row = heldOut!.probabilities.subarray(at * 3, at * 3 + 3);
        if (kind === 'single') expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 5);
        return truth.includes(row.indexOf(Math.max(...row)));
      });
      expect(right.length / rows.length).toBeGreaterThan(0.75);
    },
  );

  it('judges the validation documents where there are some', async () => {
    const validation = documents('single', 120, 3, 5000);
    const { heldOut, summary, artefact } = await train('single', documents('single', 200, 4), {}, validation);
    expect(summary.tunedOn).toBe('validation');
    expect([...heldOut!.ids]).toEqual(validation.map(({ id }) => id));
    const predictions = await (await loadClassifier(artefact)).predict(validation.map(({ text }) => text));
    // The models that judged them are the final ones, but for the tolerance and the stored precision.
    for (const [at, { scores }] of predictions.entries()) {
      for (const [k, score] of scores.entries()) {
        expect(Math.abs(score - heldOut!.probabilities[at * 3 + k]!)).toBeLessThan(0.15);
      }
    }
  });

  it('takes the cost that is given, and chooses one of its own otherwise', async () => {
    const training = documents('single', 200, 5);
    const given = await train('single', training, { options: { cost: 0.7 } });
    expect(given.summary.options.cost).toBe(0.7);
    expect(given.heldOut).toBeDefined();
    const chosen = await train('single', training);
    expect([0.03, 0.1, 0.3, 1, 3]).toContain(chosen.summary.options.cost);
    expect(chosen.artefact).not.toEqual(given.artefact);
  });

  it('climbs from the middle of the costs with many documents', async () => {
    const { cost, heldOutScore } = (await train('single', documents('single', 1600, 6))).summary.options;
    expect(cost).toBeLessThan(1);
    expect(heldOutScore).toBeGreaterThan(0.75);
  });

  it('lets few documents keep the highest cost, unless many of their labels are wrong', async () => {
    const training = documents('single', 300, 6);
    const random = createRandom(8);
    const mislabelled = training.map((each) =>
      random.below(5) < 3 ? { ...each, classes: [random.below(3)] } : each,
    );
    expect((await train('single', training)).summary.options.cost).toBe(3);
    expect((await train('single', mislabelled)).summary.options.cost).toBeLessThan(0.5);
  });

  it('finds more documents of the smallest class with balanced weights', async () => {
    const training = documents('single', 300, 6);
    const test = documents('single', 600, 7);
    const [found, balanced] = await Promise.all(
      (['none', 'balanced'] as const).map(async (classWeights) => {
        const { artefact } = await train('single', training, { options: { cost: 0.3, classWeights } });
        const predictions = await (await loadClassifier(artefact)).predict(test.map(({ text }) => text));
        return predictions.filter(({ predicted }, at) => predicted[0] === 2 && test[at]!.classes[0] === 2)
          .length;
      }),
    );
    expect(balanced).toBeGreaterThan(found!);
  });

  it.each([{ cost: -1 }, { classWeights: 'some' }, { depth: 3 }])(
    'refuses the options %j',
    async (options) => {
      await expect(train('single', documents('single', 50, 8), { options })).rejects.toMatchObject({
        code: 'unsupported_option',
      });
    },
  );

  it('stops when cancelled while threads work', async () => {
    let phase = '';
    const training = train('single', documents('single', 2000, 9), {
      threads: threads(2),
      onProgress: (progress) => {
        phase = progress.phase;
      },
      checkCancelled: () => {
        if (phase === 'tuning') throw new AppError('cancelled', 'The job was cancelled.');
      },
    });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  });
});
