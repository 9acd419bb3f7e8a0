import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tarFiles } from './support/archive.ts';
import { pythonWithBoto3 } from './support/boto3.ts';
import { comprehendCsv, sampleTickets } from './support/comprehend.ts';
import { createRestBench } from './support/rest-server.ts';

const root = path.resolve(import.meta.dirname, '../..');
const script = path.join(root, 'tests/fixtures/comprehend/boto3-session.py');

const python = pythonWithBoto3();

describe.skipIf(python === undefined)(
  'boto3 (skipped unless WINNOW_TEST_PYTHON names a Python that can import it)',
  () => {
    const bench = createRestBench();
    const tickets = sampleTickets();
    let endpoint: string;

    beforeAll(async () => {
      for (const name of ['training', 'in']) mkdirSync(path.join(bench.bucket, name));
      const documents = tickets.map(({ text, label }) => ({ text, labels: [label] }));
      writeFileSync(path.join(bench.bucket, 'training/tickets.csv'), comprehendCsv(documents));
      writeFileSync(path.join(bench.bucket, 'in/a.txt'), 'The scanner is broken.\nThe invoice is wrong.\n');
      writeFileSync(path.join(bench.bucket, 'in/b.txt'), 'I cannot log in.\n');
      endpoint = await bench.start();
    });
    afterAll(() => bench.dispose());

    it('trains, deploys, classifies and deletes', async () => {
      const { stdout } = await promisify(execFile)(python!, ['-B', script, endpoint, bench.key]);
      const told = JSON.parse(stdout) as {
        readonly metadata: {
          readonly NumberOfTrainedDocuments: number;
          readonly NumberOfTestDocuments: number;
        };
        readonly best: { readonly Name: string };
        readonly output: string;
      };
      const arn = 'arn:aws:comprehend:us-west-2:000000000000:document-classifier/python-tickets';
      expect(told).toMatchObject({
        ...{ classifier: arn, status: 'TRAINED', job: 'COMPLETED', listed: [arn] },
        metadata: { EvaluationMetrics: { Accuracy: expect.any(Number), HammingLoss: expect.any(Number) } },
        submitted: expect.stringMatching(/^20\d\d-/),
        gone: { Code: 'ResourceNotFoundException', Message: `There is no resource ${arn}.` },
        refused: 'InvalidSignatureException',
        refusals: [
          ...['JobNotFoundException', 'ResourceNotFoundException', 'InvalidFilterException'],
          ...['InvalidFilterException', 'InvalidRequestException', 'ResourceInUseException'],
          ...['ResourceNotFoundException', 'TooManyTagKeysException', 'InvalidRequestException'],
          ...['ResourceInUseException', 'InvalidRequestException'],
        ],
        bytes: [
          { Pages: 1, ExtractedCharacters: [{ Page: 1, Count: 51 }] },
          [{ Page: 1, Type: 'PLAIN_TEXT' }],
        ],
        units: 3,
        counts: [1, 1, 1, 0],
        tags: [
          { Key: 'plain', Value: '' },
          { Key: 'cost', Value: '1' },
        ],
        // Each answer as it came over the wire is what botocore's description of the service says.
        model: { wrong: [], operations: 18, planted: [1, 1, 1, 1, 1, 1] },
      });
      const { NumberOfTrainedDocuments, NumberOfTestDocuments } = told.metadata;
      expect(NumberOfTrainedDocuments + NumberOfTestDocuments).toBe(tickets.length);
      expect(tickets.map(({ label }) => label)).toContain(told.best.Name);
      const archive = readFileSync(path.join(bench.bucket, told.output.slice('s3://bucket/'.length)));
      const rows = tarFiles(gunzipSync(archive))['predictions.jsonl']!.trimEnd().split('\n');
      expect(rows.map((row) => JSON.parse(row) as object)).toMatchObject([
        { File: 'a.txt', Line: '0' },
        { File: 'a.txt', Line: '1' },
        { File: 'b.txt', Line: '0' },
      ]);
    });
  },
);
