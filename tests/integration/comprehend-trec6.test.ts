import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CreateDocumentClassifierCommand } from '@aws-sdk/client-comprehend';
import { describe, expect, it } from 'vitest';
import { createWorkbench } from './support/cli.ts';
import {
  asComprehend,
  awsClient,
  comprehendCsv,
  type Labelled,
  labelFirst,
  role,
  trained,
} from './support/comprehend.ts';
import { createRestBench } from './support/rest-server.ts';

const data = path.resolve(import.meta.dirname, '../../../shared/data/trec6');

function read(name: string): string {
  const lines = readFileSync(path.join(data, name), 'utf8').split('\n');
  return comprehendCsv(lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Labelled));
}

describe.skipIf(!existsSync(data))('on trec6 (skipped where ../shared/data/trec6 is absent)', () => {
  it('a classifier with a test file scores what the command line scores', async () => {
    const bench = createRestBench();
    const workbench = createWorkbench();
    try {
      mkdirSync(path.join(bench.bucket, 'trec6'));
      const files = ['train', 'test'].map((name) => {
        const file = path.join(bench.bucket, 'trec6', `${name}.csv`);
        writeFileSync(file, read(`${name}.jsonl`));
        return file;
      });
      const client = awsClient(await bench.start(), bench);
      const { DocumentClassifierArn } = await client.send(
        new CreateDocumentClassifierCommand({
          ...{ DocumentClassifierName: 'trec6', LanguageCode: 'en', DataAccessRoleArn: role },
          InputDataConfig: { S3Uri: 's3://bucket/trec6/train.csv', TestS3Uri: 's3://bucket/trec6/test.csv' },
        }),
      );
      const { ClassifierMetadata, Status } = await trained(client, DocumentClassifierArn!);
      expect(Status).toBe('TRAINED');

      await workbench.json(['new', 'p', '--kind', 'single', '--language', 'en']);
      for (const [index, dataset] of ['train', 'test'].entries()) {
        await workbench.json(['import', 'p', files[index]!, ...labelFirst, '--dataset', dataset]);
      }
      const { documents, evaluation } = await workbench.json<{
        readonly documents: { readonly train: number; readonly test: number };
        readonly evaluation: Readonly<Record<string, number>>;
      }>(['train', 'p', '--model', 'm', '--family', 'linear']);
      expect(documents).toMatchObject({ train: 5452, test: 500 });
      expect(ClassifierMetadata).toEqual({
        NumberOfLabels: 6,
        NumberOfTrainedDocuments: 5452,
        NumberOfTestDocuments: 500,
        EvaluationMetrics: asComprehend(evaluation),
      });
      expect(evaluation.accuracy).toBeGreaterThan(0.85);
    } finally {
      workbench.dispose();
      await bench.dispose();
    }
  });
});
