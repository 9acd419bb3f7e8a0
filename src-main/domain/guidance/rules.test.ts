import { expect, test } from 'vitest';
import type { Guidance, GuidanceRule } from '../guidance.ts';
import { evaluate } from '../metrics/evaluate.ts';
import type { EvaluationItem } from '../metrics/types.ts';
import type { ProjectKind } from '../project.ts';
import { createAnalysis } from '../statistics/analyse.ts';
import { finished } from '../work.ts';
import type { GuidanceFacts } from './facts.ts';
import { giveGuidance } from './rules.ts';

const names = ['billing', 'login', 'shipping', 'other'];
const classes = names.map((name, index) => ({ classId: 10 + index, name }));

/** So many documents of an actual class that were given to another (or the same). */
type Judged = readonly [actual: readonly number[], predicted: readonly number[], documents: number];

const good: readonly Judged[] = names.map((_, k) => [[k], [k], 250]);

function factsOf(changes: Partial<GuidanceFacts> = {}, judged: readonly Judged[] = good): GuidanceFacts {
  const kind: ProjectKind = changes.kind ?? 'single';
  const items: EvaluationItem[] = judged.flatMap(([actual, predicted, documents]) =>
    Array.from({ length: documents }, () => ({ actual, predicted })),
  );
  const analysis = createAnalysis(kind, names.length);
  for (const item of items) analysis.add({ ...item, scores: names.map(() => 0.5), language: null });
  return {
    kind,
    dataset: 'test',
    classes,
    training: [100, 100, 100, 100],
    trainingDocuments: 400,
    metrics: evaluate(kind, names, items),
    analysis: finished(analysis.finish(1)),
    open: true,
    relabelled: 0,
    leaks: null,
    labelErrors: null,
    ...changes,
  };
}

function only(facts: GuidanceFacts, rule: GuidanceRule): readonly Guidance[] {
  const all = giveGuidance(facts);
  for (const one of all) {
    // Each message names the number it found, unless that is in the classes' names.
    expect(one.message).toMatch(/\d/);
    expect(one.message).not.toContain('undefined');
  }
  return all.filter((one) => one.rule === rule);
}

test('nothing is said about a good model with even data', () => {
  expect(giveGuidance(factsOf())).toEqual([]);
});

test('few labels: fewer than 15 training labels of a class', () => {
  expect(only(factsOf({ training: [15, 100, 100, 100] }), 'few-labels')).toEqual([]);
  expect(only(factsOf({ training: [100, 1, 14, 100] }), 'few-labels')).toEqual([
    {
      rule: 'few-labels',
      severity: 'warning',
      classes: [1],
      value: 1,
      limit: 15,
      message: '“login” has 1 training label, fewer than 15. Label more documents of it.',
      remedies: [{ kind: 'label-class', classId: 11 }],
    },
    expect.objectContaining({ classes: [2], value: 14 }),
  ]);
});

test('imbalance: more than 10 to 1, classes without labels aside', () => {
  expect(only(factsOf({ training: [20, 200, 100, 0] }), 'imbalance')).toEqual([]);
  const [one, ...more] = only(factsOf({ training: [19, 200, 20, 15] }), 'imbalance');
  expect(more).toEqual([]);
  expect(one).toMatchObject({ classes: [3, 0, 1], value: 200 / 15, limit: 10 });
  expect(one!.message).toBe(
    '“other” has 15 training labels, “login” 200: 13.3 to 1, more than 10 to 1. 2 classes are that far behind.',
  );
});

test('one class dominates: more than half of the labels of three classes or more', () => {
  expect(only(factsOf({ training: [300, 100, 100, 100] }), 'dominating-class')).toEqual([]);
  expect(only(factsOf({ training: [900, 100, 0, 0] }), 'dominating-class')).toEqual([]);
  expect(only(factsOf({ training: [100, 500, 150, 50] }), 'dominating-class')).toMatchObject([
    { classes: [1], value: 0.625, limit: 0.5, remedies: [{ kind: 'exclude', classId: 11, documents: 200 }] },
  ]);
});

test('test documents: none of a class, fewer than five, shares unlike those of training', () => {
  const judged: readonly Judged[] = [
    [[0], [0], 900],
    [[1], [1], 96],
    [[2], [2], 4],
  ];
  const facts = factsOf({}, judged);
  expect(only(facts, 'missing-from-test')).toMatchObject([
    { classes: [3], value: 0, limit: 1, severity: 'warning', remedies: [{ classId: 13 }] },
  ]);
  expect(only(facts, 'few-test-documents')).toMatchObject([
    { classes: [2], value: 4, limit: 5, severity: 'note' },
  ]);
  const shifts = only(facts, 'share-shift');
  expect(shifts.map((one) => [one.classes[0], one.value, one.severity])).toEqual([
    [0, expect.closeTo(0.65, 9), 'warning'],
    [3, 0.25, 'warning'],
    [2, expect.closeTo(0.246, 9), 'warning'],
    [1, expect.closeTo(0.154, 9), 'warning'],
  ]);
  expect(shifts[0]!.message).toContain('25.0 % of the training documents and 90.0 % of the test documents');
  // Of eight documents, four where two were expected is nothing: it is only noted.
  const few = factsOf({}, [
    [[0], [0], 4],
    [[1], [1], 2],
    [[2], [2], 1],
    [[3], [3], 1],
  ]);
  expect(only(few, 'share-shift').map(({ severity }) => severity)).toEqual(['note', 'note', 'note']);
  // A class that the model never learned is missing from nothing.
  expect(only(factsOf({ training: [100, 100, 100, 0] }, judged), 'missing-from-test')).toEqual([]);
});

test('the test set is too small where the interval is wider than 5 points either way', () => {
  const small: readonly Judged[] = [
    [[0], [0], 40],
    [[1], [0], 10],
    [[1], [1], 30],
    [[2], [2], 20],
    [[3], [3], 20],
  ];
  const [one] = only(factsOf({}, small), 'small-test-set');
  // Wilson's interval of 110 of 120 (statsmodels): 0.8534 to 0.9541.
  expect(one).toMatchObject({ value: expect.closeTo(0.05036, 4), limit: 0.05 });
  expect(one!.message).toContain('91.7 % may be anything from 85.3 % to 95.4 %');
  expect(
    only(
      factsOf(
        {},
        small.map(([a, p, n]) => [a, p, 2 * n]),
      ),
      'small-test-set',
    ),
  ).toEqual([]);
  expect(only(factsOf({ analysis: null }, small), 'small-test-set')).toEqual([]);
});

const confused: readonly Judged[] = [
  [[0], [0], 160],
  [[0], [1], 40],
  [[1], [1], 181],
  [[1], [0], 19],
  [[2], [2], 130],
  [[2], [3], 70],
  [[3], [3], 140],
  [[3], [2], 60],
];

test('confusions: a fifth of a class goes to another, one way or both', () => {
  expect(only(factsOf({}, confused), 'confused-one-way')).toEqual([
    {
      rule: 'confused-one-way',
      severity: 'warning',
      classes: [0, 1],
      value: 0.2,
      limit: 0.2,
      message: '40 of 200 test documents of “billing” were taken for “login”: 20.0 %, at least 20.0 %.',
      remedies: [
        { kind: 'review', actual: 0, predicted: 1 },
        { kind: 'describe', classIds: [10, 11] },
        { kind: 'merge', classIds: [10, 11] },
      ],
    },
  ]);
  expect(only(factsOf({}, confused), 'confused-mutually')).toMatchObject([
    {
      classes: [2, 3],
      value: 0.35,
      remedies: [
        { kind: 'review', actual: 2, predicted: 3 },
        { kind: 'review', actual: 3, predicted: 2 },
        { kind: 'describe' },
        { kind: 'merge', classIds: [12, 13] },
      ],
    },
  ]);
  // One mistake in four is a quarter, and nothing to speak of.
  const few: readonly Judged[] = [...good.slice(1), [[0], [0], 3], [[0], [1], 1]];
  expect(only(factsOf({}, few), 'confused-one-way')).toEqual([]);
});

test('multi-label: a class is missed where another is given wrongly', () => {
  const judged: readonly Judged[] = [...good.slice(1), [[0, 1], [1, 2], 40], [[0], [0], 120]];
  expect(only(factsOf({ kind: 'multi' }, judged), 'confused-one-way')).toMatchObject([
    { classes: [0, 2], value: 0.25 },
  ]);
});

test('precision and recall more than 20 points apart, the better one at least 80 %', () => {
  const facts = factsOf({ kind: 'multi' }, [
    [[0], [0], 50],
    [[0], [], 50],
    [[1], [1], 90],
    [[], [1], 60],
    [[2], [2], 70],
    [[2], [], 30],
    [[], [2], 40],
    [[3], [3], 100],
  ]);
  const [low] = only(facts, 'low-recall');
  expect(low).toMatchObject({ classes: [0], value: 0.5, limit: 0.2 });
  expect(low!.message).toContain('a precision of 100.0 % and a recall of 50.0 %: 50.0 points apart');
  expect(low!.remedies).toEqual([
    { kind: 'label-class', classId: 10 },
    { kind: 'threshold', classIndex: 0 },
  ]);
  expect(only(facts, 'low-precision')).toMatchObject([{ classes: [1], value: 0.4 }]);
  const taken: readonly Judged[] = [
    [[0], [0], 100],
    [[1], [0], 50],
    [[2], [0], 20],
    [[1], [1], 200],
    [[2], [2], 200],
    [[3], [3], 200],
  ];
  expect(only(factsOf({}, taken), 'low-precision')).toMatchObject([
    {
      remedies: [
        { kind: 'review', actual: 1, predicted: 0 },
        { kind: 'describe', classIds: [10] },
      ],
    },
  ]);
});

test('what makes figures look better than they are', () => {
  const facts = factsOf({
    relabelled: 3,
    leaks: { documents: 12, share: 0.012 },
    labelErrors: { issues: 40, share: 0.051 },
  });
  expect(
    giveGuidance(facts).map(({ rule, severity, value, limit }) => [rule, severity, value, limit]),
  ).toEqual([
    ['duplicates-across', 'warning', 12, 0],
    ['label-errors', 'warning', 0.051, 0.03],
    ['relabelled-after-results', 'note', 3, 0],
  ]);
  expect(giveGuidance({ ...facts, dataset: 'validation' }).map(({ rule }) => rule)).toEqual(['label-errors']);
  expect(
    giveGuidance(factsOf({ leaks: { documents: 0, share: 0 }, labelErrors: { issues: 1, share: 0.03 } })),
  ).toEqual([]);
});

test('warnings come before notes, and what is furthest from its limit first', () => {
  const facts = factsOf({ training: [3, 9, 100, 100], relabelled: 1 }, confused);
  const all = giveGuidance(facts);
  expect(all.filter(({ rule }) => rule === 'few-labels').map(({ value }) => value)).toEqual([3, 9]);
  expect(all.at(-1)).toMatchObject({ rule: 'relabelled-after-results', severity: 'note' });
  const firstNote = all.findIndex(({ severity }) => severity === 'note');
  expect(all.slice(firstNote).every(({ severity }) => severity === 'note')).toBe(true);
});

test('a sealed test set offers no look at its documents', () => {
  const remedies = giveGuidance(factsOf({ open: false }, confused)).flatMap((one) => one.remedies);
  expect(remedies.length).toBeGreaterThan(0);
  expect(remedies.filter(({ kind }) => kind === 'review')).toEqual([]);
});

test('without an evaluation only the training labels are judged', () => {
  const facts = { ...factsOf({ training: [3, 100, 100, 100] }), metrics: null, analysis: null };
  expect(giveGuidance(facts).map(({ rule }) => rule)).toEqual(['imbalance', 'few-labels'].toReversed());
});
