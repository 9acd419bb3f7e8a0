import { describe, expect, test, vi } from 'vitest';
import { readAll, testFolder } from './test-support/files.ts';

// Megabytes are read here, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

function lines(...rows: readonly unknown[]): string {
  return rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n');
}

describe('JSON Lines', () => {
  test('all parts of a document; the line number stands in for an id', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.jsonl',
      lines(
        {
          text: 'one',
          labels: ['A', 'B', 'A'],
          id: 17,
          dataset: 'train',
          language: 'en',
          source: 'mail',
          meta: { n: 1 },
        },
        { text: 'two', label: 'A', split: 'DEV' },
        '',
        { text: 'three', labels: [], dataset: 'test' },
        { text: 'four', labels: null },
        { text: 'five' },
      ),
    );
    const { records, rejected } = await readAll(path, { defaultDataset: 'train' }, 'multi');
    expect(rejected).toEqual([]);
    expect(records[0]).toEqual({
      source: 'a.jsonl',
      line: 1,
      externalId: '17',
      text: 'one',
      labels: ['A', 'B'],
      dataset: 'train',
      language: 'en',
      fields: { source: 'mail', meta: '{"n":1}' },
    });
    expect(
      records.slice(1).map((record) => [record.externalId, record.labels, record.dataset, record.fields]),
    ).toEqual([
      ['2', ['A'], 'validation', null],
      ['4', [], 'test', null],
      ['5', null, 'train', null],
      ['6', null, 'train', null],
    ]);
  });

  test('bad rows are rejected with line and reason', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.jsonl',
      lines(
        { text: 'fine', label: 'A' },
        '{"text": "cut off',
        { label: 'A' },
        { text: 5, label: 'A' },
        { text: null, label: 'A' },
        [1, 2],
        { text: 'x', label: 'A', dataset: 'holdout' },
        { text: 'x', label: 'A', dataset: 3 },
        { text: 'x', labels: ['A', 'B'] },
        { text: 'x', labels: ['a\nb'] },
        { text: '', label: 'A' },
        { text: 'x'.repeat(1_000_001), label: 'A' },
        { text: 'fine', labels: [] },
      ),
    );
    const { records, rejected } = await readAll(path);
    expect(records.map((record) => [record.line, record.text, record.labels])).toEqual([
      [1, 'fine', ['A']],
      [11, '', ['A']],
      [13, 'fine', null],
    ]);
    expect(rejected.map((row) => row.line)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 12]);
    const reasons = rejected.map((row) => row.reason);
    for (const [index, part] of [
      'valid JSON',
      'no text',
      'not a string',
      'no text',
      'not a JSON object',
      '"holdout"',
      '"3"',
      '2 labels',
      'control',
      '1000001',
    ].entries()) {
      expect(reasons[index]).toContain(part);
    }
  });

  test.each([
    ['body and category', { body: 'x', category: 'A' }],
    ['content and tags', { content: 'x', tags: ['A'] }],
    ['text and target', { text: 'x', target: 'A' }],
    ['spaCy', { text: 'x', cats: { A: 1, B: 0 } }],
    ['other case', { Text: 'x', Label: 'A' }],
    ['names that say nothing', { utt: 'x', lbl: 'A' }],
    ['Prodigy', { text: 'x', options: [{ id: 'A', text: 'A' }], accept: ['A'], answer: 'accept' }],
    ['Prodigy, one label', { text: 'x', label: 'A', answer: 'accept' }],
    [
      'Label Studio',
      {
        id: 1,
        data: { text: 'x' },
        annotations: [
          { was_cancelled: false, result: [{ type: 'choices', value: { choices: ['A'] } }] },
          { was_cancelled: true, result: [{ type: 'choices', value: { choices: ['B'] } }] },
        ],
      },
    ],
    ['Label Studio, short', { text: 'x', label: { choices: ['A'] } }],
    [
      'a manifest',
      {
        source: 'x',
        Job: 0,
        'Job-metadata': { 'class-name': 'A', type: 'groundtruth/text-classification', confidence: 0.6 },
      },
    ],
    [
      'a manifest with several labels',
      {
        source: 'x',
        Job: [4],
        'Job-metadata': { 'class-map': { '4': 'A' }, type: 'groundtruth/text-classification-multilabel' },
      },
    ],
    ['objects as labels', { text: 'x', labels: [{ category: 'A' }] }],
  ])('variants: %s', async (_name, row) => {
    using folder = testFolder();
    const { records, rejected } = await readAll(folder.write('a.jsonl', lines(row, row)), {}, 'multi');
    expect(rejected).toEqual([]);
    expect(records.map((record) => [record.text, record.labels])).toEqual([
      ['x', ['A']],
      ['x', ['A']],
    ]);
  });

  test('answers that are no label leave the text unlabelled', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.jsonl',
      lines(
        { text: 'x', label: 'A', answer: 'reject' },
        { text: 'y', accept: ['A'], answer: 'ignore' },
        { data: { text: 'z' }, annotations: [] },
      ),
    );
    expect((await readAll(path, {}, 'multi')).records.map((record) => [record.text, record.labels])).toEqual([
      ['x', null],
      ['y', null],
      ['z', null],
    ]);
  });

  test('a mapping, with a path through nested objects and a label delimiter', async () => {
    using folder = testFolder();
    const path = folder.write('a.jsonl', lines({ doc: { words: 'x' }, text: 'no', tag: 'A;B|C' }));
    const read = await readAll(
      path,
      { mapping: { text: 'doc.words', labels: ['tag'], fields: [] }, labelDelimiter: ';' },
      'multi',
    );
    expect(read.records).toMatchObject([{ text: 'x', labels: ['A', 'B|C'], fields: null }]);
    await expect(readAll(path, { mapping: { text: 'doc.none' } })).rejects.toMatchObject({
      code: 'bad_request',
    });
  });

  test('half of a surrogate pair is replaced and reported; a field may have any name', async () => {
    using folder = testFolder();
    const { records, warnings } = await readAll(
      folder.write('a.jsonl', '{"text": "a\\ud800b", "label": "A", "__proto__": "p", "n\\u0000": 1}'),
    );
    expect(records[0]!.text).toBe('a\uFFFDb');
    expect(Object.entries(records[0]!.fields!)).toEqual([
      ['__proto__', 'p'],
      ['n\0', '1'],
    ]);
    expect(warnings).toHaveLength(1);
  });

  test('one-hot keys, and rows that lack some or all of them', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.jsonl',
      lines({ text: 'x', A: 1, B: 0 }, { text: 'y', A: 0, B: 0 }, { text: 'z', A: 1 }, { text: 'w' }),
    );
    const { records } = await readAll(path, {}, 'multi');
    expect(records.map((record) => record.labels)).toEqual([['A'], [], ['A'], null]);
  });

  test('no line with a text', async () => {
    using folder = testFolder();
    const { records, rejected } = await readAll(folder.write('a.jsonl', 'not JSON\n{"label": "A"}\n'));
    expect(records).toEqual([]);
    expect(rejected.map((row) => row.line)).toEqual([1, 2]);
  });
});

describe('JSON', () => {
  test.each([
    ['a list', '[\n{"text": "x", "label": "A"},\n{"text": "y", "label": null}\n]'],
    [
      'a list in an object',
      '{"version": 1, "data": [\n{"text": "x", "label": "A"},\n{"text": "y", "label": null}]}',
    ],
  ])('%s', async (_name, content) => {
    using folder = testFolder();
    const { records } = await readAll(folder.write('a.json', content));
    expect(records.map((record) => [record.line, record.text, record.labels])).toEqual([
      [2, 'x', ['A']],
      [3, 'y', null],
    ]);
  });

  test('members that share a line are told apart by their place', async () => {
    using folder = testFolder();
    const content =
      '{"rows": [{"text": "x"}, {"label": "A"}, 5, {"text": "y", "id": "own"},\n{"text": "z"}]}';
    const { records, rejected } = await readAll(folder.write('a.json', content));
    expect(records.map(({ line, externalId }) => [line, externalId])).toEqual([
      [1, '1'],
      [1, 'own'],
      [2, '5'],
    ]);
    expect(rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '1 Entry 2: The row has no text.',
      '1 Entry 3: The row is not a JSON object.',
    ]);
  });

  test('texts alone, one document, and a list over several chunks', async () => {
    using folder = testFolder();
    expect(
      (await readAll(folder.write('a.json', '["x", "y"]'))).records.map((record) => record.text),
    ).toEqual(['x', 'y']);
    expect((await readAll(folder.write('b.json', '{\n"text": "x",\n"label": "A"\n}'))).records).toMatchObject(
      [{ text: 'x', labels: ['A'] }],
    );
    const rows = Array.from({ length: 20_000 }, (_, index) =>
      JSON.stringify({ text: `text ${index} ${'ü'.repeat(100)}`, label: 'A' }),
    );
    const large = await readAll(folder.write('c.json', `[\n${rows.join(',\n')}\n]\n`));
    expect(large.records).toHaveLength(20_000);
    expect(large.records.at(-1)).toMatchObject({ line: 20_001, externalId: '20001' });
    expect(large.warnings).toEqual([]);
  });
});
