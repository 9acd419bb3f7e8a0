import { expect, test } from 'vitest';
import { type Dataset, datasets } from './project.ts';
import { createRandom, shuffle } from './random.ts';
import {
  checkPercentages,
  defaultSplit,
  drawSplit,
  type SplitDocument,
  type SplitPercentages,
} from './splits.ts';

const seeds = [1, 2, 3, 4, 5];

/** Class sizes fall roughly like 1/rank, as in real projects. */
function singleLabel(seed: number, documents: number, classes: number): SplitDocument[] {
  const random = createRandom(seed);
  return Array.from({ length: documents }, (_, index) => ({
    id: index * 3 + 1,
    classes: [Math.floor(classes ** random.fraction() - 1 + 1e-9)],
  }));
}

function multiLabel(seed: number, documents: number, classes: number): SplitDocument[] {
  const random = createRandom(seed);
  return Array.from({ length: documents }, (_, index) => ({
    id: index + 1,
    classes: Array.from({ length: classes }, (_unused, one) => one).filter(
      (one) => random.fraction() < 0.6 / (one + 1),
    ),
  }));
}

function countBy(
  documents: readonly SplitDocument[],
  draw: ReadonlyMap<number, Dataset>,
): { totals: Record<Dataset, number>; classes: Map<number, Record<Dataset, number>> } {
  const empty = (): Record<Dataset, number> => ({ train: 0, validation: 0, test: 0 });
  const totals = empty();
  const classes = new Map<number, Record<Dataset, number>>();
  for (const document of documents) {
    const dataset = draw.get(document.id)!;
    totals[dataset]++;
    for (const one of document.classes) {
      classes.set(one, classes.get(one) ?? empty());
      classes.get(one)![dataset]++;
    }
  }
  return { totals, classes };
}

const sum = (counts: Readonly<Record<Dataset, number>>): number =>
  counts.train + counts.validation + counts.test;

test.each(seeds)('keeps single-label classes within one document of their percentages (seed %i)', (seed) => {
  for (const percentages of [
    defaultSplit,
    { train: 60, validation: 15, test: 25 },
    { train: 50, validation: 0, test: 50 },
  ]) {
    const documents = singleLabel(seed, 700, 40);
    const { totals, classes } = countBy(documents, drawSplit({ documents, percentages, seed }));
    for (const counts of classes.values()) {
      for (const dataset of datasets) {
        expect(Math.abs(counts[dataset] - (sum(counts) * percentages[dataset]) / 100)).toBeLessThan(1);
      }
    }
    for (const dataset of datasets) {
      expect(Math.abs(totals[dataset] - (700 * percentages[dataset]) / 100)).toBeLessThanOrEqual(3);
    }
  }
});

test('does not starve the test set when every class is rare', () => {
  const documents = Array.from({ length: 3000 }, (_, index) => ({ id: index, classes: [index % 1000] }));
  const { totals, classes } = countBy(
    documents,
    drawSplit({ documents, percentages: defaultSplit, seed: 9 }),
  );
  expect(totals).toEqual({ train: 2400, validation: 300, test: 300 });
  expect([...classes.values()].every((counts) => counts.train >= 2)).toBe(true);
});

test.each(seeds)('spreads multi-label classes over the datasets (seed %i)', (seed) => {
  const documents = multiLabel(seed, 2000, 30);
  const { totals, classes } = countBy(documents, drawSplit({ documents, percentages: defaultSplit, seed }));
  for (const dataset of datasets) {
    expect(Math.abs(totals[dataset] / 2000 - defaultSplit[dataset] / 100)).toBeLessThan(0.01);
  }
  for (const counts of classes.values()) {
    expect(counts.train).toBeGreaterThan(0);
    for (const dataset of datasets) {
      const ideal = (sum(counts) * defaultSplit[dataset]) / 100;
      expect(Math.abs(counts[dataset] - ideal)).toBeLessThan(2 + 0.05 * sum(counts));
    }
  }
});

test.each(seeds)(
  'gives every class a training document, however small the training part (seed %i)',
  (seed) => {
    const percentages: SplitPercentages = { train: 5, validation: 5, test: 90 };
    for (const documents of [singleLabel(seed, 120, 60), multiLabel(seed, 120, 60)]) {
      const { classes } = countBy(documents, drawSplit({ documents, percentages, seed }));
      expect([...classes.values()].filter((counts) => counts.train === 0)).toEqual([]);
    }
  },
);

test.each(seeds)(
  'is the same whatever the order of the documents, and another for another seed (seed %i)',
  (seed) => {
    for (const documents of [singleLabel(seed, 300, 8), multiLabel(seed, 300, 8)]) {
      const asText = (draw: ReadonlyMap<number, Dataset>): string =>
        JSON.stringify([...draw].sort(([first], [second]) => first - second));
      const draw = asText(drawSplit({ documents, percentages: defaultSplit, seed }));
      const reordered = shuffle([...documents], createRandom(99));
      expect(asText(drawSplit({ documents: reordered, percentages: defaultSplit, seed }))).toBe(draw);
      expect(asText(drawSplit({ documents, percentages: defaultSplit, seed: seed + 100 }))).not.toBe(draw);
    }
  },
);

test('tops up what earlier placed documents lack', () => {
  const documents = Array.from({ length: 100 }, (_, index) => ({ id: index, classes: [index % 2] }));
  const draw = drawSplit({
    documents,
    percentages: defaultSplit,
    seed: 1,
    alreadyPlaced: {
      documents: { train: 100, validation: 0, test: 0 },
      classes: [
        { classId: 0, train: 50, validation: 0, test: 0 },
        { classId: 1, train: 50, validation: 0, test: 0 },
      ],
    },
  });
  expect(countBy(documents, draw).totals).toEqual({ train: 60, validation: 20, test: 20 });
});

test('spreads documents without a class and draws nothing from nothing', () => {
  const documents = Array.from({ length: 50 }, (_, index) => ({ id: index, classes: [] }));
  const { totals } = countBy(documents, drawSplit({ documents, percentages: defaultSplit, seed: 1 }));
  expect(totals).toEqual({ train: 40, validation: 5, test: 5 });
  expect(drawSplit({ documents: [], percentages: defaultSplit, seed: 1 }).size).toBe(0);
});

test('refuses percentages that do not work, repeated ids and bad seeds', () => {
  const refused = [
    { train: 80, validation: 10, test: 11 },
    { train: 110, validation: -10, test: 0 },
    { train: 0, validation: 50, test: 50 },
    { train: Number.NaN, validation: 50, test: 50 },
  ];
  for (const percentages of refused) {
    expect(() => checkPercentages(percentages)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  }
  expect(() => checkPercentages({ train: 33.3, validation: 33.3, test: 33.4 })).not.toThrow();
  expect(() => checkPercentages({ train: 100, validation: 0, test: 0 })).not.toThrow();
  const twice = [
    { id: 1, classes: [0] },
    { id: 1, classes: [1] },
  ];
  expect(() => drawSplit({ documents: twice, percentages: defaultSplit, seed: 1 })).toThrow('occurs twice');
  expect(() => drawSplit({ documents: [], percentages: defaultSplit, seed: -1 })).toThrow('seed');
});
