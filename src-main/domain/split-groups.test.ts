import { expect, test } from 'vitest';
import { type Dataset, datasets } from './project.ts';
import { createRandom, shuffle } from './random.ts';
import type { SplitGroup } from './split-groups.ts';
import { defaultSplit, drawSplit, type SplitDocument, type SplitPercentages } from './splits.ts';

const seeds = [1, 2, 3, 4, 5, 6];

/** Documents of one class each, or of several; some are in groups of 2 to 6, of one class or of mixed ones. */
function groupedDocuments(seed: number, count: number, classes: number, most = 1) {
  const random = createRandom(seed);
  const documents: SplitDocument[] = [];
  const groups: SplitGroup[] = [];
  while (documents.length < count) {
    const size = random.below(3) === 0 ? 2 + random.below(5) : 1;
    const own = random.below(classes);
    const ids = Array.from({ length: size }, () => {
      const given = Array.from({ length: random.below(most) + 1 }, () =>
        random.below(4) === 0 ? random.below(classes) : own,
      );
      documents.push({ id: documents.length * 2 + 1, classes: [...new Set(given)] });
      return documents.at(-1)!.id;
    });
    if (size > 1) groups.push({ ids, place: null });
  }
  return { documents, groups };
}

const percentagesToTry: readonly SplitPercentages[] = [
  defaultSplit,
  { train: 60, validation: 15, test: 25 },
  { train: 70, validation: 0, test: 30 },
];

function placesOf(group: SplitGroup, draw: ReadonlyMap<number, Dataset>): readonly (Dataset | undefined)[] {
  return [...new Set(group.ids.map((id) => draw.get(id)))];
}

function count(
  documents: readonly SplitDocument[],
  draw: ReadonlyMap<number, Dataset>,
  dataset: Dataset,
): number {
  return documents.filter(({ id }) => draw.get(id) === dataset).length;
}

test.each(seeds)('no group is torn apart, and the percentages are kept (seed %i)', (seed) => {
  const { documents, groups } = groupedDocuments(seed, 1200, 8);
  for (const percentages of percentagesToTry) {
    const draw = drawSplit({ documents, groups, percentages, seed });
    expect(draw.size).toBe(documents.length);
    for (const group of groups) expect(placesOf(group, draw)).toHaveLength(1);
    for (const dataset of datasets) {
      const share = percentages[dataset] / 100;
      const off = count(documents, draw, dataset) / documents.length - share;
      expect(Math.abs(off)).toBeLessThan(0.005);
      for (let one = 0; one < 8; one++) {
        const own = documents.filter(({ classes }) => classes.includes(one));
        expect(Math.abs(count(own, draw, dataset) - share * own.length)).toBeLessThanOrEqual(2);
      }
    }
  }
});

test.each(seeds)('of documents with several classes too (seed %i)', (seed) => {
  const { documents, groups } = groupedDocuments(seed, 1500, 10, 3);
  for (const percentages of percentagesToTry) {
    const draw = drawSplit({ documents, groups, percentages, seed });
    for (const group of groups) expect(placesOf(group, draw)).toHaveLength(1);
    for (const dataset of datasets) {
      const share = percentages[dataset] / 100;
      const off = count(documents, draw, dataset) / documents.length - share;
      expect(Math.abs(off)).toBeLessThan(0.02);
    }
  }
});

test.each(seeds)('groups fall into every dataset about as often as its percentage (seed %i)', (seed) => {
  const { documents, groups } = groupedDocuments(seed, 3000, 4);
  const draw = drawSplit({ documents, groups, percentages: defaultSplit, seed });
  const grouped = new Set(groups.flatMap(({ ids }) => ids));
  const inGroups = documents.filter(({ id }) => grouped.has(id));
  for (const dataset of ['validation', 'test'] as const) {
    const share = count(inGroups, draw, dataset) / inGroups.length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.15);
  }
});

test('is the same for the same seed whatever the order of documents and groups, and another for another', () => {
  const { documents, groups } = groupedDocuments(3, 600, 5);
  const request = { percentages: defaultSplit, seed: 7 };
  const draw = drawSplit({ ...request, documents, groups });
  const random = createRandom(9);
  const shuffled = drawSplit({
    ...request,
    documents: shuffle([...documents], random),
    groups: shuffle(
      groups.map(({ ids, place }) => ({ ids: shuffle([...ids], random), place })),
      random,
    ),
  });
  expect([...shuffled].sort()).toEqual([...draw].sort());
  expect([...drawSplit({ ...request, documents, groups, seed: 8 })].sort()).not.toEqual([...draw].sort());
});

test('without groups, or with groups of one, nothing changes', () => {
  const { documents } = groupedDocuments(4, 400, 5);
  const request = { documents, percentages: defaultSplit, seed: 5 };
  const draw = drawSplit(request);
  expect(drawSplit({ ...request, groups: [] })).toEqual(draw);
  const alone = documents.map(({ id }) => ({ ids: [id, 9999], place: null }));
  expect(drawSplit({ ...request, groups: alone })).toEqual(draw);
});

test('a group follows its member that has a place; the others make up for it', () => {
  const documents = Array.from({ length: 90 }, (_, index) => ({ id: index + 1, classes: [index % 2] }));
  const groups: SplitGroup[] = [
    { ids: [1, 2, 1000], place: 'test' },
    { ids: [3, 1001], place: 'validation' },
    { ids: [4, 5], place: null },
  ];
  const alreadyPlaced = {
    documents: { train: 8, validation: 1, test: 1 },
    classes: [
      { classId: 0, train: 4, validation: 1, test: 0 },
      { classId: 1, train: 4, validation: 0, test: 1 },
    ],
  };
  for (const seed of seeds) {
    const draw = drawSplit({ documents, groups, percentages: defaultSplit, seed, alreadyPlaced });
    expect([1, 2, 3].map((id) => draw.get(id))).toEqual(['test', 'test', 'validation']);
    expect(draw.get(4)).toBe(draw.get(5));
    expect(draw.size).toBe(90);
    expect(count(documents, draw, 'test')).toBe(9);
    expect(count(documents, draw, 'validation')).toBe(9);
  }
});

test('every class has a training document, whatever group it is in', () => {
  for (const seed of seeds) {
    const { documents, groups } = groupedDocuments(seed, 60, 25, 2);
    const percentages = { train: 20, validation: 40, test: 40 };
    const draw = drawSplit({ documents, groups, percentages, seed });
    const trained = documents.filter(({ id }) => draw.get(id) === 'train').flatMap(({ classes }) => classes);
    expect(new Set(trained)).toEqual(new Set(documents.flatMap(({ classes }) => classes)));
  }
  const follower = {
    documents: [{ id: 1, classes: [5] }],
    groups: [{ ids: [1, 2], place: 'test' as const }],
  };
  expect(drawSplit({ ...follower, percentages: defaultSplit, seed: 1 }).get(1)).toBe('train');
});

test('a group that is larger than any share goes where it is least too much', () => {
  const documents = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, classes: [0] }));
  const groups = [{ ids: documents.slice(0, 95).map(({ id }) => id), place: null }];
  const draw = drawSplit({ documents, groups, percentages: defaultSplit, seed: 1 });
  expect(placesOf(groups[0]!, draw)).toEqual(['train']);
  expect(count(documents, draw, 'train')).toBe(95);
});

test('refuses a document that occurs twice', () => {
  const documents = [1, 2, 2].map((id) => ({ id, classes: [0] }));
  const groups = [{ ids: [1, 2], place: null }];
  expect(() => drawSplit({ documents, groups, percentages: defaultSplit, seed: 1 })).toThrow(/twice/);
});
