import { expect, test } from 'vitest';
import { type AzureDocument, distinctNames } from '../../domain/azure/evaluation.ts';
import type { ModelReport, ReportFormat } from '../../domain/report/types.ts';
import { madeUpReport } from './test-support/made-up-report.ts';
import { writeReport } from './write.ts';

const hostileNames = [
  '=cmd|"/c calc"!A1',
  '<script>',
  '__proto__',
  'a,"b"',
  '7',
  '-1+1',
  'plain',
  'plain',
  'unused',
];
const single = madeUpReport({ kind: 'single', names: hostileNames, documents: 120 });
const multi = madeUpReport({ kind: 'multi', names: hostileNames, documents: 120 });

async function written(
  report: ModelReport,
  format: ReportFormat,
  documents: readonly (readonly AzureDocument[])[] | null = null,
): Promise<string> {
  const batches =
    documents === null
      ? null
      : (async function* () {
          yield* documents;
        })();
  let text = '';
  for await (const piece of writeReport(report, format, batches)) text += piece;
  return text;
}

test('json is the report itself, of a version, with names that no reader can trip over', async () => {
  const read = JSON.parse(await written(single, 'json')) as ModelReport;
  expect(read).toEqual(JSON.parse(JSON.stringify(single)));
  expect(read).toMatchObject({ format: 'winnow-report', version: 1, winnow: '1.2.3' });
  expect(read.classes.map(({ name }) => name)).toEqual(hostileNames);
});

test('csv has a row a class with the figures of the evaluation and no formula', async () => {
  const lines = (await written(single, 'csv')).split('\r\n');
  expect(lines).toHaveLength(hostileNames.length + 2);
  expect(lines[0]).toBe(
    'class,training_labels,validation_labels,test_labels,labelled,predicted,tp,fp,fn,tn,precision,precision_low,precision_high,recall,recall_low,recall_high,f1,f1_low,f1_high,average_precision,small_support',
  );
  expect(lines[1]).toMatch(/^"'=cmd\|""\/c calc""!A1",10,0,5,/);
  expect(lines[4]).toMatch(/^"a,""b""",/);
  expect(lines[6]).toMatch(/^'-1\+1,/);
  const { tp, fp, fn, tn, precision, intervals } = single.classes[4]!;
  const cells = lines[5]!.split(',');
  expect(cells.slice(6, 10)).toEqual([tp, fp, fn, tn].map(String));
  expect(Number(cells[10])).toBe(precision);
  expect(Number(cells[11])).toBe(intervals!.precision!.low);
  expect(lines.at(-2)).toMatch(/^unused,18,0,5,0,0,0,0,0,120,,,,,,,,,,,yes$/);
});

test('comprehend has the shapes of the developer guide', async () => {
  const one = JSON.parse(await written(single, 'comprehend')) as Readonly<Record<string, unknown>>;
  expect(Object.keys(one)).toEqual(['type', 'confusion_matrix', 'labels', 'all_labels']);
  expect(one).toEqual({
    type: 'multi_class',
    confusion_matrix: single.confusionMatrix,
    labels: hostileNames,
    all_labels: hostileNames,
  });
  const many = JSON.parse(await written(multi, 'comprehend')) as {
    readonly type: string;
    readonly confusion_matrix: readonly (readonly (readonly number[])[])[];
  };
  expect(many.type).toBe('multi_label');
  multi.classes.forEach(({ tn, fp, fn, tp }, index) => {
    expect(many.confusion_matrix[index]).toEqual([
      [tn, fp],
      [fn, tp],
    ]);
  });
});

interface Cell {
  readonly normalizedValue: number;
  readonly rawValue: number;
}

type Matrix = Readonly<Record<string, Readonly<Record<string, Cell>>>>;

test('azure names the labelled class first, in percent of its documents, without classes that do not occur', async () => {
  const { evaluationSummary: summary, evaluationResults } = JSON.parse(await written(single, 'azure'));
  expect(evaluationResults).toBeNull();
  expect(summary).toMatchObject({
    projectKind: 'CustomSingleLabelClassification',
    evaluationOptions: { kind: 'manual' },
  });
  const evaluation = summary.customSingleLabelClassificationEvaluation;
  const matrix = evaluation.confusionMatrix as Matrix;
  const names = distinctNames(single.classes).slice(0, -1);
  expect(names.at(-1)).toBe('plain (2)');
  expect(new Set(Object.keys(matrix))).toEqual(new Set(names));
  expect(new Set(Object.keys(evaluation.classes))).toEqual(new Set(names));
  names.forEach((name, row) => {
    const cells = Object.entries(matrix[name]!);
    const { support, tp, fp, fn, tn, precision, recall, f1 } = single.classes[row]!;
    expect(cells.reduce((sum, [, { rawValue }]) => sum + rawValue, 0)).toBe(support);
    expect(cells.reduce((sum, [, { normalizedValue }]) => sum + normalizedValue, 0)).toBeCloseTo(100, 9);
    for (const [column, { rawValue }] of cells) {
      expect(rawValue).toBe(single.confusionMatrix![row]![names.indexOf(column)]);
    }
    const counts = {
      truePositiveCount: tp,
      falsePositiveCount: fp,
      falseNegativeCount: fn,
      trueNegativeCount: tn,
    };
    expect(Object.getOwnPropertyDescriptor(evaluation.classes, name)?.value).toEqual({
      ...{ f1: f1 ?? 0, precision: precision ?? 0, recall: recall ?? 0 },
      ...counts,
    });
  });
  const f1s = Object.values(evaluation.classes as Readonly<Record<string, { readonly f1: number }>>);
  expect(f1s.reduce((sum, { f1 }) => sum + f1, 0) / f1s.length).toBeCloseTo(evaluation.macroF1, 12);
});

test('azure has every class of a multi-label model and no matrix, and documents where they may be shown', async () => {
  const documents: readonly AzureDocument[] = [
    { location: 'a.txt', language: 'en', expected: ['plain', '<script>'], predicted: [] },
    { location: '"b".txt', language: 'de', expected: [], predicted: ['plain'] },
  ];
  const text = await written(multi, 'azure', [documents.slice(0, 1), [], documents.slice(1)]);
  const { apiVersion, evaluationSummary, evaluationResults } = JSON.parse(text);
  expect(apiVersion).toBe('2023-04-01');
  const evaluation = evaluationSummary.customMultiLabelClassificationEvaluation;
  expect(evaluation.confusionMatrix).toBeUndefined();
  expect(Object.keys(evaluation.classes)).toHaveLength(hostileNames.length);
  expect(evaluation.macroF1).toBe(multi.figures.macroF1);
  expect(evaluationResults).toEqual({
    value: [
      {
        projectKind: 'CustomMultiLabelClassification',
        location: 'a.txt',
        language: 'en',
        customMultiLabelClassificationResult: {
          expectedClasses: ['plain', '<script>'],
          predictedClasses: [],
        },
      },
      {
        projectKind: 'CustomMultiLabelClassification',
        location: '"b".txt',
        language: 'de',
        customMultiLabelClassificationResult: { expectedClasses: [], predictedClasses: ['plain'] },
      },
    ],
    nextLink: null,
  });
  const one = [{ location: 'c', language: 'en', expected: ['7'], predicted: ['plain'] }];
  expect(JSON.parse(await written(single, 'azure', [one])).evaluationResults.value[0]).toEqual({
    projectKind: 'CustomSingleLabelClassification',
    location: 'c',
    language: 'en',
    customSingleLabelClassificationResult: { expectedClass: '7', predictedClass: 'plain' },
  });
  expect(JSON.parse(await written(single, 'azure', [])).evaluationResults.value).toEqual([]);
});
