import { describe, expect, test } from 'vitest';
import { AppError } from '../../src-main/domain/errors.ts';
import { trainers } from '../../src-main/engine/index.ts';
import type { TrainingContext, TrainingData, TrainingProgress } from '../../src-main/engine/types.ts';
import { trainingContext } from '../support/engine.ts';
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

/** Putting some bytes together takes no time. */
const momentary = ['saving'];

describe.each(familyNames)('a training of %s', (family) => {
  const train = (data: TrainingData, context: TrainingContext): Promise<unknown> =>
    trainers[family]!.train(data, context);

  test.each(['single', 'multi'] as const)(
    'ends with a cancel that arrives in whichever phase, or in the middle of one: %s-label',
    { timeout: 300_000 },
    async (kind) => {
      const training = documentsOf(family);
      const data = topicData(kind, { training, validation: kind === 'single' ? 0 : 100, unlabelled: 200 });
      const phases = new Set<string>();
      const whole = cancelledWhen(({ phase }) => {
        phases.add(phase);
        return false;
      });
      await train(data, whole.context);
      expect(phases.size).toBeGreaterThan(3);

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
        expect(await codeOf(train(data, context)), name).toBe('cancelled');
        expect(arrived(), name).toBe(true);
      }
    },
  );
});
