import { copyFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { ComparisonState } from '../../src-main/core/improvement.ts';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { createRandom } from '../../src-main/domain/random.ts';
import { type CoreBench, createCoreBench, createProject, importRows, type Row } from './support/core.ts';

let bench: CoreBench;
let core: Core;
let copies = 0;

beforeAll(async () => {
  bench = createCoreBench();
  core = bench.start();
  for (const kind of ['single', 'multi'] as const) await (await twoModels(kind)).close();
});
afterAll(async () => {
  await bench.dispose();
});

/** A copy of the project with two models, which a test may change. */
async function openCopy(kind: ProjectKind): Promise<Project> {
  copies += 1;
  const path = bench.path(`copy-${copies}.winnow`);
  copyFileSync(bench.path(`${kind}.winnow`), path);
  return core.project((await core.projects.open(path)).id);
}

const vocabulary = [
  'invoice refund payment receipt',
  'password account sign code',
  'parcel courier box late',
];
const names = ['billing', 'login', 'shipping'];

/** Texts of three classes with words of the others in between, so that no model gets all of them right. */
function noisyRows(count: number, dataset: string, seed: number, kind: ProjectKind = 'single'): Row[] {
  const random = createRandom(seed);
  const wordOf = (index: number) => vocabulary[index]!.split(' ')[random.below(4)];
  return Array.from({ length: count }, (_, index) => {
    const label = index % 3;
    const others = [0, 1].map(() => wordOf(random.below(3)));
    const text = `${wordOf(label)} ${others.join(' ')} number ${seed}-${index}`;
    const both = kind === 'multi' && index % 4 === 0 ? [names[(label + 1) % 3]!] : [];
    return { text, labels: [names[label]!, ...both], dataset };
  });
}

/** Model `small` learned from 12 documents, `large` from 150 more; both judged on the same test documents. */
async function twoModels(kind: ProjectKind): Promise<Project> {
  const project = await createProject(bench, core, kind, kind);
  await importRows(bench, project, [...noisyRows(12, 'train', 1, kind), ...noisyRows(60, 'test', 2, kind)]);
  await train(project, 'small');
  await importRows(bench, project, noisyRows(150, 'train', 3, kind));
  await train(project, 'large');
  return project;
}

async function train(project: Project, modelName: string): Promise<void> {
  const { jobId } = await project.training.start({
    modelName,
    family: 'linear',
    options: {},
    encoder: null,
    seed: 1,
    split: 'assigned',
    percentages: { train: 80, validation: 10, test: 10 },
    overwrite: false,
  });
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', error: null });
}

function modelId(project: Project, name: string): number {
  return project.models.list().find((model) => model.name === name)!.id;
}

function done(state: ComparisonState): Extract<ComparisonState, { state: 'done' }> {
  if (state.state !== 'done') throw new Error(`The comparison is not done: ${JSON.stringify(state)}`);
  return state;
}

test.each(['single', 'multi'] as const)(
  'compares two models on the same test documents (%s)',
  async (kind) => {
    const project = await openCopy(kind);
    const [a, b] = [modelId(project, 'small'), modelId(project, 'large')];
    expect(project.comparisons.get(a, b, 'test')).toEqual({ state: 'possible' });
    const { jobId } = project.comparisons.start(a, b, 'test');
    const job = await project.jobs.finished(jobId);
    expect(job).toMatchObject({ state: 'done', error: null, kind: 'compare' });

    const { analysisId, comparison } = done(project.comparisons.get(a, b, 'test'));
    expect(job.result).toEqual({ analysisId });
    expect(comparison).toMatchObject({ kind, documents: 60, a: { name: 'small' }, b: { name: 'large' } });
    const [inA, inB] = await Promise.all([a, b].map((id) => project.evaluations.get(id, 'test')));
    for (const { figure, a: ofA, b: ofB, difference, interval } of comparison.figures) {
      expect(ofA).toBeCloseTo(inA!.metrics[figure], 12);
      expect(ofB).toBeCloseTo(inB!.metrics[figure], 12);
      expect(difference).toBeCloseTo(ofB - ofA, 12);
      expect(interval.low).toBeLessThanOrEqual(interval.high);
    }
    const { bothRight, fixed, broken, bothWrong } = comparison;
    expect(bothRight + fixed + broken + bothWrong).toBe(60);
    expect(comparison.mcNemar).toMatchObject({ onlyA: broken, onlyB: fixed });
    expect(comparison.verdict.test).toBe(kind === 'single' ? 'mcnemar' : 'randomisation');

    for (const [set, total] of [
      ['fixed', fixed],
      ['broken', broken],
      ['both-wrong', bothWrong],
    ] as const) {
      const page = project.comparisons.documents(analysisId, set, 0, 500);
      expect(page.total).toBe(total);
      expect(page.rows.every((row) => row.a.correct === (set === 'broken'))).toBe(true);
      expect(page.rows.every((row) => row.b.correct === (set === 'fixed'))).toBe(true);
      expect(page.rows.every((row) => row.snippet !== '')).toBe(true);
    }
    expect(fixed).toBeGreaterThan(0);
    const all = project.comparisons.documents(analysisId, 'changed', 0, 500);
    expect(project.comparisons.documents(analysisId, 'changed', 1, 2).rows).toEqual(all.rows.slice(1, 3));
  },
);

test('the other way round shows the mirrored result without computing again', async () => {
  const project = await openCopy('multi');
  const [a, b] = [modelId(project, 'small'), modelId(project, 'large')];
  await project.jobs.finished(project.comparisons.start(b, a, 'test').jobId);
  const there = done(project.comparisons.get(a, b, 'test'));
  const back = done(project.comparisons.get(b, a, 'test'));
  const winner = { a: 'b', b: 'a', null: null }[`${there.comparison.verdict.winner}`];
  expect(back.comparison.verdict).toEqual({ ...there.comparison.verdict, winner });
  there.comparison.figures.forEach((figure, index) => {
    const other = back.comparison.figures[index]!;
    expect(other.difference).toBeCloseTo(-figure.difference, 15);
    expect(other.interval.low).toBeCloseTo(-figure.interval.high, 15);
  });
  expect(back.comparison.fixed).toBe(there.comparison.broken);
  const fixed = project.comparisons.documents(there.analysisId, 'fixed', 0, 500).rows;
  const broken = project.comparisons.documents(back.analysisId, 'broken', 0, 500).rows;
  expect(broken.map((row) => row.documentId).sort()).toEqual(fixed.map((row) => row.documentId).sort());
});

test('refuses different test sets with the reason, and judges both anew', async () => {
  const project = await openCopy('single');
  const [a, b] = [modelId(project, 'small'), modelId(project, 'large')];
  await importRows(bench, project, noisyRows(20, 'test', 9));
  await project.jobs.finished(project.evaluations.start(b, 'test').jobId);
  expect(project.comparisons.get(a, b, 'test')).toMatchObject({
    state: 'refused',
    code: 'test_sets_differ',
    anew: true,
    message: expect.stringContaining('different test documents'),
  });
  expect(() => project.comparisons.start(a, b, 'test')).toThrow(
    expect.objectContaining({ code: 'test_sets_differ' }),
  );
  const { jobId } = project.comparisons.startAnew(a, b, 'test');
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done' });
  expect(done(project.comparisons.get(a, b, 'test')).comparison.documents).toBe(80);

  expect(project.comparisons.get(a, b, 'validation')).toMatchObject({
    state: 'refused',
    code: 'no_evaluation',
    anew: false,
  });
  expect(() => project.comparisons.start(a, a, 'test')).toThrow(/two different models/);
  expect(() => project.comparisons.get(a, 999, 'test')).toThrow(
    expect.objectContaining({ code: 'model_not_found' }),
  );
});

test('a cancelled comparison leaves nothing behind', async () => {
  const project = await openCopy('multi');
  const [a, b] = [modelId(project, 'small'), modelId(project, 'large')];
  const { jobId } = project.comparisons.start(a, b, 'test');
  expect(() => project.comparisons.start(a, b, 'test')).toThrow(
    expect.objectContaining({ code: 'job_in_progress' }),
  );
  expect(() => project.models.delete(a)).toThrow(expect.objectContaining({ code: 'job_in_progress' }));
  project.jobs.cancel(jobId);
  expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
  expect(project.comparisons.get(a, b, 'test')).toEqual({ state: 'possible' });
  expect(() => project.comparisons.documents(1, 'fixed', 0, 10)).toThrow(
    expect.objectContaining({ code: 'not_found' }),
  );
});

test('advice about a class that was deleted since offers no remedy for it', async () => {
  const project = await openCopy('single');
  const a = modelId(project, 'small');
  const few = async () =>
    (await project.guidance.forModel(a, 'test')).filter(({ rule }) => rule === 'few-labels');
  const billing = project.classes.list().find(({ name }) => name === 'billing')!;
  expect((await few()).map(({ value, remedies }) => [value, remedies.length])).toEqual(Array(3).fill([4, 1]));
  await project.classes.delete(billing.id);
  expect((await few()).map(({ remedies }) => remedies.length).sort()).toEqual([0, 1, 1]);
});

test('a sealed test set shows figures and no documents, until it is opened', async () => {
  const project = await openCopy('single');
  const [a, b] = [modelId(project, 'small'), modelId(project, 'large')];
  await project.jobs.finished(project.comparisons.start(a, b, 'test').jobId);
  const { analysisId } = done(project.comparisons.get(a, b, 'test'));
  const evaluation = (await project.evaluations.get(a, 'test'))!;
  const looks = [
    () => project.comparisons.documents(analysisId, 'fixed', 0, 10),
    () => project.evaluations.review(evaluation.id, { incorrectOnly: true }, 0, 10),
    () => project.evaluations.reviewItem(evaluation.id, 13),
  ];
  expect(await project.testSet.state()).toMatchObject({ policy: 'open', documents: 60, version: 1 });
  for (const look of looks) expect(look).not.toThrow();

  expect(await project.testSet.setPolicy('sealed')).toMatchObject({ policy: 'sealed' });
  for (const look of looks) expect(look).toThrow(expect.objectContaining({ code: 'test_set_sealed' }));
  expect(done(project.comparisons.get(a, b, 'test')).comparison.documents).toBe(60);
  const advice = await project.guidance.forModel(a, 'test');
  expect(advice.flatMap(({ remedies }) => remedies).filter(({ kind }) => kind === 'review')).toEqual([]);

  expect(project.history.state().undo?.title).toBe('Seal the test set');
  await project.history.undo();
  expect(await project.testSet.state()).toMatchObject({ policy: 'open' });
  await project.history.redo();
  for (const look of looks) expect(look).toThrow(/sealed/);
  await project.testSet.setPolicy('open');
  for (const look of looks) expect(look).not.toThrow();
});

test('the test set has versions, and relabelled documents are counted from the first results on', async () => {
  const project = await openCopy('single');
  const a = modelId(project, 'small');
  const before = await project.testSet.state();
  expect(before.versions).toHaveLength(1);
  expect(project.testSet.relabelledSince(a)).toMatchObject({ documents: 0, since: expect.any(String) });

  const { rows } = project.evaluations.review(
    (await project.evaluations.get(a, 'test'))!.id,
    { incorrectOnly: false },
    0,
    1,
  );
  const document = project.documents.get(rows[0]!.documentId);
  const other = project.classes.list().find(({ id }) => !document.labels!.includes(id))!;
  project.documents.setLabels(document.id, [other.id], 'review');
  expect(project.testSet.relabelledSince(a).documents).toBe(1);
  const after = await project.testSet.state();
  expect(after).toMatchObject({ version: 2, documents: 60 });
  expect(after.fingerprint).not.toBe(before.fingerprint);
  expect(await project.testSet.state()).toEqual(after);
  const advice = await project.guidance.forModel(a, 'test');
  expect(advice.find(({ rule }) => rule === 'relabelled-after-results')).toMatchObject({
    value: 1,
    limit: 0,
  });

  await project.history.undo();
  expect(project.testSet.relabelledSince(a).documents).toBe(0);
});

test('guidance sets aside documents of a class, the same ones for a seed, undoably', async () => {
  const project = await createProject(bench, core, 'single', 'guided');
  await importRows(bench, project, [...noisyRows(60, 'train', 4), ...noisyRows(15, 'test', 5)]);
  const billing = project.classes.list().find(({ name }) => name === 'billing')!;
  const excludedIds = async () => {
    const query = await project.documents.query({ excluded: true }, { by: 'id', descending: false });
    return project.documents.page(query.queryId, 0, 500).rows.map(({ id }) => id);
  };
  expect(await project.guidance.exclude(billing.id, 7, 5)).toEqual({ changed: 7 });
  const drawn = await excludedIds();
  expect(drawn).toHaveLength(7);
  for (const id of drawn) {
    expect(project.documents.get(id)).toMatchObject({ labels: [billing.id], dataset: 'train' });
  }
  await project.history.undo();
  expect(await excludedIds()).toEqual([]);
  await project.guidance.exclude(billing.id, 7, 5);
  expect(await excludedIds()).toEqual(drawn);
  expect(await project.guidance.exclude(billing.id, 1000, 5)).toEqual({ changed: 13 });
  await expect(project.guidance.exclude(billing.id, 0, 5)).rejects.toThrow(/whole number/);
});
