import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readWorkbook from 'read-excel-file/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { workbook } from './workbook.ts';
import { worksheetRow } from './worksheet-row.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'winnow-workbook-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The rows cut into pieces of some bytes, wherever that falls. */
async function* pieces(rows: readonly string[], bytes: number): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(rows.join(''));
  for (let from = 0; from < all.length; from += bytes) yield all.subarray(from, from + bytes);
}

async function written(rows: readonly string[], bytes: number, sheetRows?: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const content = {
    header: worksheetRow(['id', 'score'], []),
    rows: pieces(rows, bytes),
    sheetName: 'Results',
    ...(sheetRows === undefined ? {} : { sheetRows }),
  };
  for await (const part of workbook(content)) parts.push(part);
  return Buffer.concat(parts);
}

test('what is written is read back: texts as they are, numbers as numbers', async () => {
  const texts = ['=1+1', '<a & "b">', ' spaces ', 'two\nlines', 'ünï 😀', 'bell\u0007', 'half \ud800'];
  const rows = texts.map((text, index) => worksheetRow([text], [index / 4]));
  const file = path.join(folder, 'out.xlsx');
  writeFileSync(file, await written(rows, 7));
  const [sheet] = await readWorkbook(readFileSync(file), { trim: false });
  expect(sheet!.sheet).toBe('Results');
  expect(sheet!.data).toEqual([
    ['id', 'score'],
    ...texts.slice(0, 5).map((text, index) => [text, index / 4]),
    ['bell\ufffd', 1.25],
    ['half \ufffd', 1.5],
  ]);
});

test('rows beyond a sheet go to the next one, each with the header', async () => {
  const rows = Array.from({ length: 7 }, (_, index) => worksheetRow([`r${index}`], [index]));
  for (const bytes of [3, 64, 10_000]) {
    const sheets = await readWorkbook(await written(rows, bytes, 4), { trim: false });
    expect(sheets.map(({ sheet, data }) => [sheet, data.map(([first]) => first)])).toEqual([
      ['Results', ['id', 'r0', 'r1', 'r2']],
      ['Results 2', ['id', 'r3', 'r4', 'r5']],
      ['Results 3', ['id', 'r6']],
    ]);
  }
});

test('equal rows give equal bytes, however they come', async () => {
  const rows = Array.from({ length: 5000 }, (_, index) => worksheetRow([`row ${index % 7}`], [index]));
  expect((await written(rows, 100_000)).equals(await written(rows, 100_000))).toBe(true);
  expect((await readWorkbook(await written([], 10)))[0]!.data).toEqual([['id', 'score']]);
});
