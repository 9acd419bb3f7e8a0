import { expect, test } from 'vitest';
import { evaluate } from '../metrics/evaluate.ts';
import { buildReport, type ReportFacts } from './build.ts';

const facts: ReportFacts = {
  createdAt: '2026-01-02T03:04:05.000Z',
  project: {
    ...{ name: 'p', kind: 'single', language: 'en', multilingual: false, description: '' },
    ...{ createdAt: '2026-01-01T00:00:00.000Z', documents: 8, labelled: 8 },
  },
  model: {
    ...{ name: 'm', family: 'linear', trainedAt: '2026-01-01T00:00:00.000Z', seconds: 1, bytes: 1 },
    classes: [{ classId: 7, name: 'a' }],
    receipt: {
      ...{ seed: 1, family: 'linear', backend: 'x', options: {}, dataFingerprint: 'f', features: 1 },
      ...{ tunedOn: 'validation', notes: [], seconds: {}, peakMemoryBytes: 1, versions: {} },
      documents: { train: 3, validation: 2, test: 1 },
      classCounts: [{ train: 3, validation: 2, test: 1 }],
    },
  },
  evaluation: {
    ...{ dataset: 'validation', evaluatedAt: '2026-01-02T00:00:00.000Z', seconds: 1 },
    ...{ fingerprint: 'f', current: true, testSet: null },
  },
  guidance: [],
  health: { duplicates: null, labelErrors: null, learningCurve: null },
};

test('labels go by the class and not by its place, and an evaluation without analysis has no more than its counts', () => {
  const classes = [
    { classId: 9, name: 'new' },
    { classId: 7, name: 'a' },
  ];
  const metrics = evaluate('single', ['new', 'a'], [{ actual: [1], predicted: [1] }]);
  const report = buildReport(facts, { classes, metrics, analysis: null }, '1');
  expect(report.classes.map(({ classId, labels }) => [classId, labels?.train ?? null])).toEqual([
    [9, null],
    [7, 3],
  ]);
  expect(report).toMatchObject({
    intervals: null,
    reliability: null,
    scores: null,
    acceptance: [],
    pairs: null,
  });
  expect(report.evaluation.tunedOnIt).toBe(true);
  expect(report.confusionMatrix).toEqual([
    [0, 0],
    [0, 1],
  ]);
  expect(report.figures).not.toHaveProperty('classes');
});
