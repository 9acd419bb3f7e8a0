import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inspectSource } from './preview.ts';
import { encodeText, testFolder, workbook } from './test-support/files.ts';

const single = { kind: 'single' } as const;

describe('a CSV', () => {
  test('shows columns with their parts, the first rows and every guess', async () => {
    using folder = testFolder();
    const rows = Array.from(
      { length: 5000 },
      (_, index) => `${index};Das ist Nachricht ${index}, schön;${index % 2 === 0 ? 'A' : 'B'};x`,
    );
    const path = folder.write(
      'a.csv',
      encodeText(`nr;text;kategorie;label\n${rows.join('\n')}\n`, 'windows-1252'),
    );
    const found = await inspectSource([path], {}, single);
    expect(found).toMatchObject({
      fileCount: 1,
      fileNames: ['a.csv'],
      format: 'csv',
      encoding: 'windows-1252',
      delimiter: ';',
      hasHeader: true,
      sheets: [],
      foldersAvailable: false,
      rejected: [],
    });
    expect(found.columns.map((column) => [column.name, column.role])).toEqual([
      ['nr', 'field'],
      ['text', 'text'],
      ['kategorie', 'field'],
      ['label', 'label'],
    ]);
    expect(found.columns[1]!.samples[0]).toBe('Das ist Nachricht 0, schön');
    expect(found.records).toHaveLength(20);
    expect(found.records[0]).toMatchObject({ line: 2, text: 'Das ist Nachricht 0, schön', labels: ['x'] });
    expect(found.options).toMatchObject({
      delimiter: ';',
      mapping: { text: 'text', labels: ['label'], id: null },
    });
    expect(found.encodings.map((encoding) => encoding.name)).toContain('shift_jis');
  });

  test('what a person changes is taken over', async () => {
    using folder = testFolder();
    const path = folder.write('a.csv', 'nr;text;kategorie;label\n1;hallo;A;x\n');
    const found = await inspectSource(
      [path],
      { mapping: { labels: ['kategorie'], id: 'nr', fields: [] }, encoding: 'iso-8859-2' },
      single,
    );
    expect(found.records).toMatchObject([{ externalId: '1', labels: ['A'], fields: null }]);
    expect(found.encoding).toBe('iso-8859-2');
    expect(found.columns.map((column) => column.role)).toEqual(['id', 'text', 'label', 'ignored']);
  });

  test('warns where it should be looked at', async () => {
    using folder = testFolder();
    const barred = await inspectSource([folder.write('a.csv', 'text,label\nhello,A|B\n')], {}, single);
    expect(barred.warnings).toEqual([expect.stringContaining('"|"')]);
    const bare = await inspectSource([folder.write('b.csv', 'text\nhello\n')], {}, single);
    expect(bare.warnings).toEqual([expect.stringContaining('unlabelled')]);
    const broken = await inspectSource(
      [folder.write('c.csv', 'text,label\n"x "y" z",A\nfine,A\n')],
      {},
      single,
    );
    expect(broken.rejected).toMatchObject([{ line: 2 }]);
    expect(broken.records).toHaveLength(1);
  });

  test('of a gigabyte reads the start only', async () => {
    using folder = testFolder();
    const path = folder.write('a.csv', `text,label\n${'some text that goes on and on,A\n'.repeat(400_000)}`);
    const found = await inspectSource([path], {}, single);
    expect(found.records).toHaveLength(20);
    expect(found.totalBytes).toBe(12_800_011);
  });
});

test('a folder of texts shows the first files and offers classes', async () => {
  using folder = testFolder();
  for (let index = 0; index < 30; index += 1)
    folder.write(`${index % 2 === 0 ? 'A' : 'B'}/${index}.txt`, `text ${index}`);
  const found = await inspectSource([folder.path], { folderAsClass: true }, single);
  expect(found).toMatchObject({
    fileCount: 30,
    format: 'txt',
    foldersAvailable: true,
    columns: [],
    delimiter: null,
  });
  expect(found.records).toHaveLength(20);
  expect(found.records[0]).toMatchObject({ labels: ['A'] });
});

test('several formats in one import are said', async () => {
  using folder = testFolder();
  folder.write('a.csv', 'text,label\nx,A\n');
  folder.write('b.jsonl', '{"text": "y"}');
  folder.write('c.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47));
  const found = await inspectSource([folder.path], {}, single);
  expect(found.fileCount).toBe(2);
  expect(found.warnings).toEqual([
    expect.stringContaining('several formats'),
    expect.stringContaining('picture'),
  ]);
});

test('JSON and workbooks', async () => {
  using folder = testFolder();
  const json = await inspectSource(
    [folder.write('a.json', '[{"text": "y", "label": "A", "n": 1}]')],
    {},
    single,
  );
  expect(json.columns.map((column) => [column.name, column.role])).toEqual([
    ['text', 'text'],
    ['label', 'label'],
    ['n', 'field'],
  ]);
  const book = await inspectSource(
    [folder.write('a.xlsx', workbook({ One: [['text'], ['y']], Two: [] }))],
    {},
    single,
  );
  expect(book).toMatchObject({
    format: 'xlsx',
    sheets: ['One', 'Two'],
    hasHeader: true,
    options: { sheet: 'One' },
  });
});

test('nothing to import', async () => {
  using folder = testFolder();
  await expect(inspectSource([folder.write('a.csv', '')], {}, single)).rejects.toMatchObject({
    code: 'nothing_to_import',
    message: expect.stringContaining('"a.csv" is empty'),
  });
  await expect(inspectSource([join(folder.path, 'none.csv')], {}, single)).rejects.toMatchObject({
    code: 'file_not_found',
  });
});
