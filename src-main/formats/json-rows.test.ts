import { describe, expect, test, vi } from 'vitest';
import { type JsonItem, JsonLinesSplitter, JsonListSplitter, maximalValueCharacters } from './json-rows.ts';
import { seededRandom } from './test-support/files.ts';

// Megabytes are read here, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

function split(splitter: JsonLinesSplitter | JsonListSplitter, text: string, size: number): JsonItem[] {
  const items: JsonItem[] = [];
  for (let at = 0; at < text.length; at += size) items.push(...splitter.push(text.slice(at, at + size)));
  return [...items, ...splitter.end()];
}

function summary(items: readonly JsonItem[]): unknown[] {
  return items.map((item) => ('value' in item ? [item.line, item.value] : [item.line, 'broken']));
}

const sizes = [1, 2, 7, 1000];

describe('JSON Lines', () => {
  test('values, blank lines, CRLF, a broken line and none at the end', () => {
    const text = '{"a":1}\r\n\n  \n[2]\n{"a": \n"x"\n{"a":"\\n"}';
    for (const size of sizes) {
      expect(summary(split(new JsonLinesSplitter(), text, size))).toEqual([
        [1, { a: 1 }],
        [4, [2]],
        [5, 'broken'],
        [6, 'x'],
        [7, { a: '\n' }],
      ]);
    }
  });

  test('the reason holds no text of the document', () => {
    const items = split(new JsonLinesSplitter(), '{"text": "my secret"\n{"text": secret}\nsecret\n', 1000);
    expect(items).toHaveLength(3);
    for (const item of items)
      expect(item).toMatchObject({ reason: expect.stringMatching(/^The row is not valid JSON/) });
    expect(JSON.stringify(items)).not.toContain('secret');
  });

  test('50 MB in one line are given up', () => {
    const splitter = new JsonLinesSplitter();
    const items: JsonItem[] = splitter.push('{"a":1}\n{"text":"');
    for (let count = 0; count < 50; count += 1) items.push(...splitter.push('x'.repeat(1 << 20)));
    items.push(...splitter.push('"}\n{"a":2}'), ...splitter.end());
    expect(summary(items)).toEqual([
      [1, { a: 1 }],
      [2, 'broken'],
      [3, { a: 2 }],
    ]);
  });
});

describe('JSON lists', () => {
  test.each([
    [
      'a list',
      '\n[\n  {"a": "x]},{"},\n  {"a": [1, {"b": "\\""}]}\n, 3]',
      [
        [3, { a: 'x]},{' }],
        [4, { a: [1, { b: '"' }] }],
        [5, 3],
      ],
    ],
    ['an empty list', ' [ ] ', []],
    [
      'a list in an object',
      '{"version": "1", "meta": {"rows": [9]},\n"Documents": [{"a": 1},\n{"a": 2}], "more": [3]}',
      [
        [2, { a: 1 }],
        [3, { a: 2 }],
      ],
    ],
    ['a single object', '\n{"text": "x",\n "labels": []}', [[2, { text: 'x', labels: [] }]]],
    ['no JSON', 'hello', [[1, 'broken']]],
    [
      'a list that is cut off',
      '[{"a": 1},\n{"a": 2}',
      [
        [1, { a: 1 }],
        [2, { a: 2 }],
        [2, 'broken'],
      ],
    ],
    [
      'a member that is no JSON',
      '[{"a": 1},\n{"a": x},\n{"a": 3}]',
      [
        [1, { a: 1 }],
        [2, 'broken'],
        [3, { a: 3 }],
      ],
    ],
    [
      'a text that is not closed',
      '[\n{"a": "x},\n{"a": 2},\n{"a": 3}\n]',
      [
        [2, 'broken'],
        [3, { a: 2 }],
        [4, { a: 3 }],
      ],
    ],
    [
      'a stray bracket',
      '[\n{"a": 1}},\n{"a": 2}\n]',
      [
        [2, { a: 1 }],
        [2, 'broken'],
        [3, { a: 2 }],
      ],
    ],
  ])('%s, whole and in pieces', (_name, text, expected) => {
    for (const size of sizes) expect(summary(split(new JsonListSplitter(), text, size))).toEqual(expected);
  });

  test('a large list keeps no more than a member in memory and counts lines', () => {
    const splitter = new JsonListSplitter();
    let count = 0;
    let last = 0;
    const take = (items: readonly JsonItem[]): void => {
      count += items.length;
      last = items.at(-1)?.line ?? last;
    };
    take(splitter.push('[\n'));
    for (let piece = 0; piece < 40; piece += 1) {
      take(splitter.push(Array.from({ length: 1000 }, () => `{"text": "${'x'.repeat(300)}"},\n`).join('')));
    }
    take(splitter.push('{"text": "end"}]'));
    take(splitter.end());
    expect([count, last]).toEqual([40_001, 40_002]);
  });

  test('a member of more characters than any text may have is given up', () => {
    const text = `[\n{"text": "${'x'.repeat(maximalValueCharacters * 1.5)}"},\n{"a": 2}]`;
    expect(summary(split(new JsonListSplitter(), text, 1 << 20))).toEqual([
      [2, 'broken'],
      [3, { a: 2 }],
    ]);
  });
});

test.each([1, 2, 3, 4])('any text at all gives the same values whatever the pieces, seed %i', (seed) => {
  const letters = ['{', '}', '[', ']', '"', '"', ',', ':', '\\', '\n', '{"a": 1}', '{"b": "x"}', ' ', '1'];
  const random = seededRandom(seed);
  for (let round = 0; round < 300; round += 1) {
    const text = `[${Array.from({ length: 40 }, () => letters[Math.floor(random() * letters.length)]!).join('')}`;
    for (const create of [() => new JsonListSplitter(), () => new JsonLinesSplitter()]) {
      const whole = summary(split(create(), text, text.length));
      for (const size of [1, 3, 11]) expect(summary(split(create(), text, size))).toEqual(whole);
    }
  }
});
