import { describe, expect, test, vi } from 'vitest';
import { encodeText, readAll, testFolder, workbook, workbookParts, zip } from './test-support/files.ts';
import { checkZipSize } from './zip-check.ts';

// Megabytes are read here, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

describe('text files', () => {
  test('one document each; the folder is the class if wanted', async () => {
    using folder = testFolder();
    folder.write('root.txt', 'at the top');
    folder.write('sport/a.txt', 'line one\nline two\n');
    folder.write('Über uns/b.txt', encodeText('schöne Grüße aus Köln', 'windows-1252'));
    const plain = await readAll(folder.path);
    expect(plain.records.map((record) => [record.externalId, record.text, record.labels])).toEqual([
      ['root.txt', 'at the top', null],
      ['sport/a.txt', 'line one\nline two\n', null],
      ['Über uns/b.txt', 'schöne Grüße aus Köln', null],
    ]);
    const classes = await readAll(folder.path, { folderAsClass: true, defaultDataset: 'test' }, 'multi');
    expect(classes.records.map((record) => [record.labels, record.dataset])).toEqual([
      [null, 'test'],
      [['sport'], 'test'],
      [['Über uns'], 'test'],
    ]);
  });

  test('an empty one is a blank document; one that is too long is rejected unread', async () => {
    using folder = testFolder();
    expect((await readAll(folder.write('a.txt', ''))).records).toMatchObject([{ text: '', labels: null }]);
    expect((await readAll(folder.write('b.txt', 'x'.repeat(1_000_001)))).rejected).toMatchObject([
      { line: 1 },
    ]);
    expect((await readAll(folder.write('c.txt', 'x'.repeat(5_000_000)))).rejected).toMatchObject([
      { line: 1, reason: expect.stringContaining('5000000 bytes') },
    ]);
  });

  test('damaged bytes are reported', async () => {
    using folder = testFolder();
    const { records, warnings } = await readAll(folder.write('a.txt', Buffer.from([0x66, 0xff, 0x66])), {
      encoding: 'utf-8',
    });
    expect(records[0]!.text).toBe('f\uFFFDf');
    expect(warnings).toHaveLength(1);
  });
});

describe('workbooks', () => {
  const rows = [
    ['id', 'text', 'label', 'date', 'score', 'done'],
    [1, 'Hello, "you" ', 'A', new Date(Date.UTC(2024, 1, 29)), 0.5, true],
    [],
    ['x7', 'Zeile\nzwei & mehr', 'B', new Date(Date.UTC(2024, 1, 29, 12)), 12, false],
    [null, null, 'C', null, null, null],
  ];

  test('cells of every type become text; empty rows count as lines', async () => {
    using folder = testFolder();
    const { records, rejected, bytesRead } = await readAll(folder.write('a.xlsx', workbook({ Sheet: rows })));
    expect(records).toMatchObject([
      {
        line: 2,
        externalId: '1',
        text: 'Hello, "you" ',
        labels: ['A'],
        fields: { date: '2024-02-29', score: '0.5', done: 'true' },
      },
      {
        line: 4,
        externalId: 'x7',
        text: 'Zeile\nzwei & mehr',
        labels: ['B'],
        fields: { date: '2024-02-29T12:00:00.000Z', score: '12', done: 'false' },
      },
      { line: 5, externalId: '5', text: '', labels: ['C'], fields: null },
    ]);
    expect(rejected).toEqual([]);
    expect(bytesRead).toBeGreaterThan(500);
  });

  test('the first sheet with rows, or the one named', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.xlsx',
      workbook({ Empty: [], First: [['text'], ['one']], 'Zwei & drei': [['text'], ['two']] }),
    );
    expect((await readAll(path)).records).toMatchObject([{ text: 'one' }]);
    expect((await readAll(path, { sheet: 'Zwei & drei' })).records).toMatchObject([{ text: 'two' }]);
    await expect(readAll(path, { sheet: 'None' })).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('First'),
    });
    expect((await readAll(path, { sheet: 'Empty' })).rejected).toMatchObject([{ line: 0 }]);
  });

  test.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['no workbook', () => zip([{ name: 'a.txt', content: 'x' }])],
    ['damaged inside', (bytes: Buffer) => bytes.fill(0xaa, 300, 900)],
  ])('%s: refused with a clear error', async (_name, change) => {
    using folder = testFolder();
    const path = folder.write('a.xlsx', change(workbook({ Sheet: rows })));
    await expect(readAll(path)).rejects.toMatchObject({
      code: 'file_malformed',
      message: expect.stringContaining('a.xlsx'),
    });
  });

  test('bombs: stated, hidden from the sizes, hidden from the directory', async () => {
    const huge = Buffer.alloc(30_000_000, 'x');
    const limit = 10_000_000;
    const honest = zip([{ name: 'a.xml', content: huge }]);
    const liar = zip([{ name: 'a.xml', content: huge, statedSize: 1000 }]);
    const hider = zip([...workbookParts({ A: [['a']] }), { name: 'b.xml', content: huge, hidden: true }]);
    await expect(checkZipSize(honest, limit, 'a.xlsx')).rejects.toMatchObject({ code: 'file_too_large' });
    await expect(checkZipSize(liar, limit, 'a.xlsx')).rejects.toMatchObject({ code: 'file_too_large' });
    await expect(checkZipSize(hider, limit, 'a.xlsx')).rejects.toMatchObject({ code: 'file_malformed' });
    await expect(checkZipSize(honest, 40_000_000, 'a.xlsx')).resolves.toBeUndefined();
    await expect(checkZipSize(workbook({ A: [['a']] }), limit, 'a.xlsx')).resolves.toBeUndefined();
  });
});
