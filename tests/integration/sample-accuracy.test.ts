import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Core } from '../../src-main/core/core.ts';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { defaultSeed, defaultSplit } from '../../src-main/domain/splits.ts';
import { type CoreBench, createCoreBench } from './support/core.ts';

let bench: CoreBench;
let core: Core;

beforeEach(() => {
  bench = createCoreBench();
  core = bench.start();
});
afterEach(async () => {
  await bench.dispose();
});

const minutes = 120_000;

/**
 * What a newcomer sees who changes no setting (`auto` is proposed), and after quick retraining (`linear`): a
 * realistic example, not a giveaway.
 */
test.each<[ProjectKind, string, 'accuracy' | 'microF1']>([
  ['single', 'linear', 'accuracy'],
  ['single', 'auto', 'accuracy'],
  ['multi', 'auto', 'microF1'],
])(
  'the %s-label sample, trained by %s, has a realistic %s',
  { timeout: minutes },
  async (kind, family, figure) => {
    const project = core.project((await core.projects.createSample(kind)).id);
    const { jobId } = await project.training.start({
      modelName: 'model-1',
      family,
      options: {},
      encoder: null,
      seed: defaultSeed,
      split: 'automatic',
      percentages: defaultSplit,
      overwrite: false,
    });
    expect(await project.jobs.finished(jobId)).toMatchObject({ state: 'done', error: null });
    const [model] = project.models.list();
    const evaluation = (await project.evaluations.get(model!.id, 'test'))!;
    const { documents, [figure]: value } = evaluation.metrics;
    process.stdout.write(`sample, ${kind}-label: ${figure} ${value.toFixed(3)} of ${documents} documents\n`);
    expect(documents).toBeGreaterThanOrEqual(35);
    expect(value).toBeGreaterThanOrEqual(0.8);
    expect(value).toBeLessThanOrEqual(0.95);
  },
);
