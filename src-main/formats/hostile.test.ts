import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../domain/errors.ts';
import type { FormatName } from '../domain/source.ts';
import { inspectSource } from './preview.ts';
import { readAll, seededRandom, testFolder, workbook } from './test-support/files.ts';

// Megabytes are read here, maybe on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** Reads and inspects; an error for people is fine, any other one is not. */
async function survives(path: string, format: FormatName): Promise<number> {
  try {
    await inspectSource([path], { format }, { kind: 'multi' });
    const { records, rejected } = await readAll(path, { format }, 'multi');
    return records.length + rejected.length;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return 0;
  }
}

describe('damaged files end in rows, rejected rows or an error for people', () => {
  const sound = {
    txt: Buffer.from('Schöne Grüße aus Köln, 送金が届きません'.repeat(20)),
    csv: Buffer.from(
      'id,text,labels,dataset\n1,"Schöne ""Grüße""\naus Köln",A|B,train\n2,送金が届きません,[],test\n'.repeat(
        20,
      ),
    ),
    jsonl: Buffer.from(
      '{"text":"Schöne \\"Grüße\\"","labels":["A"],"split":"dev"}\n{"text":"送金","cats":{"A":1}}\n'.repeat(
        20,
      ),
    ),
    json: Buffer.from(`{"data":[${'{"text":"Schöne","labels":["A"]},\n'.repeat(20)}{"text":"x"}]}`),
    xlsx: workbook({ Sheet: Array.from({ length: 20 }, (_, index) => ['text', index, true, 'ü']) }),
  };

  test.each(['txt', 'csv', 'jsonl', 'json', 'xlsx'] as const)('%s, sixty times', async (format) => {
    using folder = testFolder();
    const random = seededRandom(format.length);
    let rows = 0;
    for (let round = 0; round < 60; round += 1) {
      const bytes = Buffer.from(sound[format]);
      for (let change = 0; change <= round % 7; change += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const end = round % 3 === 0 ? Math.floor(random() * bytes.length) : bytes.length;
      rows += await survives(folder.write(`a.${format}`, bytes.subarray(0, end)), format);
    }
    if (format !== 'xlsx') expect(rows).toBeGreaterThan(30);
  });
});

test('a million columns', async () => {
  using folder = testFolder();
  const path = folder.write('a.csv', `${','.repeat(1_000_000)}\nx,y\n`);
  await expect(readAll(path)).rejects.toMatchObject({
    code: 'file_malformed',
    message: expect.stringContaining('delimiter'),
  });
});

test('keys that differ in every row', async () => {
  using folder = testFolder();
  const row = (line: number): string =>
    JSON.stringify({
      text: 'x',
      ...Object.fromEntries(Array.from({ length: 100 }, (_, key) => [`k${line}-${key}`, key])),
    });
  const path = folder.write('a.jsonl', Array.from({ length: 80 }, (_, line) => row(line)).join('\n'));
  const { records } = await readAll(path);
  expect(records).toHaveLength(80);
  expect(Object.keys(records[79]!.fields!)).toHaveLength(100);
});

test('lists nested a hundred thousand deep', async () => {
  using folder = testFolder();
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const path = folder.write(
    'a.jsonl',
    `{"text": "x", "deep": ${deep}}\n{"text": ${deep}}\n{"text": "y", "labels": ${deep}}\n{"text": "z"}`,
  );
  const { records, rejected } = await readAll(path);
  expect([...records, ...rejected]).toHaveLength(4);
  expect(records.at(-1)!.text).toBe('z');
});

test('long cells in a label column are not kept', async () => {
  using folder = testFolder();
  const path = folder.write('a.csv', `text,label\n${`x,${'y'.repeat(10_000)}\n`.repeat(1000)}x,A\n`);
  const { records, rejected } = await readAll(path);
  expect([records.length, rejected.length]).toEqual([1, 1000]);
});
