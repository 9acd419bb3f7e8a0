import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core } from '../../src-main/core/core.ts';
import { createRandom } from '../../src-main/domain/random.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { acceptAt } from '../../src-main/domain/statistics/acceptance.ts';
import { precisionRecallCurve } from '../../src-main/domain/statistics/precision-recall.ts';
import { totalOf } from '../../src-main/domain/statistics/score-sketch.ts';
import { type CoreBench, createCoreBench, createProject } from './support/core.ts';

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

const words = ['invoice refund payment', 'password account code', 'parcel courier box'];
const names = ['billing', 'login', 'shipping'];
const languages = ['en', 'de', null];

/** Documents in two languages and in none, some with words of another class. */
function rows(count: number, dataset: string, seed: number): string {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const label = index % 3;
    const word = (k: number) => words[k]!.split(' ')[random.below(3)];
    const text = `${word(label)} ${word(random.below(3))} ${seed} ${index}`;
    const language = languages[Math.floor(index / 3) % 4] ?? undefined;
    return `${JSON.stringify({ text, label: names[label], dataset, language })}\n`;
  }).join('');
}

test('an evaluation keeps intervals, figures by language, reliability and scores, set-aside documents apart', async () => {
  const project = await createProject(bench, core, 'single');
  const file = bench.write('rows.jsonl', rows(90, 'train', 1) + rows(84, 'test', 2));
  const imported = project.imports.start({
    paths: [file],
    options: automaticReadOptions,
    duplicates: 'keep',
  });
  expect(await project.jobs.finished(imported.jobId)).toMatchObject({ state: 'done' });
  // The first twelve test documents: three of each language, and six of none.
  const aside = Array.from({ length: 12 }, (_, index) => 91 + index);
  expect(await project.documents.bulkExcluded({ ids: aside }, true)).toEqual({ changed: 12 });
  const { jobId } = await project.training.start({
    modelName: 'first',
    family: 'linear',
    options: {},
    encoder: null,
    seed: 1,
    split: 'assigned',
    percentages: { train: 80, validation: 10, test: 10 },
    overwrite: false,
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', error: null });

  const evaluation = (await project.evaluations.get(project.models.list()[0]!.id, 'test'))!;
  const { metrics } = evaluation;
  const analysis = evaluation.analysis!;
  expect(metrics.documents).toBe(72);
  expect(metrics.accuracy).toBeLessThan(1);

  const { overall, classes } = analysis.intervals;
  expect(overall.microF1).toEqual(overall.accuracy);
  for (const figure of ['accuracy', 'macroF1', 'weightedPrecision'] as const) {
    expect(overall[figure].low).toBeLessThan(metrics[figure]);
    expect(overall[figure].high).toBeGreaterThan(metrics[figure]);
  }
  classes.forEach(({ f1, recall }, index) => {
    expect(f1!.low).toBeLessThan(metrics.classes[index]!.f1!);
    expect(recall!.high).toBeGreaterThanOrEqual(metrics.classes[index]!.recall!);
  });

  expect(analysis.languages.map(({ language, documents }) => [language, documents])).toEqual([
    [null, 36],
    ['de', 18],
    ['en', 18],
  ]);
  const right = analysis.languages.reduce((sum, one) => sum + one.accuracy * one.documents, 0);
  expect(right).toBeCloseTo(metrics.accuracy * 72, 9);

  expect(analysis.reliability.bins.reduce((sum, { count }) => sum + count, 0)).toBe(72);
  const { scores } = analysis;
  expect(scores.classes.map(({ positive }) => totalOf(positive))).toEqual(
    metrics.classes.map(({ support }) => support),
  );
  expect(scores.predicted!.map(({ right: ok, wrong }) => totalOf(ok) + totalOf(wrong))).toEqual(
    metrics.classes.map(({ predictedCount }) => predictedCount),
  );
  expect(acceptAt(scores, metrics.accuracy)).toMatchObject({ accepted: 72, share: 1 });
  expect(precisionRecallCurve(scores.classes[0]!).averagePrecision).toBeGreaterThan(0.5);

  // Judged again, nothing that is drawn by chance changes.
  await project.jobs.finished(project.evaluations.start(evaluation.modelId, 'test').jobId);
  const again = (await project.evaluations.get(evaluation.modelId, 'test'))!;
  expect(again.id).not.toBe(evaluation.id);
  expect(again.analysis).toEqual(analysis);
});
