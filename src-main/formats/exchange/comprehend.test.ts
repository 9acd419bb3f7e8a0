import { describe, expect, test } from 'vitest';
import { inspectSource } from '../preview.ts';
import { readAll, testFolder } from '../test-support/files.ts';

describe('the CSV that Comprehend trains from', () => {
  test('two columns, label and text, without a header', async () => {
    using folder = testFolder();
    const path = folder.write(
      'train.csv',
      'SPAM,"Paulo, your $1000 award is waiting for you!"\r\nNOT_SPAM,"He said ""hi""\nand left"\r\n[x],=1+1\r\n',
    );
    const read = await readAll(path, { format: 'comprehend' });
    expect(read.rejected).toEqual([]);
    expect(read.warnings).toEqual([]);
    expect(read.records.map(({ labels, text }) => [labels, text])).toEqual([
      [['SPAM'], 'Paulo, your $1000 award is waiting for you!'],
      [['NOT_SPAM'], 'He said "hi"\nand left'],
      [['[x]'], '=1+1'],
    ]);
    expect(read.tally!.counts).toMatchObject({ documents: 3, labels: 3 });
  });

  test('several labels, with any delimiter', async () => {
    using folder = testFolder();
    const path = folder.write('train.csv', 'COMEDY|MYSTERY|TEEN,"A band, of misfits"\nDRAMA,text\n,none\n');
    const multi = await readAll(path, { format: 'comprehend' }, 'multi');
    expect(multi.records.map(({ labels }) => labels)).toEqual([
      ['COMEDY', 'MYSTERY', 'TEEN'],
      ['DRAMA'],
      null,
    ]);
    const single = await readAll(path, { format: 'comprehend' });
    expect(single.records[0]!.labels).toEqual(['COMEDY|MYSTERY|TEEN']);
    expect(single.warnings).toEqual([expect.stringContaining('whole names')]);
    const other = folder.write('other.csv', 'A;B,text\n');
    const read = await readAll(other, { format: 'comprehend', labelDelimiter: ';' }, 'multi');
    expect(read.records[0]!.labels).toEqual(['A', 'B']);
  });

  test('a header is read like any row, and said', async () => {
    using folder = testFolder();
    const path = folder.write('train.csv', 'label,text\nA,one\n');
    const read = await readAll(path, { format: 'comprehend' });
    expect(read.records).toHaveLength(2);
    expect(read.warnings).toEqual([expect.stringContaining('looks like a header')]);
    const told = await readAll(path, { format: 'comprehend', hasHeader: true });
    expect(told.records.map(({ labels }) => labels)).toEqual([['A']]);
    expect(told.warnings).toEqual([]);
  });

  test('rows of one or three columns are rejected, and missing in the tally', async () => {
    using folder = testFolder();
    const path = folder.write('train.csv', 'A\nA,one,two\nA,three\n');
    const read = await readAll(path, { format: 'comprehend' });
    expect(read.records).toHaveLength(1);
    expect(read.rejected.map(({ line }) => line)).toEqual([1, 2]);
    expect(read.tally!.counts.documents).toBe(3);
    expect(read.tally!.notes.map(({ kind, count }) => [kind, count])).toEqual([
      ['missing', 1],
      ['missing', 1],
    ]);
  });

  test('the project is described by all rows', async () => {
    using folder = testFolder();
    const path = folder.write('train.csv', `${'A,text\n'.repeat(100)}A|B,text\n`);
    const { project } = await inspectSource([path], { format: 'comprehend' }, { kind: 'single' });
    expect(project).toMatchObject({ kind: 'multi', classes: ['A', 'B'], documents: 101 });
  });
});

/** AWS's own samples; in the second the keys of `confidence-map` are not those of `class-map`. */
const single = {
  source: 'Document 1 text',
  MultiClassJob: 0,
  'MultiClassJob-metadata': {
    confidence: 0.62,
    'job-name': 'labeling-job/x',
    'class-name': 'not_spam',
    'human-annotated': 'yes',
    'creation-date': '2020-05-21T17:36:45.814354',
    type: 'groundtruth/text-classification',
  },
};
const multi = {
  source: 'Document 1 text',
  MultiLabelJob: [0, 4],
  'MultiLabelJob-metadata': {
    'job-name': 'labeling-job/x',
    'class-map': { '0': 'action', '4': 'drama' },
    'human-annotated': 'yes',
    'creation-date': '2020-05-21T19:02:21.521882',
    'confidence-map': { '0': 0.66 },
    type: 'groundtruth/text-classification-multilabel',
  },
};
const lines = (...rows: readonly unknown[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('the augmented manifest', () => {
  test('one class a document, by its name and never by its number', async () => {
    using folder = testFolder();
    const nameless = { ...single, 'MultiClassJob-metadata': { type: 'groundtruth/text-classification' } };
    const path = folder.write('a.manifest', lines(single, nameless, { source: 'unlabelled' }));
    const read = await readAll(path);
    expect(read.records.map(({ text, labels, fields }) => [text, labels, fields])).toEqual([
      ['Document 1 text', ['not_spam'], null],
      ['unlabelled', null, null],
    ]);
    expect(read.rejected).toEqual([
      { source: 'a.manifest', line: 2, reason: expect.stringContaining('class-name') },
    ]);
    expect(read.tally!.counts).toMatchObject({ documents: 3, labelled: 1, labels: 1 });
  });

  test('several classes; a confidence map that does not match is no matter', async () => {
    using folder = testFolder();
    const unknown = { ...multi, MultiLabelJob: [0, 9] };
    const none = { ...multi, MultiLabelJob: [] };
    const path = folder.write('a.jsonl', lines(multi, unknown, none));
    const read = await readAll(path, { format: 'comprehend-manifest' }, 'multi');
    expect(read.records.map(({ labels }) => labels)).toEqual([['action', 'drama'], []]);
    expect(read.rejected[0]!.reason).toContain('class-map');
    const { project } = await inspectSource([path], {}, { kind: 'single' });
    expect(project).toMatchObject({ kind: 'multi', classes: ['action', 'drama'], documents: 2 });
  });

  test('the first attribute, or the one named', async () => {
    using folder = testFolder();
    const second = { B: 1, 'B-metadata': { 'class-name': 'other', type: 'groundtruth/text-classification' } };
    const bounding = { C: {}, 'C-metadata': { type: 'groundtruth/object-detection' } };
    const path = folder.write('a.manifest', lines({ ...bounding, ...single, ...second, row: 7 }));
    const first = await readAll(path, { format: 'comprehend-manifest' });
    expect(first.records[0]).toMatchObject({ labels: ['not_spam'], fields: { row: '7' } });
    expect(first.warnings).toEqual([expect.stringContaining('"B"')]);
    const named = await readAll(path, { format: 'comprehend-manifest', attribute: 'B' });
    expect(named.records[0]!.labels).toEqual(['other']);
    const absent = await readAll(path, { format: 'comprehend-manifest', attribute: 'Z' });
    expect(absent.records[0]!.labels).toBeNull();
    expect(absent.warnings).toEqual([expect.stringContaining('"Z"')]);
  });

  test('rows that are no documents', async () => {
    using folder = testFolder();
    const cut = lines(single).slice(0, 40);
    const wrong = [
      [],
      5,
      { 'source-ref': 's3://bucket/a.txt' },
      { ...multi, source: 5 },
      { ...multi, 'MultiLabelJob-metadata': { type: 'groundtruth/text-classification-multilabel' } },
      { ...multi, MultiLabelJob: 'action' },
    ];
    const path = folder.write('a.manifest', `${lines(...wrong)}${cut}`);
    const read = await readAll(path, { format: 'comprehend-manifest' }, 'multi');
    expect(read.records).toEqual([]);
    expect(read.rejected.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('several classes in a single-label project are rejected, and counted in the source', async () => {
    using folder = testFolder();
    const read = await readAll(folder.write('a.manifest', lines(multi)), { format: 'comprehend-manifest' });
    expect(read.rejected[0]!.reason).toContain('2 labels');
    expect(read.tally!.counts).toMatchObject({ documents: 1, labelled: 1, labels: 2 });
  });
});
