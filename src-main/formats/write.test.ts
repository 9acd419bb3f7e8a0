import { describe, expect, test, vi } from 'vitest';
import type { Dataset, ProjectKind } from '../domain/project.ts';
import { csvCell, csvLabels, csvLine, restoreCells, spreadsheetCsvCells } from './csv-cell.ts';
import { readAll, seededRandom, testFolder } from './test-support/files.ts';
import { type ExportDocument, type ExportFormat, writeDocuments } from './write.ts';

// Megabytes are read here, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

async function write(
  documents: readonly ExportDocument[],
  format: ExportFormat,
  kind: ProjectKind,
  fieldNames: readonly string[] = [],
): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of writeDocuments(documents, { format, kind, fieldNames })) pieces.push(piece);
  return pieces.join('');
}

describe('cells', () => {
  test.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['a\nb', '"a\nb"'],
    ['a\rb', '"a\rb"'],
    [' edge ', '" edge "'],
    ['=1+1', '=1+1'],
  ])('%j', (text, cell) => expect(csvCell(text)).toBe(cell));

  test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx'])(
    '%j is no formula any more where that is asked for',
    (text) => {
      expect(csvCell(text, spreadsheetCsvCells).replaceAll('"', '')).toBe(`'${text}`);
    },
  );

  test('an apostrophe that was there before is kept, whatever follows', () => {
    for (const text of ["'=x", "''-x", "'x", "'", '=x', 'x']) {
      const cell = csvCell(text, spreadsheetCsvCells).replace(/^"|"$/g, '');
      expect(restoreCells([cell, 'y'])).toEqual([text, 'y']);
    }
  });

  test('rows and labels', () => {
    expect(csvLine(['a', 'b,c'])).toBe('a,"b,c"\r\n');
    expect(csvLine([''])).toBe('""\r\n');
    expect([null, [], ['A'], ['A', 'B'], ['A|B'], ['[x]']].map((labels) => csvLabels(labels, '|'))).toEqual([
      '',
      '[]',
      'A',
      'A|B',
      '["A|B"]',
      '["[x]"]',
    ]);
    expect(csvLabels(['A|B'], null)).toBe('A|B');
  });
});

const sample: ExportDocument = {
  id: 'd1',
  text: 'Hello',
  labels: ['A'],
  dataset: 'train',
  language: 'en',
  fields: { channel: 'mail', text: 'no' },
};

test('JSON Lines', async () => {
  expect(await write([sample], 'jsonl', 'single')).toBe(
    '{"id":"d1","text":"Hello","label":"A","dataset":"train","language":"en","channel":"mail"}\n',
  );
  const bare = { ...sample, labels: [], dataset: null, language: null, fields: null };
  expect(await write([bare], 'jsonl', 'multi')).toBe('{"id":"d1","text":"Hello","labels":[]}\n');
  expect(await write([{ ...bare, labels: null }], 'jsonl', 'multi')).toBe(
    '{"id":"d1","text":"Hello","labels":null}\n',
  );
});

test('CSV of texts that look like formulas', async () => {
  using folder = testFolder();
  const document = { ...sample, text: '=HYPERLINK("x")', fields: { '-n': '+1' } };
  const written = await write([document], 'csv', 'single', ['-n']);
  expect(written).toBe('id,text,label,dataset,language,\'-n\r\nd1,"\'=HYPERLINK(""x"")",A,train,en,\'+1\r\n');
  const { records } = await readAll(folder.write('a.csv', written));
  expect(records).toMatchObject([{ text: '=HYPERLINK("x")', fields: { '-n': '+1' } }]);
});

test('CSV, of no documents too', async () => {
  expect(await write([sample], 'csv', 'single', ['channel'])).toBe(
    'id,text,label,dataset,language,channel\r\nd1,Hello,A,train,en,mail\r\n',
  );
  expect(await write([], 'csv', 'multi')).toBe('id,text,labels,dataset,language\r\n');
});

const alphabet = [
  'a',
  'B',
  ' ',
  ',',
  '"',
  '""',
  '\n',
  '\r\n',
  '\r',
  ';',
  '|',
  '\t',
  "'",
  '=',
  '[',
  ']',
  '{',
  'ü',
  '漢',
  '🙂',
  '\uFFFD',
  '\\',
  '0',
];

function randomText(random: () => number, length: number, letters: readonly string[]): string {
  return Array.from(
    { length: Math.floor(random() * length) },
    () => letters[Math.floor(random() * letters.length)]!,
  ).join('');
}

function randomDocuments(seed: number, kind: ProjectKind, count: number): ExportDocument[] {
  const random = seededRandom(seed);
  const nameLetters = alphabet.filter((letter) => !/[\t\r\n\uFFFD]/.test(letter));
  const names = [
    'A',
    'B|C',
    '[]',
    '["x"]',
    '{"a":1}',
    '=x',
    '0',
    '1',
    ...Array.from({ length: 8 }, () => `n${randomText(random, 8, nameLetters)}e`),
  ];
  const datasets: readonly (Dataset | null)[] = ['train', 'validation', 'test', null];
  return Array.from({ length: count }, (_, index) => {
    const chosen = [...new Set(names.filter(() => random() < 0.2))];
    const labels =
      random() < 0.2 ? null : kind === 'multi' ? chosen : chosen.length === 0 ? null : chosen.slice(0, 1);
    return {
      id: `id ${index} ${randomText(random, 4, nameLetters)}x`,
      text: randomText(random, 40, alphabet),
      labels,
      dataset: datasets[Math.floor(random() * 4)]!,
      language: random() < 0.5 ? 'en' : null,
      fields: random() < 0.5 ? { note: `n${randomText(random, 10, alphabet)}` } : null,
    };
  });
}

describe('what is written is read back the same', () => {
  const cases = (['csv', 'jsonl'] as const).flatMap((format) =>
    (['single', 'multi'] as const).flatMap((kind) =>
      [1, 2, 3, 4, 5].map((seed) => [format, kind, seed] as const),
    ),
  );

  test.each(cases)('%s, %s-label, seed %i', async (format, kind, seed) => {
    using folder = testFolder();
    const documents = randomDocuments(seed, kind, 500);
    const path = folder.write(`a.${format}`, await write(documents, format, kind, ['note']));
    const { records, rejected, warnings } = await readAll(path, {}, kind);
    expect(rejected).toEqual([]);
    expect(warnings).toEqual([]);
    const back = records.map(({ externalId, text, labels, dataset, language, fields }) => ({
      id: externalId,
      text,
      labels,
      dataset,
      language,
      fields,
    }));
    expect(back).toEqual(documents);
  });
});

test('a large export comes in pieces', async () => {
  const documents = Array.from({ length: 5000 }, (_, index) => ({
    ...sample,
    id: String(index),
    text: 'x'.repeat(200),
  }));
  let pieces = 0;
  let length = 0;
  for await (const piece of writeDocuments(documents, { format: 'csv', kind: 'single' })) {
    pieces += 1;
    length += piece.length;
    expect(piece.length).toBeLessThan(300_000);
  }
  expect(pieces).toBeGreaterThan(3);
  expect(length).toBeGreaterThan(1_000_000);
});
