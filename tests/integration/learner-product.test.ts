import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Core, Project } from '../../src-main/core/core.ts';
import type { TrainRequest } from '../../src-main/core/learning.ts';
import { familyOf } from '../../src-main/domain/families.ts';
import { openReadOnly } from '../../src-main/store/read-only.ts';
import { familyNames, topicClasses, topicDocuments } from '../support/learner.ts';
import { type CoreBench, createCoreBench, createProject, importRows, type Row } from './support/core.ts';

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

const request: TrainRequest = {
  modelName: 'm',
  family: 'linear',
  options: { classWeights: 'balanced' },
  encoder: null,
  seed: 5,
  split: 'assigned',
  percentages: { train: 80, validation: 10, test: 10 },
  overwrite: true,
};

const places = ['train', 'train', 'validation', 'validation', 'test'];

/** Every sixth document without a label. */
function rowsOf(count: number): readonly Row[] {
  return topicDocuments('single', count, 3).map(({ id, text, classes }) => {
    const row = { id: `d${id}`, text };
    return id % 6 === 0 ? row : { ...row, label: topicClasses[classes[0]!]!, dataset: places[id % 5]! };
  });
}

async function projectOf(rows: readonly Row[]): Promise<Project> {
  const project = await createProject(bench, core);
  expect(await importRows(bench, project, rows)).toMatchObject({ state: 'done' });
  return project;
}

function fingerprint(modelId: number): string {
  const file = openReadOnly(bench.path('test.winnow'));
  try {
    return createHash('sha256').update(file.modelArtefact(modelId)).digest('hex');
  } finally {
    file.close();
  }
}

describe.each(familyNames)('%s in a project', { timeout: 300_000 }, (family) => {
  test('leaves a receipt that tells what the model came from, and that trains it again', async () => {
    const rows = rowsOf(300);
    const project = await projectOf(rows);
    const train = async (changes: Partial<TrainRequest>) => {
      const { jobId } = await project.training.start({ ...request, family, ...changes });
      expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', error: null });
      return project.models.list()[0]!;
    };
    const first = await train({});
    const bytes = fingerprint(first.id);
    const { receipt } = first;
    const labelledIn = (place: string): number => rows.filter(({ dataset }) => dataset === place).length;
    const read = rows.filter(({ dataset }) => dataset === 'train' || dataset === 'validation');
    const spare = rows.filter(({ label }) => label === undefined);
    const characters = (of: readonly Row[]): number => of.reduce((sum, { text }) => sum + text.length, 0);
    const reads = familyOf(family)?.readsUnlabelled === true;

    expect(receipt).toMatchObject({
      seed: 5,
      family,
      requested: { classWeights: 'balanced' },
      documents: {
        train: labelledIn('train'),
        validation: labelledIn('validation'),
        test: labelledIn('test'),
      },
      volume: {
        characters: characters(read),
        unlabelledDocuments: reads ? spare.length : 0,
        unlabelledCharacters: reads ? characters(spare) : 0,
      },
      tunedOn: 'validation',
      versions: { node: process.versions.node, platform: `${process.platform}-${process.arch}` },
    });
    expect(receipt.backend).toMatch(/typescript|tensorflow/);
    expect(receipt.dataFingerprint).toMatch(/^[0-9a-f]{8}-[0-9a-f]{8}$/);
    expect(Object.keys(receipt.options).length).toBeGreaterThan(0);
    expect(receipt.features).toBeGreaterThan(0);
    expect(receipt.classCounts).toHaveLength(topicClasses.length);
    expect(receipt.calibrationError).toBeGreaterThanOrEqual(0);
    expect(receipt.calibrationError).toBeLessThanOrEqual(1);
    expect(receipt.peakMemoryBytes).toBeGreaterThan(10e6);
    const times = Object.values(receipt.seconds);
    expect(times.length).toBeGreaterThan(2);
    expect(times.every((time) => time >= 0 && time <= first.seconds)).toBe(true);
    if (family === 'auto') {
      expect(receipt.candidates!.length).toBeGreaterThan(1);
      expect(receipt.candidates!.filter(({ chosen }) => chosen)).toHaveLength(1);
      expect(receipt.because).toMatch(/\.$/);
    }

    const again = await train({ family: receipt.family, options: receipt.requested!, seed: receipt.seed });
    expect(fingerprint(again.id)).toBe(bytes);
    expect(again.receipt.dataFingerprint).toBe(receipt.dataFingerprint);
    const { seconds: _first, peakMemoryBytes: _bytes, ...said } = receipt;
    expect(again.receipt).toMatchObject(said);
  });

  test('ends a cancelled training as cancelled and leaves no model', async () => {
    const project = await projectOf(rowsOf(2000));
    const { jobId } = await project.training.start({ ...request, family, options: {} });
    await expect.poll(() => project.jobs.get(jobId).progress?.phase ?? '').not.toMatch(/^(|Preparing)$/);
    project.jobs.cancel(jobId);
    expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'cancelled' });
    expect(bench.workers.size).toBe(0);
    expect(project.models.list()).toEqual([]);
  });
});
