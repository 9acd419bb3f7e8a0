import { describe, expect, test, vi } from 'vitest';
import { type CsvItem, CsvSplitter, maximalRowCharacters } from './csv-rows.ts';
import { seededRandom } from './test-support/files.ts';

// Megabytes are read here, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Splits a text handed over in pieces of `size` characters. */
function split(text: string, size = text.length || 1, delimiter = ','): CsvItem[] {
  const splitter = new CsvSplitter(delimiter);
  const parts: CsvItem[][] = [];
  for (let at = 0; at < text.length; at += size) parts.push(splitter.push(text.slice(at, at + size)));
  return [...parts.flat(), ...splitter.end()];
}

function cells(items: readonly CsvItem[]): (readonly string[] | string)[] {
  return items.map((item) => ('cells' in item ? item.cells : `broken ${item.line}`));
}

function lines(items: readonly CsvItem[]): number[] {
  return items.map((item) => item.line);
}

describe('sound rows', () => {
  test.each([
    [
      'plain',
      'a,b\nc,d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'no line end at the end',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'CRLF',
      'a,b\r\nc,d\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'lone carriage returns',
      'a,b\rc,"d\re"\rf,g\r',
      [
        ['a', 'b'],
        ['c', 'd\re'],
        ['f', 'g'],
      ],
    ],
    [
      'empty cells',
      ',\n,,\na,\n',
      [
        ['', ''],
        ['', '', ''],
        ['a', ''],
      ],
    ],
    [
      'quotes',
      '"a,1","b ""x"" y"\n"",z\n',
      [
        ['a,1', 'b "x" y'],
        ['', 'z'],
      ],
    ],
    [
      'a line break in quotes',
      '"a\r\nb",c\r\nd,e\r\n',
      [
        ['a\r\nb', 'c'],
        ['d', 'e'],
      ],
    ],
    [
      'blank lines',
      '\n\na,b\n  \n\nc,d\n\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['a quote within a plain cell', '5" nail,tool\n', [['5" nail', 'tool']]],
    ['blanks after a closing quote', '"a" ,b\n"c"\t\r\nd', [['a', 'b'], ['c'], ['d']]],
    [
      'a carriage return within a line',
      'a\rb,c\nd,e\n',
      [
        ['a\rb', 'c'],
        ['d', 'e'],
      ],
    ],
  ])('%s, whole and in pieces of every small size', (_name, text, expected) => {
    for (const size of [text.length, 1, 2, 3, 5, 7]) expect(cells(split(text, size))).toEqual(expected);
  });

  test('other delimiters', () => {
    expect(cells(split('a;b,c\n', 99, ';'))).toEqual([['a', 'b,c']]);
    expect(cells(split('a\t"b\tc"\td\n', 99, '\t'))).toEqual([['a', 'b\tc', 'd']]);
  });

  test('lines are counted through quoted line breaks and blank lines', () => {
    const text = 'h,i\n"a\nb\n\nc",d\n\ne,f\n"x\r\ny",z\ng,h';
    for (const size of [99, 1, 4]) expect(lines(split(text, size))).toEqual([1, 2, 7, 8, 10]);
  });
});

describe('broken quotes', () => {
  test('a row with text after its closing quote goes, the rows after it stay', () => {
    const items = split('a,b\n"He said "hi" to me",x\nc,d\n');
    expect(cells(items)).toEqual([['a', 'b'], 'broken 2', ['c', 'd']]);
    expect(items[1]).toMatchObject({ reason: expect.stringContaining('closing quote') });
  });

  test('a quote that is never closed costs one row, not the rest of the file', () => {
    const text = 'a,b\n"never closed,x\nc,d\ne,f\n';
    for (const size of [99, 1, 6])
      expect(cells(split(text, size))).toEqual([['a', 'b'], 'broken 2', ['c', 'd'], ['e', 'f']]);
  });

  test('a quote closed by the next quoted row costs one row', () => {
    const text = 'a,"one\nb,two\nc,"three, four"\nd,five\n';
    for (const size of [99, 1, 6]) {
      expect(cells(split(text, size))).toEqual([
        'broken 1',
        ['b', 'two'],
        ['c', 'three, four'],
        ['d', 'five'],
      ]);
    }
  });

  test('what is left of a broken row of several lines is reported and not taken for rows', () => {
    const items = split('"first line\nsecond "line" goes, on",x\nc,d\n');
    expect(cells(items)).toEqual(['broken 1', 'broken 2', ['c', 'd']]);
    expect(items[1]).toMatchObject({ reason: expect.stringContaining('line 1') });
  });

  test('every second row broken', () => {
    const rows = Array.from({ length: 2000 }, (_, index) =>
      index % 2 === 0 ? `"bad "${index}",x` : `good ${index},y`,
    );
    const items = split(`${rows.join('\n')}\n`, 1000);
    expect(items.filter((item) => 'cells' in item)).toHaveLength(1000);
    expect(lines(items)).toEqual(rows.map((_, index) => index + 1));
  });
});

describe('endless rows', () => {
  test('50 MB without a line end are given up without being kept', () => {
    const splitter = new CsvSplitter(',');
    const chunk = 'x'.repeat(1 << 20);
    const items: CsvItem[] = [...splitter.push('a,b\n')];
    for (let count = 0; count < 50; count += 1) items.push(...splitter.push(chunk));
    items.push(...splitter.push('\nc,d\n'), ...splitter.end());
    expect(cells(items)).toEqual([['a', 'b'], 'broken 2', ['c', 'd']]);
  });

  test('50 MB as the only line of a file', () => {
    const splitter = new CsvSplitter(',');
    const chunk = 'x'.repeat(1 << 20);
    const items: CsvItem[] = [];
    for (let count = 0; count < 50; count += 1) items.push(...splitter.push(chunk));
    expect(cells([...items, ...splitter.end()])).toEqual(['broken 1']);
  });

  test('an unclosed quote before millions of characters of good rows', () => {
    const count = Math.ceil((maximalRowCharacters * 1.5) / 20);
    const rows = Array.from({ length: count }, (_, index) => `row ${index} is all right,x`);
    const items = split(`a,b\n"oh,y\n${rows.join('\n')}\n`, 1 << 20);
    expect(cells(items.slice(0, 3))).toEqual([['a', 'b'], 'broken 2', ['row 0 is all right', 'x']]);
    expect(items).toHaveLength(count + 2);
  });
});

describe('any text at all', () => {
  const letters = ['a', 'b', ',', ',', '"', '"', '""', '\n', '\n', '\r\n', '\r', ' '];

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('gives the same rows whatever the pieces, seed %i', (seed) => {
    const random = seededRandom(seed);
    for (let round = 0; round < 200; round += 1) {
      const text = Array.from({ length: 60 }, () => letters[Math.floor(random() * letters.length)]!).join('');
      const whole = split(text);
      for (const size of [1, 2, 5, 13]) expect(split(text, size)).toEqual(whole);
      const order = lines(whole);
      expect(order).toEqual(order.toSorted((a, b) => a - b));
      expect(order.at(-1) ?? 0).toBeLessThanOrEqual(text.split('\n').length + text.split('\r').length);
    }
  });
});
