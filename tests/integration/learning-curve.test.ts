import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { LearningCurve } from '../../src-main/domain/health/types.ts';
import { topicDocuments } from '../support/learner.ts';
import { type CoreBench, createCoreBench, createProject, importRows, type Row } from './support/core.ts';

let bench: CoreBench;
let core: Core;
let project: Project;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

const names = ['printing', 'access', 'network', 'billing'];

async function fill(
  kind: 'single' | 'multi',
  count: number,
  dataset: (index: number) => string,
): Promise<void> {
  project = await createProject(bench, core, kind);
  const rows = topicDocuments(kind, count, 5).map(({ text, classes }, index): Row => {
    const labels = classes.map((k) => names[k]!);
    return { text, labels, dataset: dataset(index) };
  });
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done', error: null });
}

async function measure(): Promise<LearningCurve> {
  const job = await project.jobs.finished(project.health.startLearningCurve(3).jobId);
  expect(job).toMatchObject({ state: 'done', error: null });
  const stored = (await project.health.learningCurve())!;
  expect(stored).toMatchObject({
    analysisId: (job.result as { analysisId: number }).analysisId,
    current: true,
  });
  return stored.result;
}

function checkShape(curve: LearningCurve): void {
  for (const { points, forecasts } of [curve, ...curve.classes]) {
    const labels = points.map((point) => point.labels);
    expect(labels).toEqual(labels.toSorted((a, b) => a - b));
    for (const { mean, scores, interval } of points) {
      expect(scores.length).toBeGreaterThan(0);
      expect(mean).toBeGreaterThanOrEqual(interval.low);
      expect(mean).toBeLessThanOrEqual(interval.high);
    }
    for (const { score, interval } of forecasts) {
      expect(0 <= interval.low && interval.low <= score && score <= interval.high && interval.high <= 1).toBe(
        true,
      );
    }
  }
}

test('growing parts judged on held-out folds, a power law and forecasts, overall and by class', async () => {
  await fill('single', 400, (index) => (index % 10 === 0 ? 'test' : 'train'));
  expect(await project.health.learningCurve()).toBeNull();
  const curve = await measure();
  checkShape(curve);
  expect(curve).toMatchObject({
    figure: 'accuracy',
    judgedOn: 'cross-validation',
    seeds: [3, 4, 5],
    secondsPerLabel: null,
  });
  expect(curve.points).toHaveLength(6);
  // Four fifths of the 360 training documents: the test set is no part of it.
  expect(curve.points.at(-1)!.labels).toBe(288);
  expect(curve.points.at(-1)!.mean).toBeGreaterThan(curve.points[0]!.mean);
  expect(curve.forecasts.map(({ labels }) => labels)).toEqual([360, 540, 720, 1440]);
  expect(curve.fit!.amplitude).toBeGreaterThanOrEqual(0);
  expect(curve.classes.map(({ classId }) => classId).toSorted()).toEqual(
    project.classes
      .list()
      .map(({ id }) => id)
      .toSorted(),
  );
  const narrow = curve.forecasts.map(({ interval }) => interval.high - interval.low);
  expect(narrow[3]!).toBeGreaterThanOrEqual(narrow[1]!);
});

test('enough validation documents are what models are judged on; multi-label by micro-F1', async () => {
  await fill('multi', 500, (index) => (index % 5 < 2 ? 'validation' : 'train'));
  const curve = await measure();
  checkShape(curve);
  expect(curve).toMatchObject({ figure: 'microF1', judgedOn: 'validation' });
  expect(curve.points.at(-1)!.labels).toBe(300);
});

test('the same documents and seed give the same curve; other labels make it out of date', async () => {
  await fill('single', 120, () => 'train');
  const curve = await measure();
  expect(await measure()).toEqual(curve);
  project.documents.setLabels(1, null, 'label');
  expect(await project.health.learningCurve()).toMatchObject({ current: false });
});

test('too few labels and a cancel leave no curve behind', async () => {
  await fill('single', 39, () => 'train');
  const few = await project.jobs.finished(project.health.startLearningCurve(3).jobId);
  expect(few).toMatchObject({
    state: 'failed',
    error: { code: 'too_few_documents', details: { documents: 39 } },
  });
  const { jobId } = project.health.startLearningCurve(3);
  expect(() => project.health.startLearningCurve(3)).toThrowError(
    expect.objectContaining({ code: 'job_in_progress' }),
  );
  project.jobs.cancel(jobId);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
  expect(await project.health.learningCurve()).toBeNull();
});
