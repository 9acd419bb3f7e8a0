import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { trainingContext, trainingData } from '../../tests/support/engine.ts';
import { AppError } from '../domain/errors.ts';
import { createBatchClassifier } from './batch-classifier.ts';
import { loadClassifier, trainers } from './index.ts';
import type { ClassifierPrediction } from './types.ts';

const entry = fileURLToPath(new URL('threads/main.ts', import.meta.url));
const subjects = ['printer paper toner', 'password login account', 'network wifi router'];
const training = Array.from({ length: 60 }, (_, id) => ({
  id,
  text: `${subjects[id % 3]} number ${id} 日本 ☕`,
  classes: [id % 3],
}));
/** Some hundred texts, one of them long, one empty. */
const texts = Array.from({ length: 400 }, (_, place) =>
  place === 7
    ? 'wifi '.repeat(205_000)
    : place === 8
      ? ''
      : `${subjects[place % 3]} ${place}`.repeat(1 + (place % 9)),
);

describe.each(['single', 'multi'] as const)('classifying %s-label in batches', (kind) => {
  let artefact: Uint8Array;
  let alone: readonly ClassifierPrediction[];
  beforeAll(async () => {
    const data = trainingData({ kind, classes: ['printing', 'access', 'network'], training });
    ({ artefact } = await trainers.linear!.train(data, trainingContext()));
    alone = await (await loadClassifier(artefact)).predict(texts);
  });

  it.each([1, 2, 3])('gives the same predictions in the same order on %i threads', async (count) => {
    const model = await createBatchClassifier(artefact, { count, entry }, trainingContext());
    try {
      expect(await model.predict(texts)).toEqual(alone);
      expect(await model.predict(texts.slice(0, 3))).toEqual(alone.slice(0, 3));
      expect(await model.predict([])).toEqual([]);
    } finally {
      await model.close();
    }
  });

  it.each([1, 2])('stops when cancelled on %i threads', async (count) => {
    let looks = 0;
    let most = Number.POSITIVE_INFINITY;
    const checkCancelled = (): void => {
      looks++;
      if (looks > most) throw new AppError('cancelled', 'Stopped.');
    };
    const model = await createBatchClassifier(
      artefact,
      { count, entry },
      trainingContext({ checkCancelled }),
    );
    most = looks + 2;
    await expect(model.predict(texts)).rejects.toThrow('Stopped.');
    await model.close();
  });
});
