import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import type { HeldOutPredictions } from '../types.ts';
import { runAtOnce } from '../work.ts';
import { alignedHeldOut } from './aligned.ts';
import { choose } from './choice.ts';

const pause = async (): Promise<void> => {};
const documents = 400;
const truths = Array.from({ length: documents }, (_, document) => [document % 2]);

/** Sure and right on the documents that it knows; a slight, random lean on the others. */
function knowing(knows: (document: number) => boolean, seed: number): HeldOutPredictions {
  const random = createRandom(seed);
  const probabilities = new Float32Array(documents * 2);
  for (let document = 0; document < documents; document++) {
    const lean = 0.4 + random.below(200) / 1000;
    const ofTruth = knows(document) ? 0.95 : lean;
    probabilities[document * 2 + (document % 2)] = ofTruth;
    probabilities[document * 2 + 1 - (document % 2)] = 1 - ofTruth;
  }
  return { ids: Int32Array.from(truths.keys()), truths, probabilities };
}

describe('choose', () => {
  it('averages learners that know different documents', async () => {
    const first = knowing((document) => document % 4 < 2, 1);
    const second = knowing((document) => document % 4 >= 2, 2);
    const choice = await choose(
      'single',
      [
        { name: 'one', heldOut: first },
        { name: 'two', heldOut: second },
      ],
      pause,
    );
    expect(choice.places).toEqual([0, 1]);
    expect(choice.average!.weights).toHaveLength(2);
    expect(choice.results.find(({ chosen }) => chosen)).toMatchObject({ name: 'one + two', score: 1 });
    expect(choice.because).toMatch(
      /400 held-out documents.*"one \+ two" reached 100\.0 % accuracy.*best single/,
    );
  });

  it('keeps the simplest of learners that are equally good', async () => {
    const same = knowing((document) => document % 4 < 3, 3);
    const choice = await choose(
      'single',
      [
        { name: 'one', heldOut: same },
        { name: 'two', heldOut: same },
      ],
      pause,
    );
    expect(choice.places).toEqual([0]);
    expect(choice.average).toBeUndefined();
    expect(choice.heldOut).toBe(same);
    expect(choice.because).toContain('one reached');
  });

  it('takes a later learner that knows everything alone', async () => {
    const guesses = knowing(() => false, 4);
    const knows = knowing(() => true, 5);
    const choice = await choose(
      'single',
      [
        { name: 'one', heldOut: guesses },
        { name: 'two', heldOut: knows },
      ],
      pause,
    );
    expect(choice.places).toEqual([1]);
    expect(choice.results.filter(({ chosen }) => chosen)).toMatchObject([{ name: 'two', score: 1 }]);
  });

  it('says so where only one learner fits', async () => {
    const choice = await choose('single', [{ name: 'one', heldOut: knowing(() => true, 6) }], pause);
    expect(choice).toMatchObject({ places: [0], because: 'Only one fits this data.' });
  });
});

it('compares learners on the documents that all of them have judged', () => {
  const given = (ids: readonly number[]): HeldOutPredictions => ({
    ids: Int32Array.from(ids),
    truths: ids.map((id) => [id]),
    probabilities: Float32Array.from(ids.flatMap((id) => [id / 8, 1 - id / 8])),
  });
  const [first, second] = runAtOnce(alignedHeldOut([given([3, 1, 2]), given([2, 3, 4])]));
  for (const each of [first!, second!]) {
    expect(Array.from(each.ids)).toEqual([3, 2]);
    expect(each.truths).toEqual([[3], [2]]);
    expect(Array.from(each.probabilities)).toEqual([0.375, 0.625, 0.25, 0.75]);
  }
});
