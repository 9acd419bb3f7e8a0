import { describe, expect, test } from 'vitest';
import { AppError } from '../../src-main/domain/errors.ts';
import { trainers } from '../../src-main/engine/index.ts';
import { findLabelErrors } from '../../src-main/engine/label-errors/in-parts.ts';
import { judgeCurve } from '../../src-main/engine/learning-curve/judge-curve.ts';
import { createRandom } from '../../src-main/engine/random.ts';
import type { TrainingContext, TrainingData, TrainingProgress } from '../../src-main/engine/types.ts';
import { trainingContext, trainingData } from '../support/engine.ts';
import { codeOf, familyNames, topicData } from '../support/learner.ts';

/** A context in which a cancel arrives as soon as the progress is of a kind, as a message to the worker would. */
function cancelledWhen(arrives: (progress: TrainingProgress) => boolean): {
  readonly context: TrainingContext;
  readonly arrived: () => boolean;
} {
  let cancelled = false;
  let heard = false;
  const context = trainingContext({
    onProgress: (progress) => {
      cancelled ||= arrives(progress);
    },
    // Before the next turn of the event loop no message is heard.
    breathe: async () => {
      heard = cancelled;
    },
    checkCancelled: () => {
      if (heard) throw new AppError('cancelled', 'Stopped.');
    },
  });
  return { context, arrived: () => cancelled };
}

/** Enough for several phases of the fast family to take a while; the others take theirs sooner. */
const documentsOf = (family: string): number => (family === 'linear' ? 6000 : 300);

interface LongWork {
  readonly name: string;
  readonly documents: number;
  readonly run: (data: TrainingData, context: TrainingContext) => Promise<unknown>;
}

const works: readonly LongWork[] = [
  ...familyNames.map((family) => ({
    name: `a training of ${family}`,
    documents: documentsOf(family),
    run: (data: TrainingData, context: TrainingContext) => trainers[family]!.train(data, context),
  })),
  { name: 'a search for label errors', documents: 2000, run: findLabelErrors },
  { name: 'a learning curve', documents: 2000, run: judgeCurve },
];

/** Putting some bytes together takes no time. */
const momentary = ['saving'];

describe.each(works)('$name', ({ documents: training, run }) => {
  test.each(['single', 'multi'] as const)(
    'ends with a cancel that arrives in whichever phase, or in the middle of one: %s-label',
    { timeout: 300_000 },
    async (kind) => {
      const data = topicData(kind, { training, validation: kind === 'single' ? 0 : 100, unlabelled: 200 });
      const phases = new Set<string>();
      const whole = cancelledWhen(({ phase }) => {
        phases.add(phase);
        return false;
      });
      await run(data, whole.context);
      expect(phases.size).toBeGreaterThanOrEqual(3);

      const cancels: readonly (readonly [string, (progress: TrainingProgress) => boolean])[] = [
        ...[...phases]
          .filter((phase) => !momentary.includes(phase))
          .map((name) => [name, ({ phase }: TrainingProgress) => phase === name] as const),
        ...[0.1, 0.25, 0.5, 0.75].map(
          (share) => [`${share}`, ({ fraction }: TrainingProgress) => fraction >= share] as const,
        ),
      ];
      for (const [name, arrives] of cancels) {
        const { context, arrived } = cancelledWhen(arrives);
        expect(await codeOf(run(data, context)), name).toBe('cancelled');
        expect(arrived(), name).toBe(true);
      }
    },
  );
});

/** Texts of made-up words that hardly any other text has: many features for little reading. */
function manyFeatures(classCount: number): TrainingData {
  const random = createRandom(8);
  const word = (): string =>
    Array.from({ length: 8 }, () => String.fromCharCode(97 + random.below(26))).join('');
  const vocabulary = Array.from({ length: 8000 }, word);
  return trainingData({
    classes: Array.from({ length: classCount }, (_, k) => `class ${k}`),
    training: Array.from({ length: 1200 }, (_, id) => ({
      id,
      text: Array.from({ length: 40 }, () => vocabulary[random.below(vocabulary.length)]!).join(' '),
      classes: [id % classCount],
    })),
  });
}

test('a training of many features and classes breathes as often as there is work, from the first text to the last byte', {
  timeout: 300_000,
}, async () => {
  const classCount = 24;
  const data = manyFeatures(classCount);
  const breaths = new Map<string, number>();
  let now = 'reading';
  const { summary } = await trainers.linear!.train(
    data,
    trainingContext({
      onProgress: ({ phase, fraction }) => {
        now = phase === 'fitting' && fraction >= 0.95 ? 'fitted' : phase;
      },
      breathe: async () => {
        breaths.set(now, (breaths.get(now) ?? 0) + 1);
      },
    }),
  );
  const weights = summary.features * classCount;
  expect(weights).toBeGreaterThan(2_000_000);
  let characters = 0;
  for (const { text } of data.training()) characters += text.length;
  expect(breaths.get('reading')).toBeGreaterThan(characters / 20_000);
  // Behind the last lane: its weights are copied, all of them counted, and put in order.
  expect(breaths.get('fitted')).toBeGreaterThan((2 * weights) / 1_000_000);
  expect(breaths.get('saving')).toBeGreaterThan(weights / 400_000);
});
