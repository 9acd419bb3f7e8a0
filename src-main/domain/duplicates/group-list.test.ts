import { expect, test } from 'vitest';
import { type Dataset, datasets } from '../project.ts';
import { duplicateFilters, groupKind, kindNumber, listGroups, pageOf, stretchesOf } from './group-list.ts';
import { isContradiction, isLeak } from './problems.ts';

test('judges groups: the worst kinds first, of a kind the largest first', () => {
  const given = [
    { exact: 1, dataset: ['train', 'train'], labels: [0, 0] },
    { exact: 0, dataset: ['train', 'test'], labels: [3, 3] },
    { exact: 0, dataset: ['train', 'train', null], labels: [1, 1, -1] },
    { exact: 0, dataset: ['validation', 'test', 'test', null], labels: [2, 2, -1, -1] },
    { exact: 1, dataset: ['train', null], labels: [4, 5] },
    { exact: 0, dataset: [null, null], labels: [-1, -1] },
  ] as const;
  const offsets = [0];
  for (const { labels } of given) offsets.push(offsets.at(-1)! + labels.length);
  const size = offsets.at(-1)!;
  const groups = {
    offsets: Int32Array.from(offsets),
    members: Int32Array.from({ length: size }, (_, index) => index),
    similarities: new Float32Array(size),
    exact: Uint8Array.from(given, ({ exact }) => exact),
  };
  // One more test document is in no group.
  const places = [...given.flatMap(({ dataset }): readonly (string | null)[] => dataset), 'test'];
  const list = listGroups(groups, {
    dataset: places.map((place) => (place === null ? -1 : datasets.indexOf(place as Dataset))),
    labels: [...given.flatMap(({ labels }): readonly number[] => labels), 0],
  });
  expect([...list.order]).toEqual([3, 1, 4, 0, 2, 5]);
  expect(list.counts).toEqual([2, 1, 0, 1, 2, 0, 0, 0]);
  expect([...list.kinds].map(groupKind)).toEqual([
    { exact: true, leak: false, contradiction: false },
    { exact: false, leak: true, contradiction: false },
    { exact: false, leak: false, contradiction: false },
    { exact: false, leak: true, contradiction: false },
    { exact: true, leak: false, contradiction: true },
    { exact: false, leak: false, contradiction: false },
  ]);
  expect(list.figures).toEqual({
    groups: 6,
    duplicates: 9,
    exactGroups: 2,
    leaks: 2,
    leakedTestDocuments: 3,
    leakedTestShare: 3 / 4,
    contradictions: 1,
  });
});

test('without any test document no share of them leaks', () => {
  const nothing = new Int32Array(0);
  const groups = { offsets: Int32Array.of(0), members: nothing, similarities: new Float32Array(0) };
  const list = listGroups({ ...groups, exact: new Uint8Array(0) }, { dataset: [0, 0], labels: [0, 0] });
  expect(list.figures).toMatchObject({ groups: 0, duplicates: 0, leakedTestShare: 0 });
});

test('a filtered list is some stretches of the whole one, and its pages are parts of them', () => {
  const counts = [3, 2, 4, 1, 0, 2, 5, 2];
  const kinds = counts.flatMap((count, kind) => new Array<number>(count).fill(kind)).reverse();
  for (const filter of duplicateFilters) {
    const wanted = kinds.flatMap((kind, place) => {
      const is = groupKind(kind);
      const passes = { all: true, exact: is.exact, leaks: is.leak, contradictions: is.contradiction };
      return passes[filter] ? [place] : [];
    });
    const stretches = stretchesOf(counts, filter);
    for (const [from, count] of [
      [0, 100],
      [0, 1],
      [3, 4],
      [7, 5],
      [wanted.length - 1, 9],
      [wanted.length, 9],
      [99, 1],
    ] as const) {
      const page = pageOf(stretches, from, count).flatMap((stretch) =>
        Array.from({ length: stretch.to - stretch.from }, (_, place) => stretch.from + place),
      );
      expect(page).toEqual(wanted.slice(from, from + count));
    }
  }
});

test('a kind is a number and back', () => {
  for (let kind = 0; kind < 8; kind++) expect(kindNumber(groupKind(kind))).toBe(kind);
});

test('documents leak between datasets, not into no dataset', () => {
  expect(isLeak(['train', 'test'])).toBe(true);
  expect(isLeak(['validation', 'test', null])).toBe(true);
  expect(isLeak(['train', null, 'train'])).toBe(false);
  expect(isLeak([null, null])).toBe(false);
});

test('labels contradict each other, not missing ones', () => {
  expect(isContradiction([[1], [2]])).toBe(true);
  expect(isContradiction([[1, 12], [12, 1], null])).toBe(false);
  expect(isContradiction([[1, 12], [1]])).toBe(true);
  expect(isContradiction([[], [1]])).toBe(true);
  expect(isContradiction([null, [1]])).toBe(false);
});
