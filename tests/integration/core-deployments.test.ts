import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import { plainRule } from '../../src-main/domain/decision.ts';
import type { EvaluationMetrics } from '../../src-main/domain/metrics/types.ts';
import type { BatchClassification, Model } from '../../src-main/domain/model.ts';
import { automaticReadOptions } from '../../src-main/domain/source.ts';
import { createWorkbench } from './support/cli.ts';
import { type CoreBench, createCoreBench, ticketRows } from './support/core.ts';
import { labelledProject } from './support/labelled.ts';

// Files, threads and processes take their time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

let bench: CoreBench;
let core: Core;
let project: Project;
let single: Model;
let multi: Model;

const request = (modelName: string) =>
  ({
    modelName,
    family: 'linear',
    options: {},
    encoder: null,
    seed: 1,
    split: 'automatic',
    percentages: { train: 80, validation: 0, test: 20 },
    overwrite: false,
  }) as const;

async function train(modelName: string): Promise<Model> {
  const { jobId } = await project.training.start(request(modelName));
  const job = await project.jobs.finished(jobId);
  expect(job).toMatchObject({ state: 'done', error: null });
  return project.models.get((job.result as { modelId: number }).modelId);
}

beforeAll(async () => {
  bench = createCoreBench();
  core = bench.start();
  const rows = ticketRows(90);
  ({ project } = await labelledProject(
    bench,
    core,
    'single',
    rows.map(({ label }) => [label!]),
    (index) => rows[index]!.text,
  ));
  single = await train('single');
  await project.schema.convert('multi');
  multi = await train('multi');
});
afterAll(async () => {
  await bench.dispose();
});

const rule = plainRule('single', 3);

describe('deployments', () => {
  test('are saved, pointed elsewhere and deleted', () => {
    const saved = project.deployments.save({ name: ' Front desk ', modelId: single.id, rule });
    expect(saved).toMatchObject({ name: 'Front desk', modelId: single.id, modelName: 'single', rule });
    const moved = { name: 'Front desk', modelId: multi.id, rule: plainRule('multi', 3) };
    expect(project.deployments.save(moved)).toMatchObject({ id: saved.id, modelName: 'multi' });
    expect(project.deployments.list()).toHaveLength(1);
    project.deployments.delete(saved.id);
    expect(project.deployments.list()).toEqual([]);
    expect(() => project.deployments.delete(saved.id)).toThrow(/no deployment/);
  });

  test('exchange models and rules, and every step is remembered', () => {
    const before = project.deployments.history(0, 1).total;
    const a = project.deployments.save({
      name: 'a',
      modelId: single.id,
      rule: { ...rule, accept: [1, 1, 1] },
    });
    const b = project.deployments.save({ name: 'b', modelId: multi.id });
    expect(b.rule).toEqual(plainRule('multi', 3));
    const swapped = project.deployments.swap(a.id, b.id);
    expect(swapped).toMatchObject([
      { name: 'a', modelName: 'multi', rule: b.rule },
      { name: 'b', modelName: 'single', rule: a.rule },
    ]);
    expect(project.deployments.list()).toEqual(swapped);
    expect(() => project.deployments.swap(a.id, a.id)).toThrow(/two different/);
    expect(() => project.deployments.swap(a.id, 99)).toThrow(/no deployment 99/);
    project.deployments.delete(a.id);
    project.deployments.delete(b.id);
    const { total, rows } = project.deployments.history(0, 6);
    expect(total - before).toBe(6);
    expect(rows.map(({ name, kind, modelName }) => [name, kind, modelName])).toEqual([
      ['b', 'deleted', null],
      ['a', 'deleted', null],
      ['b', 'moved', 'single'],
      ['a', 'moved', 'multi'],
      ['b', 'created', 'multi'],
      ['a', 'created', 'single'],
    ]);
  });

  test('keep their model from being deleted or replaced', async () => {
    const { id } = project.deployments.save({ name: 'live', modelId: single.id });
    const deployed = expect.objectContaining({
      code: 'model_deployed',
      message: expect.stringMatching(/“live”/),
    });
    expect(() => project.models.delete(single.id)).toThrow(deployed);
    await expect(project.training.start({ ...request('single'), overwrite: true })).rejects.toEqual(deployed);
    expect(project.models.get(single.id).name).toBe('single');
    project.deployments.delete(id);
  });

  test('are ten at most', () => {
    const made = Array.from({ length: 10 }, (_, index) =>
      project.deployments.save({ name: `d${index}`, modelId: single.id }),
    );
    const limit = expect.objectContaining({ code: 'deployment_limit' });
    expect(() => project.deployments.save({ name: 'one more', modelId: single.id })).toThrow(limit);
    expect(project.deployments.save({ name: 'd3', modelId: multi.id }).modelName).toBe('multi');
    for (const { id } of made) project.deployments.delete(id);
  });

  test('are refused with a rule that does not fit, and without a name or a model', () => {
    const save = (fields: Partial<Parameters<Project['deployments']['save']>[0]>) => () =>
      project.deployments.save({ name: 'd', modelId: single.id, rule, ...fields });
    expect(save({ rule: { ...rule, accept: [0.5] } })).toThrow(/has 1 entries; the model has 3/);
    expect(save({ rule: { ...rule, accept: [0, 0, 2] } })).toThrow(/from 0 to 1/);
    expect(save({ modelId: multi.id })).toThrow(/"thresholds" has 0 entries/);
    expect(save({ name: '  ' })).toThrow(/needs a name/);
    expect(save({ modelId: 99 })).toThrow(/no model 99/);
    expect(project.deployments.list()).toEqual([]);
  });

  test('decide by their rule, and send the unsure to a person', async () => {
    const text = 'parcel delivery courier late address';
    const alone = await project.classification.classify(single.id, text, false);
    expect(alone.deployed).toBeNull();
    expect(alone.classes[0]).toMatchObject({ name: 'shipping', predicted: true, threshold: null });
    const shipping = single.classes.findIndex(({ name }) => name === 'shipping');
    const strict = { ...rule, accept: rule.accept.map((_, index) => (index === shipping ? 1 : 0)) };
    const { id } = project.deployments.save({ name: 'strict', modelId: single.id, rule: strict });
    const answer = await project.classification.classifyDeployed(id, text, null);
    expect(answer.deployed).toEqual({ name: 'strict', modelId: single.id, unsure: true, band: 0 });
    expect(answer.classes[0]).toMatchObject({ name: 'shipping', predicted: true, threshold: 1 });
    expect(answer.explained?.name).toBe('shipping');
    const other = await project.classification.classifyDeployed(id, 'invoice charged refund', false);
    expect(other.deployed?.unsure).toBe(false);
  });

  test('of a multi-label model give classes from their own thresholds on', async () => {
    const text = 'parcel delivery courier late address';
    const alone = await project.classification.classify(multi.id, text, false);
    expect(alone.classes.every(({ threshold }) => threshold !== null)).toBe(true);
    const all = { thresholds: [0, 0, null], accept: [], band: 0.001 };
    const { id } = project.deployments.save({ name: 'generous', modelId: multi.id, rule: all });
    const { classes, deployed } = await project.classification.classifyDeployed(id, text, false);
    const given = new Set(classes.filter(({ predicted }) => predicted).map(({ classId }) => classId));
    expect(multi.classes.slice(0, 2).every(({ classId }) => given.has(classId))).toBe(true);
    const score = classes.find(({ classId }) => classId === multi.classes[0]!.classId)!.score;
    expect(classes.find(({ classId }) => classId === multi.classes[0]!.classId)?.threshold).toBe(0);
    expect(deployed).toMatchObject({ band: 0.001 });
    const near = { ...all, thresholds: [score, 0, null], band: 0.01 };
    project.deployments.save({ name: 'generous', modelId: multi.id, rule: near });
    const again = await project.classification.classifyDeployed(id, text, false);
    expect(again.deployed?.unsure).toBe(true);
  });

  test('classify files with a column that says who is unsure; on the command line too', async () => {
    const input = bench.write(
      'new.jsonl',
      '{"text":"parcel courier","id":"p"}\n{"text":"invoice refund","id":"i"}\n',
    );
    const shipping = single.classes.findIndex(({ name }) => name === 'shipping');
    const accept = rule.accept.map((_, index) => (index === shipping ? 1 : 0));
    const { id } = project.deployments.save({ name: 'files', modelId: single.id, rule: { ...rule, accept } });
    const batch = {
      modelId: single.id,
      deploymentId: id,
      paths: [input],
      options: automaticReadOptions,
      outputPath: bench.path('out.jsonl'),
      outputFormat: 'jsonl',
    } as const;
    expect(() => project.classification.startBatch({ ...batch, modelId: multi.id })).toThrow(/another model/);
    const job = await project.jobs.finished(project.classification.startBatch(batch).jobId);
    expect(job.result as BatchClassification).toMatchObject({ documents: 2, unsure: 1 });
    const lines = readFileSync(bench.path('out.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { id: 'p', labels: ['shipping'], unsure: true },
      { id: 'i', labels: ['billing'], unsure: false },
    ]);

    await project.saveCopy(bench.path('copy.winnow'));
    const cli = createWorkbench();
    const files = ['--input', input, '--output', cli.path('out.csv'), '--output-format', 'csv'];
    const classify = ['classify', bench.path('copy.winnow'), ...files];
    expect(await cli.json([...classify, '--deployment', 'files'])).toMatchObject({
      model: 'single',
      deployment: 'files',
      unsure: 1,
    });
    expect(readFileSync(cli.path('out.csv'), 'utf8')).toMatch(/^id,labels,unsure,.*\r\np,shipping,true,/);
    expect(await cli.json([...classify, '--deployment', 'none'], 1)).toMatchObject({
      error: { code: 'not_found' },
    });
    cli.dispose();
  });

  test('on the command line', async () => {
    const file = bench.path('cli.winnow');
    await project.saveCopy(file);
    const cli = createWorkbench();
    expect(
      await cli.json(['deploy', file, '--name', 'desk', '--model', 'single', '--accept', '0.9']),
    ).toEqual({
      deployment: 'desk',
      model: 'single',
      before: null,
    });
    await cli.json(['deploy', file, '--name', 'desk2', '--model', 'multi', '--band', '0.1']);
    expect(await cli.json(['deployments', file, '--swap', 'desk', 'desk2'])).toMatchObject({
      deployments: expect.arrayContaining([
        expect.objectContaining({
          name: 'desk',
          modelName: 'multi',
          rule: expect.objectContaining({ band: 0.1 }),
        }),
        expect.objectContaining({ name: 'desk2', modelName: 'single' }),
      ]),
    });
    await cli.json(['deployments', file, '--delete', 'desk']);
    const { events } = (await cli.json(['deployments', file, '--history'])) as {
      events: { name: string; kind: string }[];
    };
    expect(events.slice(0, 2).map(({ name, kind }) => [name, kind])).toEqual([
      ['desk', 'deleted'],
      ['desk2', 'moved'],
    ]);
    expect(await cli.json(['deployments', file, '--swap', 'desk', 'desk2'], 1)).toMatchObject({
      error: { code: 'not_found' },
    });
    await cli.json(['deploy', file, '--name', 'x', '--model', 'single', '--band', '0.1'], 2);
    cli.dispose();
  });
});

describe('after a conversion', () => {
  test('each model keeps the kind that it was trained with', async () => {
    expect([project.info().kind, single.kind, multi.kind]).toEqual(['multi', 'single', 'multi']);
    const kindOf = async (model: Model) => {
      const evaluation = await project.evaluations.get(model.id, 'test');
      return (evaluation!.metrics as EvaluationMetrics).kind;
    };
    expect([await kindOf(single), await kindOf(multi)]).toEqual(['single', 'multi']);
  });

  test('a single-label model is judged on the documents with one class', async () => {
    const { queryId } = await project.documents.query(
      { datasets: ['test'] },
      { by: 'id', descending: false },
    );
    const first = project.documents.idAt(queryId, 0)!;
    const { rows, total } = project.documents.page(queryId, 0, 100);
    project.documents.setLabels(
      first,
      single.classes.slice(0, 2).map(({ classId }) => classId),
      'label',
    );
    for (const [model, judged] of [
      [single, total - 1],
      [multi, total],
    ] as const) {
      const { jobId } = project.evaluations.start(model.id, 'test');
      expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', error: null });
      const evaluation = await project.evaluations.get(model.id, 'test');
      expect(evaluation).toMatchObject({ current: true, metrics: { kind: model.kind, documents: judged } });
    }
    project.documents.setLabels(first, rows[0]!.labels, 'label');
  });

  test('a model that knows a merged class keeps it, and its preview says so', async () => {
    const [a, b] = project.classes.list();
    const preview = await project.schema.mergePreview([a!.id], b!.id);
    expect(preview.models.toSorted()).toEqual(['multi', 'single']);
    await project.schema.merge([a!.id], b!.id);
    expect(project.models.get(single.id).classes.map(({ name }) => name)).toContain(a!.name);
    const { jobId } = project.evaluations.start(single.id, 'test');
    expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', error: null });
    await project.history.undo();
  });
});
