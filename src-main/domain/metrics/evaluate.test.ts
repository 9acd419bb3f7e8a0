import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { createRandom, shuffle } from '../random.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluationItem } from './types.ts';

type Rates = readonly number[];

interface GoldenCase {
  readonly kind: 'single' | 'multi';
  readonly classes: number;
  readonly items: readonly (readonly (readonly number[])[])[];
  readonly accuracy: number;
  readonly hammingLoss: number;
  readonly micro: Rates;
  readonly macro: Rates;
  readonly weighted: Rates;
  readonly classRates: readonly Rates[];
  readonly support: readonly number[];
  readonly confusion?: readonly (readonly number[])[];
  readonly binary?: readonly (readonly number[])[];
}

const golden = JSON.parse(
  readFileSync(new URL('./evaluate.golden.json', import.meta.url), 'utf8'),
) as readonly GoldenCase[];

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `class ${index}`);
const item = ([actual, predicted]: readonly (readonly number[])[]): EvaluationItem => ({
  actual: actual!,
  predicted: predicted!,
});

function randomItems(
  seed: number,
  documents: number,
  classes: number,
  kind: 'single' | 'multi',
): EvaluationItem[] {
  const random = createRandom(seed);
  const set = (): number[] =>
    kind === 'single'
      ? [random.below(classes)]
      : Array.from({ length: classes }, (_, index) => index).filter(() => random.fraction() < 0.3);
  return Array.from({ length: documents }, () => {
    const actual = set();
    return { actual, predicted: random.fraction() < 0.6 ? actual : set() };
  });
}

/**
 * The expected numbers were computed from the items in the file with scikit-learn 1.9.1:
 * `precision_recall_fscore_support(actual, predicted, average=..., zero_division=0)` for micro, macro and
 * weighted, the same with `labels=range(classes)` and no average for the classes, `accuracy_score`,
 * `hamming_loss`, `confusion_matrix(labels=range(classes))`, and `multilabel_confusion_matrix` (tn, fp, fn, tp).
 * Multi-label items were passed as an indicator matrix. The cases hold classes that are absent, never
 * predicted, or only predicted, and documents with empty sets.
 */
test.each(golden.map((one, index) => [`${index} (${one.kind})`, one] as const))(
  'agrees with scikit-learn on case %s',
  (_, one) => {
    const metrics = evaluate(one.kind, names(one.classes), one.items.map(item));
    expect(metrics.accuracy).toBeCloseTo(one.accuracy, 12);
    expect(metrics.exactMatch).toBeCloseTo(one.accuracy, 12);
    expect(metrics.hammingLoss).toBeCloseTo(one.hammingLoss, 12);
    const averages = [
      [metrics.microPrecision, metrics.microRecall, metrics.microF1],
      [metrics.macroPrecision, metrics.macroRecall, metrics.macroF1],
      [metrics.weightedPrecision, metrics.weightedRecall, metrics.weightedF1],
    ];
    [one.micro, one.macro, one.weighted].forEach((expected, average) => {
      expected.forEach((value, rate) => {
        expect(averages[average]![rate]).toBeCloseTo(value, 12);
      });
    });
    metrics.classes.forEach((row, index) => {
      expect(row.precision ?? 0).toBeCloseTo(one.classRates[index]![0]!, 12);
      expect(row.recall ?? 0).toBeCloseTo(one.classRates[index]![1]!, 12);
      expect(row.f1 ?? 0).toBeCloseTo(one.classRates[index]![2]!, 12);
      expect(row.support).toBe(one.support[index]);
    });
    expect(metrics.confusionMatrix).toEqual(one.confusion ?? null);
    if (one.binary !== undefined) {
      expect(metrics.classes.map((row) => [row.tn, row.fp, row.fn, row.tp])).toEqual(one.binary);
    }
  },
);

/**
 * The worked example of Azure's documentation (5 films; action, comedy, romance) with its three slips put
 * right: comedy's F1 is 0.5, and the missed comedy of document 5 makes 3 false negatives in all.
 */
test('gives the corrected numbers of the five-film example', () => {
  const metrics = evaluate(
    'multi',
    ['action', 'comedy', 'romance'],
    [
      { actual: [0, 1], predicted: [1] },
      { actual: [0], predicted: [0] },
      { actual: [2], predicted: [2] },
      { actual: [2, 1], predicted: [2] },
      { actual: [1], predicted: [0] },
    ],
  );
  const comedy = metrics.classes[1]!;
  expect([comedy.tp, comedy.fp, comedy.fn, comedy.tn]).toEqual([1, 0, 2, 2]);
  expect(comedy.precision).toBe(1);
  expect(comedy.recall).toBeCloseTo(1 / 3, 12);
  expect(comedy.f1).toBeCloseTo(0.5, 12);
  const total = (key: 'tp' | 'fp' | 'fn'): number => metrics.classes.reduce((sum, row) => sum + row[key], 0);
  expect([total('tp'), total('fp'), total('fn')]).toEqual([4, 1, 3]);
  expect(metrics.microPrecision).toBeCloseTo(4 / 5, 12);
  expect(metrics.microRecall).toBeCloseTo(4 / 7, 12);
  expect(metrics.microF1).toBeCloseTo(2 / 3, 12);
  expect(metrics.hammingLoss).toBeCloseTo(4 / 15, 12);
  expect(metrics.accuracy).toBeCloseTo(2 / 5, 12);
});

test('keeps 0/0 apart from 0 and leaves absent classes out of a single-label macro average only', () => {
  const items = [
    { actual: [0], predicted: [0] },
    { actual: [1], predicted: [0] },
  ];
  const single = evaluate('single', names(3), items);
  expect(single.classes[1]).toMatchObject({
    precision: null,
    recall: 0,
    f1: 0,
    support: 1,
    predictedCount: 0,
  });
  expect(single.classes[2]).toMatchObject({ precision: null, recall: null, f1: null, tn: 2 });
  expect(single.averagedClasses).toBe(2);
  expect(single.macroF1).toBeCloseTo((2 / 3 + 0) / 2, 12);
  const multi = evaluate('multi', names(3), items);
  expect(multi.averagedClasses).toBe(3);
  expect(multi.macroF1).toBeCloseTo((2 / 3 + 0 + 0) / 3, 12);
});

test('scores documents that have no class on both sides as right', () => {
  const metrics = evaluate('multi', names(2), [
    { actual: [], predicted: [] },
    { actual: [], predicted: [] },
  ]);
  expect(metrics).toMatchObject({ accuracy: 1, hammingLoss: 0, microF1: 0, macroF1: 0, weightedF1: 0 });
  expect(metrics.classes[0]).toMatchObject({ precision: null, recall: null, f1: null, tn: 2 });
});

test.each([1, 2, 3, 4, 5, 6])('holds the identities of the definitions (seed %i)', (seed) => {
  const classes = 2 + seed;
  const single = randomItems(seed, 50, classes, 'single');
  const metrics = evaluate('single', names(classes), single);
  expect(metrics.microF1).toBeCloseTo(metrics.accuracy, 12);
  expect(metrics.weightedRecall).toBeCloseTo(metrics.accuracy, 12);
  const falsePositives = metrics.classes.reduce((sum, row) => sum + row.fp, 0);
  expect(falsePositives).toBe(metrics.classes.reduce((sum, row) => sum + row.fn, 0));
  expect(falsePositives).toBe(Math.round(50 * metrics.hammingLoss));
  expect(metrics.confusionMatrix!.map((row) => row.reduce((sum, value) => sum + value, 0))).toEqual(
    metrics.classes.map((row) => row.support),
  );
  for (const kind of ['single', 'multi'] as const) {
    const items = randomItems(seed, 50, classes, kind);
    const before = evaluate(kind, names(classes), items);
    expect(evaluate(kind, names(classes), shuffle([...items], createRandom(seed)))).toEqual(before);
    expect(JSON.parse(JSON.stringify(before))).toEqual(before);
  }
});

test('refuses nothing, unknown classes, and single-label items with another number of classes than one', () => {
  const codeOf = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return error instanceof AppError ? error.code : String(error);
    }
    return 'no error';
  };
  expect(codeOf(() => evaluate('single', names(2), []))).toBe('no_documents');
  expect(codeOf(() => evaluate('multi', names(2), [{ actual: [2], predicted: [] }]))).toBe('bad_request');
  expect(codeOf(() => evaluate('multi', names(2), [{ actual: [0.5], predicted: [] }]))).toBe('bad_request');
  expect(codeOf(() => evaluate('single', names(2), [{ actual: [0], predicted: [] }]))).toBe('bad_request');
  expect(codeOf(() => evaluate('single', names(2), [{ actual: [0, 1], predicted: [0] }]))).toBe(
    'bad_request',
  );
});
