import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from './support/cli.ts';

interface PublishedSet {
  readonly name: string;
  readonly kind: 'single' | 'multi';
  readonly figure: 'accuracy' | 'microF1';
  readonly floor: number;
}

const sets: readonly PublishedSet[] = [
  { name: 'banking77', kind: 'single', figure: 'accuracy', floor: 0.89 },
  { name: 'trec6', kind: 'single', figure: 'accuracy', floor: 0.88 },
  { name: 'sms_spam', kind: 'single', figure: 'accuracy', floor: 0.98 },
  { name: 'reuters_ml', kind: 'multi', figure: 'microF1', floor: 0.85 },
  { name: 'semeval_ec', kind: 'multi', figure: 'microF1', floor: 0.6 },
];

const dataFolder = path.resolve(import.meta.dirname, '../../../shared/data');
const present = existsSync(dataFolder);
if (!present) {
  process.stdout.write(
    `Skipped: the published data sets are not there (${path.join('..', 'shared', 'data')}).\n`,
  );
}

let bench: Workbench;
beforeAll(() => {
  bench = createWorkbench();
});
afterAll(() => bench.dispose());

/** What is trained on the published training part and measured on the published test part, once. */
describe.skipIf(!present)('with its published split', { timeout: 900_000 }, () => {
  it.each(sets)('$name reaches the $figure $floor', async ({ name, kind, figure, floor }) => {
    const project = `${name}.winnow`;
    const started = performance.now();
    await bench.json(['new', project, '--kind', kind]);
    const documents = { train: 0, test: 0 };
    for (const dataset of ['train', 'test'] as const) {
      const file = path.join(dataFolder, name, `${dataset}.jsonl`);
      documents[dataset] = readFileSync(file, 'utf8').trimEnd().split('\n').length;
      const report = await bench.json(['import', project, file, '--dataset', dataset]);
      expect(report).toMatchObject({ imported: documents[dataset], skipped: 0, rejected: [] });
    }
    const trained = await bench.json(['train', project, '--model', 'm']);
    expect(trained.documents).toEqual({ ...documents, validation: 0 });
    const evaluation = await bench.json(['evaluate', project, '--model', 'm']);
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      `${name}: ${figure} ${Number(evaluation[figure]).toFixed(4)}, macro-F1 ${Number(evaluation.macroF1).toFixed(4)}, ` +
        `trained in ${Number(trained.seconds).toFixed(1)} s, ${seconds.toFixed(1)} s in all\n`,
    );
    expect(evaluation.documents).toBe(documents.test);
    expect(evaluation[figure]).toBeGreaterThanOrEqual(floor);
    expect(await bench.json(['info', project])).toMatchObject({
      documents: documents.train + documents.test,
      datasets: { ...documents, validation: 0, none: 0 },
    });
  });
});
