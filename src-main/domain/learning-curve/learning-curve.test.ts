import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { createOutcomeTally } from '../statistics/outcomes.ts';
import { finished } from '../work.ts';
import type { JudgedCurve } from './judged-curve.ts';
import { forecastFactors, summariseCurve } from './learning-curve.ts';

const sizes = [50, 100, 200, 400, 800, 1600];
const accuracyAt = (labels: number): number => 0.92 - 1.6 * labels ** -0.4;
const orders = 3;

/** Models that are right as often as the law says, on documents of which some are harder than others. */
function simulated(documents: number, seed: number): JudgedCurve {
  const random = createRandom(seed);
  const models = [
    { point: sizes.length - 1, order: 0 },
    ...sizes
      .slice(0, -1)
      .flatMap((_, point) => Array.from({ length: orders }, (_unused, order) => ({ point, order }))),
  ];
  const tally = createOutcomeTally(2, models.length);
  for (let document = 0; document < documents; document++) {
    const truth = document % 2;
    const hardness = random.fraction();
    const predicted = models.map(({ point }) => {
      const easy = hardness < accuracyAt(sizes[point]!) - 0.05;
      const right = easy || (hardness < accuracyAt(sizes[point]!) + 0.05 && random.fraction() < 0.5);
      return [right ? truth : 1 - truth];
    });
    tally.add([truth], predicted);
  }
  const counts = (labels: number) => ({
    documents: labels,
    classes: Float64Array.of(labels / 2, labels / 2),
  });
  return {
    kind: 'single',
    classCount: 2,
    judgedOn: 'validation',
    seeds: [1, 2, 3],
    now: counts(1600),
    points: sizes.map(counts),
    models,
    outcomes: tally.finish(),
  };
}

describe('a curve that follows a power law', () => {
  it('is forecast with an interval that has the truth, nearly always', () => {
    let held = 0;
    const tries = 10;
    for (let seed = 0; seed < tries; seed++) {
      const { forecasts } = finished(summariseCurve(simulated(400, seed), seed, [3200]));
      const { interval } = forecasts[0]!;
      if (interval.low <= accuracyAt(3200) && accuracyAt(3200) <= interval.high) held++;
      expect(interval.high - interval.low).toBeLessThan(0.2);
    }
    expect(held).toBeGreaterThanOrEqual(9);
  });

  it('has points with the scores of every order, and wider intervals further ahead', () => {
    const curve = finished(summariseCurve(simulated(800, 3), 1));
    expect(curve.points.map(({ labels }) => labels)).toEqual(sizes);
    expect(curve.points.map(({ scores }) => scores.length)).toEqual([3, 3, 3, 3, 3, 1]);
    expect(curve.forecasts.map(({ labels }) => labels)).toEqual(
      forecastFactors.map((factor) => factor * 1600),
    );
    const widths = curve.forecasts.map(({ interval }) => interval.high - interval.low);
    expect(widths[3]!).toBeGreaterThan(widths[0]!);
    expect(curve).toMatchObject({ figure: 'accuracy', judgedOn: 'validation', seeds: [1, 2, 3] });
  });

  it('is also told by class, against the labels of the class', () => {
    const { classes } = finished(summariseCurve(simulated(800, 4), 1));
    expect(classes.map(({ classIndex }) => classIndex)).toEqual([0, 1]);
    expect(classes[0]!.points.map(({ labels }) => labels)).toEqual(sizes.map((size) => size / 2));
    // F1 of a class of two that are confused alike is the accuracy.
    expect(classes[0]!.forecasts[2]!.score).toBeCloseTo(accuracyAt(3200), 1);
  });

  it('leaves out classes that few documents are judged of', () => {
    const curve = simulated(800, 5);
    const tally = createOutcomeTally(3, curve.models.length);
    for (let document = 0; document < 400; document++) {
      const truth = document < 5 ? 2 : document % 2;
      tally.add(
        [truth],
        curve.models.map(() => [document % 3]),
      );
    }
    const rare = { ...curve, classCount: 3, outcomes: tally.finish() };
    const withRare = {
      ...rare,
      now: { documents: 1600, classes: Float64Array.of(800, 800, 10) },
      points: rare.points.map(({ documents }) => ({
        documents,
        classes: Float64Array.of(documents, documents, 5),
      })),
    };
    expect(finished(summariseCurve(withRare, 1)).classes.map(({ classIndex }) => classIndex)).toEqual([0, 1]);
  });

  it('is the same for the same seed', () => {
    const once = finished(summariseCurve(simulated(300, 6), 9));
    expect(finished(summariseCurve(simulated(300, 6), 9))).toEqual(once);
    expect(finished(summariseCurve(simulated(300, 6), 10)).forecasts).not.toEqual(once.forecasts);
  });
});
