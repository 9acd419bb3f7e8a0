import { expect, test } from 'vitest';
import { evaluate } from '../metrics/evaluate.ts';
import type { ProjectKind } from '../project.ts';
import { createRandom } from '../random.ts';
import { createOutcomeTally } from '../statistics/outcomes.ts';
import { finished } from '../work.ts';
import { type ComparedFigures, compare } from './compare.ts';
import { mirrored } from './mirror.ts';
import type { Comparison } from './types.ts';

type Judged = readonly [actual: readonly number[], a: readonly number[], b: readonly number[]];

const names = ['billing', 'login', 'shipping'].map((name, index) => ({ classId: index + 1, name }));

function compared(kind: ProjectKind, documents: readonly Judged[], seed = 1): ComparedFigures {
  const tally = createOutcomeTally(names.length, 2);
  for (const [actual, a, b] of documents) tally.add(actual, [a, b]);
  return finished(compare(kind, names, tally.finish(), seed));
}

/** So many documents that both got right, only A, only B, and none. */
function counted(both: number, onlyA: number, onlyB: number, none: number): Judged[] {
  const of = (count: number, a: number, b: number): Judged[] => Array(count).fill([[0], [a], [b]]);
  return [...of(both, 0, 0), ...of(onlyA, 0, 1), ...of(onlyB, 1, 0), ...of(none, 1, 1)];
}

function randomDocuments(kind: ProjectKind, seed: number): Judged[] {
  const random = createRandom(seed);
  const one = () => [random.below(3)];
  const some = () => [0, 1, 2].filter(() => random.fraction() < 0.4);
  const set = kind === 'single' ? one : some;
  return Array.from({ length: 80 }, () => {
    const actual = set();
    return [actual, random.fraction() < 0.5 ? actual : set(), random.fraction() < 0.7 ? actual : set()];
  });
}

test.each(['single', 'multi'] as const)(
  'the figures of both models are those of their evaluations (%s)',
  (kind) => {
    const documents = randomDocuments(kind, 4);
    const { figures, classes, bothRight, fixed } = compared(kind, documents);
    const [a, b] = [1, 2].map((side) =>
      evaluate(
        kind,
        names.map(({ name }) => name),
        documents.map((one) => ({ actual: one[0], predicted: one[side as 1 | 2] })),
      ),
    );
    for (const one of figures) {
      expect(one.a).toBeCloseTo(a![one.figure], 12);
      expect(one.b).toBeCloseTo(b![one.figure], 12);
      expect(one.difference).toBeCloseTo(b![one.figure] - a![one.figure], 12);
      expect(one.interval.low).toBeLessThanOrEqual(one.difference);
      expect(one.interval.high).toBeGreaterThanOrEqual(one.difference);
    }
    expect(classes.map(({ a: f1 }) => f1)).toEqual(a!.classes.map(({ f1 }) => f1));
    expect(classes.map(({ support }) => support)).toEqual(b!.classes.map(({ support }) => support));
    expect((bothRight + fixed) / 80).toBeCloseTo(b!.accuracy, 12);
  },
);

test('B wins where McNemar says so, and A the other way round', () => {
  const better = compared('single', counted(100, 3, 20, 10));
  expect(better.verdict).toMatchObject({ winner: 'b', test: 'mcnemar', documentsNeeded: null });
  expect(better.verdict.pValue).toBe(better.mcNemar.pValue);
  expect(better).toMatchObject({ bothRight: 100, broken: 3, fixed: 20, bothWrong: 10 });
  expect(compared('single', counted(100, 20, 3, 10)).verdict.winner).toBe('a');
});

test('without a winner it says how many documents would be needed', () => {
  // Connor's formula for 10 and 14 of 200 (scipy): 2352.3.
  expect(compared('single', counted(160, 10, 14, 16)).verdict).toEqual({
    winner: null,
    test: 'mcnemar',
    pValue: expect.closeTo(0.5412561893463, 9),
    documentsNeeded: 2353,
  });
  expect(compared('single', counted(90, 5, 5, 0)).verdict).toMatchObject({
    winner: null,
    documentsNeeded: null,
  });
  // Six to one is not enough for the exact test, whatever the approximation says: more than there are.
  const few = compared('single', counted(13, 0, 5, 0)).verdict;
  expect(few).toMatchObject({ winner: null, pValue: 0.0625 });
  expect(few.documentsNeeded).toBeGreaterThan(18);
});

test('multi-label projects are decided by micro-F1, not by whole sets', () => {
  // B finds a class more in half of the documents and never gets a whole set right that A does not.
  const documents: Judged[] = Array.from({ length: 40 }, (_, index) =>
    index % 2 === 0 ? [[0, 1, 2], [0], [0, 1]] : [[1], [1], [1]],
  );
  const { verdict, mcNemar, figures } = compared('multi', documents);
  expect(mcNemar).toMatchObject({ onlyA: 0, onlyB: 0, pValue: 1 });
  expect(verdict).toMatchObject({ winner: 'b', test: 'randomisation' });
  expect(figures.find(({ figure }) => figure === 'microF1')!.interval.low).toBeGreaterThan(0);
  const same = compared(
    'multi',
    randomDocuments('multi', 1).map(([actual, a]): Judged => [actual, a, a]),
  );
  expect(same.verdict).toEqual({ winner: null, test: 'randomisation', pValue: 1, documentsNeeded: null });
});

test('a class that neither has nor was given has no F1, and no difference', () => {
  const { classes } = compared('single', counted(5, 1, 1, 0));
  expect(classes[2]).toEqual({ support: 0, a: null, b: null, difference: null, interval: null });
  // A class of few documents that both have right is no certain tie.
  const certain = compared('single', counted(4, 0, 0, 0)).classes[0]!;
  expect(certain).toMatchObject({ a: 1, b: 1, difference: 0 });
  expect(certain.interval!.high).toBeGreaterThan(0.1);
});

test('the mirror of a comparison is the comparison of the two changed about', () => {
  const whole = (result: ComparedFigures): Comparison => ({
    ...result,
    dataset: 'test',
    fingerprint: 'f',
    a: { modelId: 1, name: 'one', evaluationId: 10 },
    b: { modelId: 2, name: 'two', evaluationId: 20 },
  });
  const documents = randomDocuments('single', 3);
  const there = whole(compared('single', documents));
  const back = mirrored(there);
  expect(mirrored(back)).toEqual(there);
  const turned = compared(
    'single',
    documents.map(([actual, a, b]): Judged => [actual, b, a]),
  );
  expect(back).toMatchObject({
    a: { name: 'two' },
    mcNemar: turned.mcNemar,
    fixed: turned.fixed,
    broken: turned.broken,
    verdict: turned.verdict,
  });
  back.figures.forEach((figure, index) => {
    expect(figure.difference).toBeCloseTo(turned.figures[index]!.difference, 12);
    // The same documents drawn with other numbers: only near.
    expect(Math.abs(figure.interval.low - turned.figures[index]!.interval.low)).toBeLessThan(0.02);
  });
  expect(Object.is(mirrored(whole(compared('single', counted(6, 1, 1, 0)))).figures[0]!.difference, -0)).toBe(
    false,
  );
});
