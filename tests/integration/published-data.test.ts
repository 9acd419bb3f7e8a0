import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from './support/cli.ts';

/**
 * Public data sets with their published splits. Their licences keep them out of the repository: they are looked
 * for in a folder beside it.
 */
const dataFolder = path.resolve(import.meta.dirname, '../../../shared/data');

interface Expectation {
  readonly name: string;
  readonly kind: 'single' | 'multi';
  readonly figure: 'accuracy' | 'microF1';
  readonly least: number;
}

const expectations: readonly Expectation[] = [
  { name: 'banking77', kind: 'single', figure: 'accuracy', least: 0.89 },
  { name: 'trec6', kind: 'single', figure: 'accuracy', least: 0.88 },
  { name: 'sms_spam', kind: 'single', figure: 'accuracy', least: 0.98 },
  { name: 'reuters_ml', kind: 'multi', figure: 'microF1', least: 0.85 },
  { name: 'semeval_ec', kind: 'multi', figure: 'microF1', least: 0.6 },
];

let bench: Workbench;
beforeAll(() => {
  bench = createWorkbench();
});
afterAll(() => bench.dispose());

describe('published data sets, by command line', () => {
  for (const { name, kind, figure, least } of expectations) {
    const folder = path.join(dataFolder, name);
    const isThere = existsSync(folder);
    const title = `${name}: ${figure} of at least ${least}`;
    it.skipIf(!isThere)(
      isThere ? title : `${title} (skipped: the data set is not beside the repository)`,
      {
        timeout: 900_000,
      },
      async () => {
        const project = `${name}.winnow`;
        await bench.json(['new', project, '--kind', kind]);
        for (const dataset of ['train', 'test']) {
          const file = path.join(folder, `${dataset}.jsonl`);
          const report = await bench.json(['import', project, file, '--dataset', dataset]);
          expect(report).toMatchObject({ skipped: 0, rejected: [] });
        }
        const { evaluation } = await bench.json<{ evaluation: Readonly<Record<string, number>> }>([
          ...['train', project, '--model', 'linear', '--seed', '1'],
        ]);
        expect(evaluation[figure]).toBeGreaterThanOrEqual(least);
      },
    );
  }
});
