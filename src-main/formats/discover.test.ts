import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discoverSources } from './discover.ts';
import { encodeUtf16, testFolder, workbook, zip } from './test-support/files.ts';

const pngStart = Uint8Array.of(0x89, 0x50, 0x4e, 0x47);

describe('a folder', () => {
  test('gives its files in order, without hidden, system, linked and own ones', async () => {
    using folder = testFolder();
    for (const name of [
      'b.txt',
      'sport/z.txt',
      'sport/deep/y.txt',
      'a.csv',
      '.hidden.txt',
      '.git/x.txt',
      'Thumbs.db',
      '~$lock.xlsx',
      'tickets.winnow',
      'tickets.winnow-wal',
      'tickets.winnow-lock',
      'tickets.winnow-backups/tickets 1.winnow',
      'results.csv.part',
    ]) {
      folder.write(name, 'some text');
    }
    symlinkSync(join(folder.path, 'b.txt'), join(folder.path, 'link.txt'));
    symlinkSync(folder.path, join(folder.path, 'circle'));
    const { sources, skipped } = await discoverSources([folder.path]);
    expect(sources.map((source) => [source.name, source.format, source.folderClass])).toEqual([
      ['a.csv', 'csv', null],
      ['b.txt', 'txt', null],
      ['sport/deep/y.txt', 'txt', 'deep'],
      ['sport/z.txt', 'txt', 'sport'],
    ]);
    expect(sources[0]!.bytes).toBe(9);
    expect(skipped).toEqual([]);
  });

  test('skips what is no document, with the reason', async () => {
    using folder = testFolder();
    folder.write('a.txt', 'text');
    folder.write('b.png', pngStart);
    folder.write('c.odt', zip([{ name: 'content.xml', content: 'x' }]));
    folder.write(
      'd.bin',
      Uint8Array.from({ length: 5000 }, (_, index) => (index * 97) % 256),
    );
    const { sources, skipped } = await discoverSources([folder.path]);
    expect(sources.map((source) => source.name)).toEqual(['a.txt']);
    expect(skipped.map((row) => [row.source, row.line])).toEqual([
      ['b.png', 0],
      ['c.odt', 0],
      ['d.bin', 0],
    ]);
    expect(skipped[0]!.reason).toContain('picture');
    expect(skipped[1]!.reason).toContain('ZIP');
    expect(skipped[2]!.reason).toContain('binary');
  });

  test('without any file to read', async () => {
    using folder = testFolder();
    await expect(discoverSources([folder.path])).rejects.toMatchObject({ code: 'nothing_to_import' });
    folder.write('b.png', pngStart);
    await expect(discoverSources([folder.path])).rejects.toMatchObject({
      code: 'nothing_to_import',
      message: expect.stringContaining('picture'),
    });
  });
});

describe('a file', () => {
  test.each([
    ['x.csv', 'a,b\n', 'csv'],
    ['x.TSV', 'a\tb\n', 'csv'],
    ['x.jsonl', '{"text": "a"}\n{"text": "b"}', 'jsonl'],
    ['x.jsonl', 'broken from the start', 'jsonl'],
    ['x.json', '[{"text": "a"}]', 'json'],
    ['x.json', '{"text": "a"}\n{"text": "b"}\n', 'jsonl'],
    ['x.json', '{"documents": [\n{"text": "a"}]}\n', 'json'],
    ['x.json', '{"documents": [{"text": "a"}]}\n', 'json'],
    ['x.ndjson', '{"text": "a"}', 'jsonl'],
    ['x.txt', '[looks like JSON]', 'txt'],
    ['x', 'plain', 'txt'],
    ['x.log', '{"text": "a"}\n{"text": "b"}', 'jsonl'],
    ['x.txt', '', 'txt'],
    ['x.xlsx', workbook({ A: [['a']] }), 'xlsx'],
    ['x.txt', encodeUtf16('UTF-16 text without a mark, all in Latin letters', false, false), 'txt'],
  ])('%s is recognised', async (name, content, format) => {
    using folder = testFolder();
    const { sources } = await discoverSources([folder.write(name, content)]);
    expect(sources).toMatchObject([{ name, format, folderClass: null }]);
  });

  test('the wanted format wins over ending and content', async () => {
    using folder = testFolder();
    const path = folder.write('x.txt', 'a,b\nc,d\n');
    expect((await discoverSources([path], 'csv')).sources[0]!.format).toBe('csv');
  });

  test.each([
    ['x.csv', Uint8Array.from({ length: 5000 }, (_, index) => (index * 31) % 256), /binary/],
    ['x.csv', workbook({ A: [['a']] }), /Office/],
    ['x.xlsx', 'a,b\n', /not an Excel workbook/],
    ['x.xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0, 0, 0, 0), /old Office/],
    ['x.txt', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1, 2, 3), /picture/],
  ])('%s with other content is refused', async (name, content, message) => {
    using folder = testFolder();
    await expect(discoverSources([folder.write(name, content)])).rejects.toMatchObject({
      code: 'file_unsupported',
      message: expect.stringMatching(message),
    });
  });

  test('that is not there, and no path at all', async () => {
    using folder = testFolder();
    await expect(discoverSources([join(folder.path, 'none.csv')])).rejects.toMatchObject({
      code: 'file_not_found',
    });
    await expect(discoverSources([])).rejects.toMatchObject({ code: 'nothing_to_import' });
    mkdirSync(join(folder.path, 'empty'));
    await expect(discoverSources([join(folder.path, 'empty')])).rejects.toMatchObject({
      code: 'nothing_to_import',
    });
  });
});
