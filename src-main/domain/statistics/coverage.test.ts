import { expect, test } from 'vitest';
import { compare } from '../comparison/compare.ts';
import { byFigure, classF1, newFigures, writeFigures } from '../metrics/figures.ts';
import type { Interval } from '../metrics/wilson.ts';
import type { ProjectKind } from '../project.ts';
import { createRandom, type Random } from '../random.ts';
import { finished } from '../work.ts';
import { createAnalysis } from './analyse.ts';
import { countsOf, createOutcomeTally } from './outcomes.ts';

/** Draws a document: its classes, and what one model and another say of it. */
type Population = (random: Random) => readonly [readonly number[], readonly number[], readonly number[]];

const classes = Array.from({ length: 6 }, (_, index) => index);

/** Class k is k + 1 times as frequent as class 0; the models tell 70 and 80 % of the documents right. */
const single: Population = (random) => {
  const place = random.below(21);
  const actual = classes.find((k) => place < ((k + 1) * (k + 2)) / 2)!;
  const easy = random.fraction() < 0.5;
  const say = (share: number) =>
    easy || random.fraction() < share ? actual : (actual + 1 + random.below(3)) % 6;
  return [[actual], [say(0.4)], [say(0.6)]];
};

/** Classes in 5 to 30 % of the documents; the models find 70 and 80 % of them. */
const multi: Population = (random) => {
  const actual = classes.filter((k) => random.fraction() < 0.05 * (k + 1));
  const say = (share: number) =>
    classes.filter((k) => random.fraction() < (actual.includes(k) ? share : 0.05));
  return [actual, say(0.7), say(0.8)];
};

/** The figures of both models over so many documents that chance plays no part. */
function truthOf(kind: ProjectKind, population: Population) {
  const random = createRandom(99);
  const tally = createOutcomeTally(classes.length, 2);
  for (let document = 0; document < 200_000; document++) {
    const [actual, ...answers] = population(random);
    tally.add(actual, answers);
  }
  const outcomes = tally.finish();
  return [0, 1].map((model) => {
    const counts = countsOf(outcomes, model);
    const figures = newFigures();
    writeFigures(kind, counts, figures);
    const value = byFigure((index) => figures[index]!);
    return { ...value, f1: classes.map((k) => classF1(counts, k)) };
  });
}

type Truth = ReturnType<typeof truthOf>[number];

function createScore() {
  let [held, tried] = [0, 0];
  return {
    add(interval: Interval | null, truth: number): void {
      if (interval === null) return;
      tried++;
      if (interval.low <= truth && truth <= interval.high) held++;
    },
    /** Within three standard errors, 4.6 points with 200 sets. */
    check(): void {
      expect(tried).toBeGreaterThanOrEqual(sets);
      expect(Math.abs(held / tried - 0.95)).toBeLessThan(3 * Math.sqrt((0.95 * 0.05) / sets));
    },
  };
}

const sets = 200;
const documentsInSet = 150;

const populations = { single, multi };

test.each(['single', 'multi'] as const)(
  'intervals hold the truth of simulated %s-label sets',
  (kind) => {
    const population = populations[kind];
    const [a, b] = truthOf(kind, population) as [Truth, Truth];
    const scores = {
      accuracy: createScore(),
      macroF1: createScore(),
      classF1: createScore(),
      difference: createScore(),
      classDifference: createScore(),
    };
    for (let set = 0; set < sets; set++) {
      const random = createRandom(1000 + set);
      const analysis = createAnalysis(kind, classes.length);
      const tally = createOutcomeTally(classes.length, 2);
      for (let document = 0; document < documentsInSet; document++) {
        const [actual, first, second] = population(random);
        analysis.add({ actual, predicted: first, scores: classes.map(() => 0.5), language: null });
        tally.add(actual, [first, second]);
      }
      const { intervals } = finished(analysis.finish(set));
      scores.accuracy.add(intervals.overall.accuracy, a.accuracy);
      scores.macroF1.add(intervals.overall.macroF1, a.macroF1);
      intervals.classes.forEach(({ f1 }, k) => {
        scores.classF1.add(f1, a.f1[k]!);
      });
      const comparison = finished(compare(kind, [], tally.finish(), set));
      const macroF1 = comparison.figures.find(({ figure }) => figure === 'macroF1')!;
      scores.difference.add(macroF1.interval, b.macroF1 - a.macroF1);
      comparison.classes.forEach(({ interval }, k) => {
        scores.classDifference.add(interval, b.f1[k]! - a.f1[k]!);
      });
    }
    for (const score of Object.values(scores)) score.check();
  },
  120_000,
);

/** Seeded pairs of models that are right about each document with the same probability. */
test('the exact McNemar test names a winner among equal models in at most 5 % of the cases', () => {
  const pairs = 1000;
  let winners = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const random = createRandom(pair);
    const tally = createOutcomeTally(2, 2);
    const say = () => [random.fraction() < 0.8 ? 0 : 1];
    for (let document = 0; document < 150; document++) tally.add([0], [say(), say()]);
    // The verdict of single-label projects looks at nothing but this test.
    const { verdict } = finished(compare('single', [], tally.finish(), pair, 2));
    expect(verdict.test).toBe('mcnemar');
    if (verdict.winner !== null) winners++;
  }
  expect(winners / pairs).toBeLessThanOrEqual(0.05);
  expect(winners).toBeGreaterThan(0);
}, 60_000);
