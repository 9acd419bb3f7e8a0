import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { finished } from '../work.ts';
import { type ConfidentLearning, confidentLearning } from './confident-learning.ts';
import type { JudgedLabels } from './judged-labels.ts';
import { labelGroups } from './label-groups.ts';

interface Golden {
  readonly labels: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
  readonly joint: readonly (readonly number[])[];
  readonly wrong: readonly number[];
}

const golden = JSON.parse(
  readFileSync(`${import.meta.dirname}/../../../tests/fixtures/confident-learning/golden.json`, 'utf8'),
) as Golden;

function judged(
  kind: JudgedLabels['kind'],
  labels: readonly (readonly number[])[],
  probabilities: readonly (readonly number[])[],
): JudgedLabels {
  return {
    kind,
    classCount: probabilities[0]!.length,
    ids: labels.map((_, index) => index + 100),
    labels,
    probabilities: Float32Array.from(probabilities.flat()),
  };
}

function learn(labels: JudgedLabels): ConfidentLearning {
  return confidentLearning(labels.classCount, finished(labelGroups(labels)));
}

describe('single-label', () => {
  const given = judged(
    'single',
    golden.labels.map((label) => [label]),
    golden.probabilities,
  );

  it('counts as NumPy does: the confident joint, and how many labels of each class are wrong', () => {
    const groups = finished(labelGroups(given));
    expect(groups.map(({ confirmed }) => confirmed)).toEqual(golden.joint.map((row, label) => row[label]));
    expect(groups.map(({ doubts }) => doubts.filter(({ confident }) => confident).length)).toEqual(
      golden.joint.map((row, label) => row.reduce((sum, count) => sum + count, 0) - row[label]!),
    );
    const { classes, estimate } = confidentLearning(4, groups);
    expect(classes.map(({ issues }) => issues)).toEqual(golden.wrong.map(Math.round));
    expect(estimate.wrong).toBeCloseTo(
      golden.wrong.reduce((sum, wrong) => sum + wrong, 0),
      9,
    );
  });

  it('lists the worst first, each with a class that is more probable, and an interval around the share', () => {
    const { doubts, estimate, classes } = learn(given);
    expect(doubts).toHaveLength(classes.reduce((sum, { issues }) => sum + issues, 0));
    for (const [
      place,
      { documentId, labels, classIndex, given: own, proposed, evidence },
    ] of doubts.entries()) {
      const row = golden.probabilities[documentId - 100]!;
      expect(labels).toEqual([golden.labels[documentId - 100]]);
      expect([own, proposed]).toEqual([Math.fround(row[labels[0]!]!), Math.fround(row[classIndex]!)]);
      expect(proposed).toBeGreaterThan(own);
      expect(evidence).toBeLessThanOrEqual(doubts[place - 1]?.evidence ?? Infinity);
    }
    expect(estimate.interval.low).toBeLessThan(estimate.share);
    expect(estimate.interval.high).toBeGreaterThan(estimate.share);
  });

  it('says nothing of classes with fewer than five labels, nor proposes them', () => {
    const rows = Array.from({ length: 44 }, (_, index) =>
      index % 2 === 0 ? [0.8, 0.1, 0.1] : [0.1, 0.8, 0.1],
    );
    rows[0] = [0.01, 0.85, 0.9];
    const labels = rows.map((_, index) => [index % 2]);
    for (let rare = 40; rare < 44; rare++) labels[rare] = [2];
    const { doubts, classes } = learn(judged('single', labels, rows));
    expect(doubts.map(({ documentId }) => documentId)).toEqual([100]);
    expect(doubts[0]!.classIndex).toBe(1);
    expect(classes[2]).toEqual({ labels: 0, issues: 0, missing: 0 });
  });

  it('finds a wrong label where all other documents of the class are equally certain', () => {
    const rows = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? [0.97, 0.03] : [0.03, 0.97]));
    const labels = rows.map((_, index) => [index % 2]);
    labels[10] = [1];
    rows[10] = [0.96, 0.04];
    expect(learn(judged('single', labels, rows)).doubts.map(({ documentId }) => documentId)).toEqual([110]);
  });
});

describe('multi-label', () => {
  const random = createRandom(4);
  const truths = Array.from({ length: 400 }, () => [0, 1, 2].filter(() => random.fraction() < 0.3));
  const rows = truths.map((classes) =>
    [0, 1, 2].map((k) => (classes.includes(k) ? 0.75 : 0.02) + 0.2 * random.fraction()),
  );
  // Ten documents lack their class, ten have one too many.
  const labels = truths.map((classes, index) => {
    if (index % 40 === 0) return classes.filter((k) => k !== classes[0]);
    const extra = [0, 1, 2].find((k) => !classes.includes(k));
    return index % 40 === 1 && extra !== undefined ? [...classes, extra].toSorted((a, b) => a - b) : classes;
  });
  const changed = (index: number): readonly number[] =>
    [0, 1, 2].filter((k) => truths[index]!.includes(k) !== labels[index]!.includes(k));

  it('tells missing classes from wrong ones', () => {
    const { doubts, estimate, classes } = learn(judged('multi', labels, rows));
    const planted = labels.flatMap((_, index) => changed(index)).length;
    expect(planted).toBeGreaterThan(14);
    for (const { documentId, classIndex, proposal } of doubts) {
      expect(changed(documentId - 100)).toContain(classIndex);
      expect(proposal).toBe(labels[documentId - 100]!.includes(classIndex) ? 'remove' : 'add');
    }
    expect(doubts.length).toBeGreaterThan(planted / 2);
    const missing = classes.reduce((sum, entry) => sum + entry.missing, 0);
    const wrong = classes.reduce((sum, entry) => sum + entry.issues, 0);
    expect(missing + wrong).toBe(doubts.length);
    expect(Math.abs(estimate.wrong - planted)).toBeLessThan(planted / 2);
  });
});

it('without any doubt there is nothing in the queue, without any label the interval says nothing', () => {
  const rows = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? [0.9, 0.1] : [0.1, 0.9]));
  const sure = learn(
    judged(
      'single',
      rows.map((_, index) => [index % 2]),
      rows,
    ),
  );
  expect(sure).toMatchObject({ doubts: [], estimate: { wrong: 0, share: 0 } });
  expect(confidentLearning(2, []).estimate).toEqual({ wrong: 0, share: 0, interval: { low: 0, high: 1 } });
});

it('says nothing where documents cannot be told apart at all', () => {
  const rows = Array.from({ length: 90 }, (_, index) => [
    0.66 + (index % 7) / 1000,
    0.34 - (index % 7) / 1000,
  ]);
  const labels = rows.map((_, index) => [index % 3 === 0 ? 1 : 0]);
  expect(learn(judged('single', labels, rows)).doubts).toEqual([]);
});
