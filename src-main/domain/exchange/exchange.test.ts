import { expect, test } from 'vitest';
import { compareExchange } from './equality.ts';
import { addTallies, Tally } from './tally.ts';

function tallied(
  documents: readonly (readonly [readonly string[] | null, 'train' | 'test' | null])[],
): Tally {
  const tally = new Tally();
  for (const [labels, dataset] of documents) tally.document(labels, dataset);
  return tally;
}

test('documents, labels, datasets and classes are counted, classes without documents among them', () => {
  const tally = new Tally();
  tally.declare('B');
  tally.document(['A', 'B'], 'train');
  tally.document([], 'test');
  tally.document(null, null);
  tally.document(['A'], 'train');
  expect(tally.result()).toEqual({
    counts: {
      documents: 4,
      labelled: 3,
      labels: 3,
      datasets: { train: 2, validation: 0, test: 1, none: 1 },
      classes: [
        { name: 'B', documents: 1 },
        { name: 'A', documents: 2 },
      ],
    },
    notes: [],
  });
});

test('reasons are counted with their first ten examples', () => {
  const tally = new Tally();
  for (let line = 1; line <= 12; line += 1) tally.note('missing', 'No text.', `line ${line}`);
  const [note] = tally.result().notes;
  expect(note).toMatchObject({ kind: 'missing', reason: 'No text.', count: 12 });
  expect(note!.examples).toHaveLength(10);
});

test('two files of one import are added up, classes by name', () => {
  const sum = addTallies(
    tallied([[['A'], 'train']]).result(),
    tallied([
      [['B', 'A'], 'test'],
      [null, null],
    ]).result(),
  );
  expect(sum.counts).toEqual({
    documents: 3,
    labelled: 2,
    labels: 3,
    datasets: { train: 1, validation: 0, test: 1, none: 1 },
    classes: [
      { name: 'A', documents: 2 },
      { name: 'B', documents: 1 },
    ],
  });
});

test('equal sides have no difference; files in excess do no harm', () => {
  const { counts } = tallied([[['A'], 'train']]).result();
  const extra = { kind: 'extra', reason: 'Not named.', count: 2, examples: [] } as const;
  expect(compareExchange(counts, counts, [extra])).toMatchObject({ equal: true, differences: [] });
  expect(compareExchange(counts, counts, [{ ...extra, kind: 'missing' }]).equal).toBe(false);
});

test('every figure that differs is told, a class that one side lacks as null', () => {
  const source = tallied([
    [['A'], 'train'],
    [['B'], 'test'],
  ]).result();
  const target = tallied([[['A', 'C'], 'train']]).result();
  const { equal, differences } = compareExchange(source.counts, target.counts, []);
  expect(equal).toBe(false);
  expect(differences).toEqual([
    { subject: 'documents', name: null, source: 2, target: 1 },
    { subject: 'labelled', name: null, source: 2, target: 1 },
    { subject: 'dataset', name: 'test', source: 1, target: 0 },
    { subject: 'class', name: 'B', source: 1, target: null },
    { subject: 'class', name: 'C', source: null, target: 1 },
  ]);
});
