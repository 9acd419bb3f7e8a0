import { describe, expect, test, vi } from 'vitest';
import { automaticReadOptions } from '../domain/source.ts';
import { readRecords } from './read.ts';
import { encodeText, encodeUtf16, readAll, testFolder } from './test-support/files.ts';

// Megabytes are read here, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** The parts of the documents that most tests look at. */
function brief(read: Awaited<ReturnType<typeof readAll>>): unknown[] {
  return read.records.map((record) => [record.line, record.text, record.labels]);
}

describe('columns', () => {
  test("Winnow's own and its cousins by name, everything else as fields", async () => {
    using folder = testFolder();
    const content =
      'ID,Text,Category,Split,Lang,Channel\n7,"Hello, you",Greeting,Training,en,mail\n8,Bye,,dev,,\n9,Oh,Greeting,TEST,de,web\n';
    const path = folder.write('a.csv', content);
    const { records, rejected, bytesRead } = await readAll(path);
    expect(records).toEqual([
      {
        source: 'a.csv',
        line: 2,
        externalId: '7',
        text: 'Hello, you',
        labels: ['Greeting'],
        dataset: 'train',
        language: 'en',
        fields: { Channel: 'mail' },
      },
      {
        source: 'a.csv',
        line: 3,
        externalId: '8',
        text: 'Bye',
        labels: null,
        dataset: 'validation',
        language: null,
        fields: null,
      },
      {
        source: 'a.csv',
        line: 4,
        externalId: '9',
        text: 'Oh',
        labels: ['Greeting'],
        dataset: 'test',
        language: 'de',
        fields: { Channel: 'web' },
      },
    ]);
    expect(rejected).toEqual([]);
    expect(bytesRead).toBe(content.length);
  });

  test('Comprehend: no header, CLASS|CLASS,text', async () => {
    using folder = testFolder();
    const path = folder.write(
      'train.csv',
      'COMEDY|MYSTERY|TEEN,"A band of misfit teens become unlikely detectives, and more"\nDRAMA,A long story about a family\r\nCOMEDY,Two friends open a bakery in a small town\n',
    );
    expect(brief(await readAll(path, {}, 'multi'))).toEqual([
      [1, 'A band of misfit teens become unlikely detectives, and more', ['COMEDY', 'MYSTERY', 'TEEN']],
      [2, 'A long story about a family', ['DRAMA']],
      [3, 'Two friends open a bakery in a small town', ['COMEDY']],
    ]);
    const single = await readAll(path, {}, 'single');
    expect(single.records[0]!.labels).toEqual(['COMEDY|MYSTERY|TEEN']);
    expect(single.records[0]!.externalId).toBe('1');
  });

  test('a few rows without a header lose none, even where all labels differ', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.csv',
      'positive,great product\nnegative,I hate this terrible product so much\n',
    );
    expect(brief(await readAll(path))).toEqual([
      [1, 'great product', ['positive']],
      [2, 'I hate this terrible product so much', ['negative']],
    ]);
  });

  test('unknown names: the longest column is the text, the one that repeats is the label', async () => {
    using folder = testFolder();
    const rows = Array.from(
      { length: 12 },
      (_, index) => `${index % 2 === 0 ? 'ham' : 'spam'},This is message number ${index} of them all`,
    );
    const path = folder.write('sms.csv', `v1,v2\n${rows.join('\n')}\n`);
    const { records } = await readAll(path);
    expect(records).toHaveLength(12);
    expect(records[1]).toMatchObject({
      text: 'This is message number 1 of them all',
      labels: ['spam'],
      fields: null,
    });
  });

  test('by mapping: names, places, several label columns, no fields', async () => {
    using folder = testFolder();
    const path = folder.write('a.csv', 'q,w,e,r\nA,hello there my friend,B,x\n,good bye,,y\n');
    const read = await readAll(
      path,
      { hasHeader: true, mapping: { text: 'W', labels: ['1', 'e'], fields: [] } },
      'multi',
    );
    expect(brief(read)).toEqual([
      [2, 'hello there my friend', ['A', 'B']],
      [3, 'good bye', null],
    ]);
    expect(read.records[0]!.fields).toBeNull();
    await expect(readAll(path, { mapping: { text: 'nope' } })).rejects.toMatchObject({
      code: 'bad_request',
      message: expect.stringContaining('no column "nope"'),
    });
  });

  test('one-hot: a column for each class', async () => {
    using folder = testFolder();
    const path = folder.write('a.csv', `text,toxic,insult\n${'you fool,1,1\n'.repeat(250)}hm,0,2\n`);
    const read = await readAll(path, {}, 'multi');
    expect(read.records).toHaveLength(250);
    expect(read.rejected).toMatchObject([
      { line: 252, reason: expect.stringContaining('"insult" holds "2"') },
    ]);
    const sound = folder.write('b.csv', 'text,toxic,insult\nyou fool,1,1\nhello,0,0\nunknown,,\n');
    expect(brief(await readAll(sound, {}, 'multi'))).toEqual([
      [2, 'you fool', ['toxic', 'insult']],
      [3, 'hello', []],
      [4, 'unknown', null],
    ]);
    const single = await readAll(sound, {}, 'single');
    expect(single.rejected).toMatchObject([{ line: 2, reason: expect.stringContaining('2 labels') }]);
  });

  test('a table without a column for the text is refused with the names of its columns', async () => {
    using folder = testFolder();
    await expect(readAll(folder.write('a.csv', 'id,label\n1,A\n2,B\n'))).rejects.toMatchObject({
      code: 'file_malformed',
      message: expect.stringContaining('id, label'),
    });
  });
});

describe('bad rows', () => {
  test('are rejected with line and reason, and the others stay', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.csv',
      [
        'text,label,dataset',
        'fine,A,train',
        'too few',
        '"broken "quote" here",A,train',
        'a text, with a comma,A,train',
        'unknown place,A,holdout',
        '',
        'fine too,B,',
        `long label,${'x'.repeat(201)},`,
        'trailing commas,A,test,,',
        '   ,A,',
        'no dataset cell,B',
      ].join('\r\n'),
    );
    const { records, rejected } = await readAll(path);
    expect(records.map((record) => record.line)).toEqual([2, 8, 10, 11, 12]);
    expect(records[3]!.text).toBe('   ');
    expect(rejected.map((row) => row.line)).toEqual([3, 4, 5, 6, 9]);
    const [few, quote, many, dataset, label] = rejected.map((row) => row.reason);
    expect(few).toContain('1 column where 3');
    expect(quote).toContain('quote');
    expect(many).toContain('4 columns where 3');
    expect(dataset).toContain('"holdout"');
    expect(label).toContain('200 characters');
    expect(new Set(rejected.map((row) => row.source))).toEqual(new Set(['a.csv']));
  });

  test('a text of more than a million characters, and one of exactly a million', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.csv',
      `text,label\n${'x'.repeat(1_000_001)},A\n${'y'.repeat(1_000_000)},B\nz,A\n`,
    );
    const { records, rejected } = await readAll(path);
    expect(records.map((record) => record.text.length)).toEqual([1_000_000, 1]);
    expect(rejected).toMatchObject([{ line: 2, reason: expect.stringContaining('1000001 characters') }]);
  });

  test('50 MB in a single line', async () => {
    using folder = testFolder();
    const path = folder.write(
      'a.csv',
      Buffer.concat([Buffer.from('text,label\n'), Buffer.alloc(50_000_000, 'x'), Buffer.from('\nfine,A\n')]),
    );
    const { records, rejected, bytesRead } = await readAll(path);
    expect(records).toMatchObject([{ line: 3, text: 'fine', labels: ['A'] }]);
    expect(rejected).toMatchObject([{ line: 2, reason: expect.stringContaining('longer than') }]);
    expect(bytesRead).toBe(50_000_019);
  });

  test('an empty file and one of blank lines', async () => {
    using folder = testFolder();
    expect((await readAll(folder.write('a.csv', ''))).rejected).toEqual([
      { source: 'a.csv', line: 0, reason: 'The file is empty.' },
    ]);
    expect((await readAll(folder.write('b.csv', '\n\n \n'))).rejected).toMatchObject([
      { line: 0, reason: expect.stringContaining('no rows') },
    ]);
    expect((await readAll(folder.write('c.csv', 'text,label\n'))).records).toEqual([]);
  });

  test('NUL characters are removed and reported', async () => {
    using folder = testFolder();
    const { records, warnings } = await readAll(
      folder.write('a.csv', `text,label\nfine,A\na\0b,A\n${'good text,A\n'.repeat(20)}`),
    );
    expect(records[1]!.text).toBe('ab');
    expect(warnings).toEqual([expect.stringMatching(/1 row has NUL.*line 3/)]);
  });

  test("the same id twice is none of the reader's business", async () => {
    using folder = testFolder();
    const { records } = await readAll(folder.write('a.csv', 'id,text\n1,one\n1,two\n'));
    expect(records.map((record) => record.externalId)).toEqual(['1', '1']);
  });
});

describe('delimiters and headers', () => {
  test.each([
    ['semicolon with commas in the text', 'text;label\nwell, yes, no;A\nso, what;B\n', 'x.csv'],
    ['tab with commas in the text', 'text\tlabel\nwell, yes, no\tA\nso, what\tB\n', 'x.tsv'],
    ['tab in a .csv', 'text\tlabel\nwell, yes, no\tA\nso, what\tB\n', 'x.csv'],
    ['bar', 'text|label\nwell, yes, no|A\nso, what|B\n', 'x.csv'],
    ['comma', 'text,label\n"well, yes, no",A\n"so, what",B\n', 'x.csv'],
  ])('%s', async (_name, content, file) => {
    using folder = testFolder();
    expect(brief(await readAll(folder.write(file, content)))).toEqual([
      [2, 'well, yes, no', ['A']],
      [3, 'so, what', ['B']],
    ]);
  });

  test('a given delimiter, header and label delimiter win', async () => {
    using folder = testFolder();
    const path = folder.write('a.csv', 'text:label\nx y z:A|B;C\n');
    const read = await readAll(
      path,
      { delimiter: ':', hasHeader: false, labelDelimiter: ';', mapping: { text: '1', labels: ['2'] } },
      'multi',
    );
    expect(brief(read)).toEqual([
      [1, 'text', ['label']],
      [2, 'x y z', ['A|B', 'C']],
    ]);
    await expect(readAll(path, { delimiter: '::' })).rejects.toMatchObject({ code: 'unsupported_option' });
  });

  test("a dataset given for all rows gives way to the row's own", async () => {
    using folder = testFolder();
    const { records } = await readAll(folder.write('a.csv', 'text,split\none,test\ntwo,\n'), {
      defaultDataset: 'train',
    });
    expect(records.map((record) => record.dataset)).toEqual(['test', 'train']);
  });
});

describe('encodings', () => {
  const japanese = 'text,label\nこんにちは。商品がまだ届いていません。,苦情\n住所を変更したいです。,住所\n';
  const chinese =
    'text,label\n您好，我的订单还没有收到，请尽快帮我查询。,物流\n我想修改收货地址，谢谢。,地址\n';

  test.each([
    ['Shift_JIS', encodeText(japanese, 'shift_jis'), japanese],
    ['GB18030', encodeText(chinese, 'gb18030'), chinese],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${japanese}`), japanese],
    ['UTF-16LE with a mark', encodeUtf16(japanese, false, true), japanese],
    ['UTF-16BE with a mark', encodeUtf16(chinese, true, true), chinese],
    ['UTF-16LE without a mark', encodeUtf16(japanese, false, false), japanese],
    ['UTF-16BE without a mark', encodeUtf16(chinese, true, false), chinese],
  ])('%s, found out', async (_name, bytes, text) => {
    using folder = testFolder();
    const { records, warnings } = await readAll(folder.write('a.csv', bytes));
    const rows = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(records.map((record) => [record.text, record.labels?.[0]])).toEqual(rows);
    expect(warnings).toEqual([]);
  });

  test('given by hand', async () => {
    using folder = testFolder();
    const path = folder.write('a.csv', encodeText('text,label\nkönnte alles sein,A\n', 'windows-1252'));
    expect((await readAll(path, { encoding: 'windows-1252' })).records[0]!.text).toBe('könnte alles sein');
    await expect(readAll(path, { encoding: 'klingon' })).rejects.toMatchObject({
      code: 'unsupported_option',
    });
  });

  test('a mixture of encodings is read as far as it goes, and said', async () => {
    using folder = testFolder();
    const utf8 = Buffer.from('Grüße aus Köln,A\n');
    const windows = encodeText('schöne Grüße,B\n', 'windows-1252');
    const mixture = Buffer.concat([Buffer.from('text,label\n'), utf8, windows]);
    const { records, warnings } = await readAll(folder.write('a.csv', mixture));
    expect(records.map((record) => record.text)).toEqual(['GrÃ¼ÃŸe aus KÃ¶ln', 'schöne Grüße']);
    expect(warnings).toEqual([expect.stringMatching(/^a\.csv: some letters are UTF-8 .*WINDOWS-1252/)]);
    const sound = await readAll(folder.write('b.csv', Buffer.concat([Buffer.from('text,label\n'), windows])));
    expect(sound.warnings).toEqual([]);
  });

  test('damage after a sound start is counted, located and survived', async () => {
    using folder = testFolder();
    const head = Buffer.from(`text,label\n${'schön und gut,A\n'.repeat(100_000)}`);
    const bad = Buffer.concat([Buffer.from('k'), Buffer.of(0xf6), Buffer.from('nnte,A\n')]);
    const { records, warnings } = await readAll(
      folder.write('a.csv', Buffer.concat([head, bad, bad, Buffer.from('gut,A\n')])),
    );
    expect(head.length).toBeGreaterThan(1 << 20);
    expect(records).toHaveLength(100_003);
    expect(records.at(-2)!.text).toBe('k\uFFFDnnte');
    expect(warnings).toEqual([
      expect.stringMatching(/^a\.csv: 2 rows have characters that are not valid UTF-8, first in line 100002/),
    ]);
  });
});

test('batches stay small and a cancelled read stops', async () => {
  using folder = testFolder();
  const path = folder.write('a.csv', `text,label\n${'some text or other,A\n'.repeat(5000)}`);
  const source = { path, name: 'a.csv', format: 'csv', bytes: 105_011, folderClass: null } as const;
  const sizes: number[] = [];
  for await (const batch of readRecords(source, automaticReadOptions, { kind: 'single' }))
    sizes.push(batch.records.length);
  expect(Math.max(...sizes)).toBe(500);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(5000);

  const controller = new AbortController();
  controller.abort();
  const reading = readRecords(source, automaticReadOptions, { kind: 'single', signal: controller.signal });
  await expect(reading.next()).rejects.toMatchObject({ code: 'cancelled' });
});
